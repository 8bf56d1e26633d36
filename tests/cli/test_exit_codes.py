"""How commands end that cannot do what they were asked: the exit code, and one sentence that says why."""

from pathlib import Path

import pytest

from tests.analyses import KnownShot, add_video
from tests.videos import shots, write_video
from videxplore.cli.application import main
from videxplore.cli.indexing import print_report
from videxplore.services.indexing.index_types import IndexReport
from videxplore.services.library import Library


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with one real video, one that waits for its analysis, and files that are no images."""
    made = tmp_path_factory.mktemp("codes")
    film = write_video(made / "film.mp4", shots([1, 2, 1, 3], 25))
    for name in ("images", "empty"):
        (made / name).mkdir()
    for name in ("text.png", "images/text.png", "text.pth", "text.mp4"):
        (made / name).write_text("no image")
    (made / "damaged").mkdir()
    (made / "damaged" / "catalogue.sqlite3").write_text("no database")
    with Library.open(made / "library") as library:
        add_video(library, film, [KnownShot(seed, 1.0, object=f"thing {seed}") for seed in (1, 2, 1, 3)])
        for place in ("one", "two"):
            library.catalogue.add_video(made / place / "twice.mp4", place, 1, 1)
    return made


def run(capsys: pytest.CaptureFixture[str], folder: Path, command: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a command; FOLDER stands for the folder."""
    arguments = command.replace("FOLDER", str(folder)).split(" ")
    where = [] if "--library" in arguments else ["--library", str(folder / "library")]
    with pytest.raises(SystemExit) as ended:
        main([*arguments, *where, "--data-dir", str(folder / "data")])
    printed = capsys.readouterr()
    return int(ended.value.code or 0), printed.out, printed.err.strip()


WRONG = [
    # Wrong usage: no library and no machine could do it.
    ("similar film.mp4@1 --region 1,2", 2, "The region 1,2 is not X,Y,W,H"),
    ("similar film.mp4@1 --region 0,0,2,1", 2, "The region 0,0,2,1 does not lie within"),
    ("similar film.mp4@1 --region nan,0,1,1", 2, "The region nan,0,1,1 does not lie within"),
    ("similar film.mp4@1:30", 2, "film.mp4@1:30 names no moment"),
    ("similar film.mp4@-1", 2, "film.mp4@-1 names no moment"),
    ("similar film.mp4@1 --like film.mp4@x", 2, "film.mp4@x names no moment"),
    ("similar film.mp4@1 --then film.mp4@nan", 2, "film.mp4@nan names no moment"),
    ("similar film.mp4@2-1", 2, "The span film.mp4@2-1 ends before it starts"),
    ("similar film.mp4@1 --within nan", 2, ""),
    ("similar film.mp4@1 --motion-weight nan", 2, ""),
    ("similar film.mp4@1 --min-confidence nan", 2, ""),
    ("similar film.mp4@1 --min-confidence 2", 2, "Usage:"),
    ("similar film.mp4@1 --by sound", 2, "Usage:"),
    ("similar film.mp4@1 -k 0", 2, "Usage:"),
    ("similar film.mp4@1 --index card", 2, "There is no vector index named card"),
    ("similar text:words --region 0,0,1,1", 2, "A region needs an image"),
    ("find !", 2, "There is no word to search for"),
    ("actions film.mp4 --at nan", 2, "nan is not a time"),
    ("actions film.mp4 --at -1", 2, "-1 is not a time"),
    ("actions film.mp4 --model nosuch", 2, "There is no backbone named 'nosuch'"),
    ("summarize film.mp4 --seconds nan", 2, "nan s is not a length"),
    ("summarize film.mp4 --seconds -1", 2, "-1 s is not a length"),
    ("summarize film.mp4 --storyboard FOLDER/board.xyz", 2, "board.xyz should end in .png"),
    ("summarize film.mp4 --chapters FOLDER/chapters.xyz", 2, "chapters.xyz should end in"),
    ("summarize film.mp4 --skim FOLDER/skim.xyz", 2, "A video can be written as"),
    ("teach waving", 2, "Usage:"),
    ("teach waving film.mp4", 2, "film.mp4 names no moment"),
    ("export FOLDER/cut.xyz film.mp4@1", 2, "cut.xyz should be a folder"),
    ("export FOLDER/table.xyz --table scenes film.mp4", 2, "table.xyz should end in"),
    ("index film.mp4 --views 0x1", 2, "Usage:"),
    ("index FOLDER/film.mp4 --device banana --library FOLDER/new", 2, "There is no device 'banana'"),
    ("index FOLDER/film.mp4 --backbone nosuch --library FOLDER/new", 2, "There is no backbone named"),
    ("index FOLDER/film.mp4 --actions nosuch --library FOLDER/new", 2, "There is no backbone named"),
    ("models info nosuch", 2, "There is no backbone named 'nosuch'"),
    ("models fetch nosuch", 2, "There is no backbone named 'nosuch'"),
    (
        "models info slow-fusion --out FOLDER/out --features FOLDER/film.mp4",
        2,
        "FOLDER/film.mp4 names no moment",
    ),
    ("models info slow-fusion --out FOLDER/out --features FOLDER/film.mp4@nan", 2, "nan is not a time"),
    ("explain film.mp4@1 FOLDER/heat.xyz", 2, "heat.xyz should end in .png"),
    ("explain film.mp4@1-2 FOLDER/heat.png", 2, "film.mp4@1-2 is a span"),
    ("explain film.mp4@1 FOLDER/heat.png --label a --query b", 2, "Usage:"),
    ("explain film.mp4@1 FOLDER/heat.png --words a --label b", 2, "Usage:"),
    (
        "explain film.mp4@1 FOLDER/heat.png --words dog",
        3,
        "Nothing that is said or written at 1 s holds 'dog'",
    ),
    ("explain film.mp4@99 FOLDER/heat.png", 3, "film.mp4 has no moment at 99 s"),
    ("explain film.mp4@1 FOLDER/text.png", 3, "“text.png” exists already"),
    ("explain film.mp4@1 FOLDER/heat.png --label nosuch", 3, "The model knows no label 'nosuch'"),
    ("migrate auto", 2, "The vectors are in auto already"),
    ("migrate banana", 2, "There is no vector index named banana"),
    # It cannot be had here.
    ("status --library FOLDER/nowhere", 3, "There is no library in"),
    ("status --library FOLDER/images", 3, ""),
    ("status --library FOLDER/damaged", 3, "The file"),
    ("index FOLDER/film.mp4 --library FOLDER/images", 3, ""),
    ("similar nosuch.mp4@1", 3, "There is no video nosuch.mp4 in the library"),
    ("similar nosuch.mp4", 3, "There is no video nosuch.mp4 in the library"),
    ("similar twice.mp4@1", 3, "twice.mp4 can mean several videos"),
    ("similar FOLDER/one/twice.mp4@0", 3, "twice.mp4 has not been indexed yet"),
    ("similar film.mp4@99", 3, "film.mp4 has no moment at 99 s"),
    ("similar film.mp4@1 --by motion", 3, "Nothing is known of the motion of film.mp4"),
    ("similar FOLDER/text.png", 3, "The image text.png cannot be read"),
    ("similar FOLDER/empty", 3, "There is no image in the folder"),
    ("actions film.mp4 --at 99", 3, "film.mp4 has no moment at 99 s"),
    ("actions film.mp4 --model slow-fusion", 3, "The weights of"),
    ("actions nosuch.mp4", 3, "There is no video nosuch.mp4"),
    ("shots nosuch.mp4", 3, "There is no video nosuch.mp4"),
    ("shots FOLDER/text.mp4", 3, "text.mp4 cannot be indexed"),
    ("summarize film.mp4 --seconds 0.1", 3, "Nothing can be shown in 0.1 s"),
    ("summarize film.mp4 --storyboard FOLDER/text.png", 3, "“text.png” exists already"),
    ("export FOLDER/film.mp4 film.mp4@1", 3, ""),
    ("export FOLDER/nosuch/cut.otio film.mp4@1", 3, ""),
    ("teach \udcff film.mp4@1", 2, "A label needs a name"),
    ("labels rename \udcff waving", 3, "No action named '\\udcff' was taught"),
    ("labels rename nosuch \udcff", 2, "A label needs a name"),
    ("selects show \udcff", 3, "There is no bin"),
    ("teach --forget \udcff", 3, "No action named '\\udcff' was taught"),
    ("teach --forget nosuch", 3, "No action named 'nosuch' was taught"),
    ("teach --forget waving --library FOLDER/nosuch", 3, "There is no library in FOLDER/nosuch"),
    ("teach waving film.mp4@1 --library FOLDER/nosuch", 3, "There is no library in FOLDER/nosuch"),
    ("bookmarks film.mp4 --add 1 --library FOLDER/nosuch", 3, "There is no library in FOLDER/nosuch"),
    ("models fetch slow-fusion", 3, "No weights of Slow fusion are published"),
    ("models import slow-fusion FOLDER/nosuch.pth", 3, "There is no file"),
    ("models import slow-fusion FOLDER/text.pth", 3, "FOLDER/text.pth is"),
    ("models calibrate slow-fusion FOLDER/nosuch", 3, ""),
    ("train FOLDER/nosuch --model slow-fusion", 3, "The folder FOLDER/nosuch cannot be read"),
    ("migrate milvus:http://127.0.0.1:9", 3, ""),
    # The rest is done.
    ("index FOLDER/nosuch.mp4 --library FOLDER/new", 1, ""),
    ("add FOLDER/text.png", 1, "FOLDER/text.png: “text.png” is not a file that `videxplore analyse` wrote"),
    ("similar FOLDER/images", 1, "The image text.png cannot be read"),
]


@pytest.mark.parametrize(("command", "code", "words"), WRONG, ids=[command for command, _, _ in WRONG])
def test_how_it_ends(
    folder: Path, capsys: pytest.CaptureFixture[str], command: str, code: int, words: str
) -> None:
    ended, out, said = run(capsys, folder, command)
    assert ended == code, said
    assert said.startswith(words.replace("FOLDER", str(folder)))
    if code != 1:
        assert out == ""
    assert not (folder / "nosuch").exists()
    if code == 3:
        assert len(said.splitlines()) == 1, said


@pytest.mark.parametrize(("stopped", "said"), [("", True), ("There is no room left.", False)])
def test_a_run_that_had_to_stop_does_not_say_that_there_are_no_videos(
    capsys: pytest.CaptureFixture[str], stopped: str, said: bool
) -> None:
    print_report(IndexReport("", (), 0.0, 0.0, stopped))
    assert ("No videos found" in capsys.readouterr().out) == said
