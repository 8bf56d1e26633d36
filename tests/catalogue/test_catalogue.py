"""What is stored comes back; what is replaced or removed is gone, with all that hung on it."""

import os
import threading
from pathlib import Path

import numpy as np
import pytest

from tests.analyses import APPEARANCE, MOTION, analysis, properties, unit
from videxplore.catalogue.catalogue import Catalogue
from videxplore.catalogue.records import VideoCounts
from videxplore.core.errors import NotIndexedError, UnknownMomentError, UnknownVideoError
from videxplore.core.types import Depth, Video, VideoState

# float16 keeps eleven bits; a cosine moves by less than this.
COSINE_TOLERANCE = 1e-3


def add(catalogue: Catalogue, name: str = "a.mp4", fingerprint: str = "f") -> Video:
    return catalogue.add_video(Path("/videos") / name, fingerprint, 1000, 123456789)


def test_a_video_comes_back(catalogue: Catalogue) -> None:
    video = add(catalogue)
    assert video == catalogue.video(video.id) == catalogue.video_by_path(Path("/videos/a.mp4"))
    assert (video.state, video.depth, video.properties, video.error) == (VideoState.WAITING, None, None, "")
    assert catalogue.video_by_path(Path("/videos/b.mp4")) is None
    assert catalogue.videos_by_fingerprint("f") == catalogue.videos() == [video]
    assert catalogue.videos_by_id([video.id, 77]) == {video.id: video}


@pytest.mark.skipif(os.name == "nt", reason="names on Windows are always text")
def test_a_path_need_not_be_text(catalogue: Catalogue) -> None:
    path = Path(os.fsdecode(b"/videos/caf\xe9\xff@2\n.mp4"))
    video = catalogue.add_video(path, "f", 1, 2)
    catalogue.set_state(video.id, VideoState.FAILED, f"{path} cannot be read.")
    found = catalogue.video_by_path(path)
    assert found is not None
    assert (found.path, found.error) == (path, f"{path} cannot be read.")


def test_a_moved_file_keeps_what_is_not_given(catalogue: Catalogue) -> None:
    video = add(catalogue)
    moved = catalogue.update_file(video.id, path=Path("/elsewhere/a.mp4"), modified_ns=5)
    assert (moved.path, moved.modified_ns) == (Path("/elsewhere/a.mp4"), 5)
    assert (moved.fingerprint, moved.size_bytes) == (video.fingerprint, video.size_bytes)


def test_the_files_below_a_folder(catalogue: Catalogue) -> None:
    root = Path(Path.cwd().anchor)
    paths = ["a/1.mp4", "a/deep/2.mp4", "ab/3.mp4", "a", "b/4.mp4", "A/5.mp4", "a0/6.mp4"]
    ids = {
        path: catalogue.add_video(root / path, path, 1, 10 * number).id for number, path in enumerate(paths)
    }

    def found(*limits: object) -> set[str]:
        chosen = set(catalogue.video_ids_of_files(*limits).tolist())  # type: ignore[arg-type]
        return {path for path, video_id in ids.items() if video_id in chosen}

    for folder in (root / "a", root / "a" / "deep", root / "b", root, root / "nowhere", root / "a0"):
        below = {path for path in paths if (root / path).is_relative_to(folder)}
        assert found(folder) == below
        assert [video.path for video in catalogue.videos_below(folder)] == sorted(
            root / path for path in below
        )
    assert found(None) == set(paths)
    assert found(None, 20, 40) == set(paths[2:5])
    assert found(root / "a", 1) == {"a/deep/2.mp4", "a"}


def test_an_analysis_comes_back(catalogue: Catalogue) -> None:
    video = add(catalogue)
    vectors = [unit(1), unit(2), unit(3)]
    made = analysis([vectors[:2], vectors[2:]], motions={1: unit(4, 4)}, warnings=("The end is missing.",))
    stored = catalogue.store_analysis(video.id, made)

    other = add(catalogue, "b.mp4")
    assert catalogue.counts_by_video([video.id, other.id]) == {video.id: VideoCounts(2, 3, 1)}
    complete = catalogue.video(video.id)
    assert (complete.state, complete.depth) == (VideoState.COMPLETE, Depth.FULL)
    assert complete.properties == properties(4.0)
    assert catalogue.warnings(video.id) == ("The end is missing.",)
    shots = catalogue.shots(video.id)
    assert [(shot.start_s, shot.end_s) for shot in shots] == [(0, 2), (2, 4)]
    assert tuple(shot.id for shot in shots) == stored.shot_ids
    keyframes = catalogue.keyframes(video.id)
    assert tuple(keyframe.id for keyframe in keyframes) == stored.keyframe_ids
    assert [(keyframe.time_s, keyframe.sharpness) for keyframe in keyframes] == [
        (0.5, 12.5),
        (1.5, 12.5),
        (3, 12.5),
    ]
    assert catalogue.keyframe(keyframes[1].id) == keyframes[1]
    assert catalogue.keyframes_by_shot([shots[0].id]) == {shots[0].id: keyframes[:2]}
    assert [(clip.start_s, clip.end_s) for clip in catalogue.clips(video.id)] == [(2, 4)]
    assert catalogue.spaces() == [APPEARANCE, MOTION]

    looks, moves = catalogue.embeddings(APPEARANCE.name), catalogue.embeddings(MOTION.name, video.id)
    assert looks.vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(looks.vectors, axis=1), 1, atol=1e-6)
    np.testing.assert_allclose((looks.vectors * np.stack(vectors)).sum(axis=1), 1, atol=COSINE_TOLERANCE)
    assert looks.owner_ids.tolist() == list(stored.keyframe_ids)
    assert looks.shot_ids.tolist() == [shots[0].id, shots[0].id, shots[1].id]
    assert looks.times_s.tolist() == [0.5, 1.5, 3]
    assert (moves.owner_ids.tolist(), moves.times_s.tolist()) == (list(stored.clip_ids), [3])

    predictions = catalogue.predictions(video.id)
    assert [(one.owner, one.start_s, one.end_s, one.prediction.label) for one in predictions] == [
        ("keyframe", 0.5, 0.5, "cat"),
        ("keyframe", 1.5, 1.5, "cat"),
        ("keyframe", 3, 3, "cat"),
        ("clip", 2, 4, "jumping"),
    ]
    assert catalogue.condition().is_sound


def test_a_second_analysis_replaces_the_first_and_no_id_returns(catalogue: Catalogue) -> None:
    video = add(catalogue)
    first = catalogue.store_analysis(video.id, analysis([[unit(1)], [unit(2)]], depth=Depth.QUICK))
    assert catalogue.video(video.id).state is VideoState.SEARCHABLE
    second = catalogue.store_analysis(video.id, analysis([[unit(3)]]))
    assert not {*first.shot_ids} & {*second.shot_ids}
    assert not {*first.keyframe_ids} & {*second.keyframe_ids}
    assert len(catalogue.embeddings(APPEARANCE.name)) == 1
    assert catalogue.keyframe(first.keyframe_ids[0]) is None
    with pytest.raises(UnknownMomentError, match="no longer"):
        catalogue.shot(first.shot_ids[0])


def test_removing_a_video_removes_everything(catalogue: Catalogue) -> None:
    kept, video = add(catalogue), add(catalogue, "b.mp4")
    catalogue.store_analysis(kept.id, analysis([[unit(1)]]))
    catalogue.store_analysis(video.id, analysis([[unit(2)]], motions={0: unit(3, 4)}))
    catalogue.remove_video(video.id)
    counts = catalogue.counts()
    assert (counts.shots, counts.keyframes, counts.clips) == (1, 1, 0)
    assert counts.embeddings == {APPEARANCE.name: 1, MOTION.name: 0}
    assert counts.videos == {"complete": 1}
    with pytest.raises(UnknownVideoError, match="no longer"):
        catalogue.video(video.id)
    with pytest.raises(UnknownVideoError, match="no longer"):
        catalogue.store_analysis(video.id, analysis([[unit(2)]]))
    assert add(catalogue, "c.mp4").id > video.id
    assert catalogue.condition().is_sound


def test_a_copy_shares_nothing_with_its_original(catalogue: Catalogue) -> None:
    video, twin = add(catalogue), add(catalogue, "twin.mp4")
    made = analysis([[unit(1), unit(2)], [unit(3)]], motions={0: unit(4, 4)}, warnings=("Odd.",))
    original = catalogue.store_analysis(video.id, made)
    copied = catalogue.copy_analysis(video.id, twin.id)
    assert len(copied.keyframe_ids) == len(original.keyframe_ids) == 3
    catalogue.remove_video(video.id)
    found = catalogue.video(twin.id)
    assert (found.state, found.depth, found.properties) == (VideoState.COMPLETE, Depth.FULL, properties(4.0))
    assert (found.path, catalogue.warnings(twin.id)) == (Path("/videos/twin.mp4"), ("Odd.",))
    table = catalogue.embeddings(APPEARANCE.name, twin.id)
    np.testing.assert_allclose(
        (table.vectors * np.stack([unit(1), unit(2), unit(3)])).sum(axis=1), 1, atol=COSINE_TOLERANCE
    )
    assert tuple(keyframe.id for keyframe in catalogue.keyframes(twin.id)) == copied.keyframe_ids
    assert tuple(clip.id for clip in catalogue.clips(twin.id)) == copied.clip_ids
    assert len(catalogue.predictions(twin.id)) == 4


def test_an_analysis_is_stored_whole_or_not_at_all(catalogue: Catalogue) -> None:
    video = add(catalogue)
    catalogue.store_analysis(video.id, analysis([[unit(1)]]))
    before = catalogue.version()
    broken = analysis([[unit(2)], [unit(3)]])
    broken.shots[1].keyframes[0].embeddings["unheard-of"] = unit(4)  # type: ignore[index]
    with pytest.raises(KeyError):
        catalogue.store_analysis(video.id, broken)
    assert catalogue.counts().shots == 1
    assert catalogue.version() == before
    assert catalogue.video(video.id).duration_s == 2.0


def test_a_space_never_changes_its_shape(catalogue: Catalogue) -> None:
    first, second = add(catalogue), add(catalogue, "b.mp4")
    catalogue.store_analysis(first.id, analysis([[unit(1)]]))
    other = type(APPEARANCE)(APPEARANCE.name, "appearance", 16, "looks")
    with pytest.raises(ValueError, match="is now another"):
        catalogue.store_analysis(second.id, analysis([[unit(1, 16)]], space=other))


def test_the_shot_at_a_time(catalogue: Catalogue) -> None:
    video, waiting = add(catalogue), add(catalogue, "b.mp4")
    first, second = catalogue.store_analysis(video.id, analysis([[unit(1)], [unit(2)]])).shot_ids
    assert [catalogue.shot_at(video.id, time_s).id for time_s in (0, 1.999, 2, 4)] == [
        first,
        first,
        second,
        second,
    ]
    with pytest.raises(UnknownMomentError, match=r"a\.mp4 has no moment at 4\.5 s; it is 4\.00 s long"):
        catalogue.shot_at(video.id, 4.5)
    with pytest.raises(UnknownMomentError, match="no moment at -1 s"):
        catalogue.shot_at(video.id, -1)
    with pytest.raises(NotIndexedError, match="has not been indexed yet"):
        catalogue.shot_at(waiting.id, 0)


def test_changes_say_what_to_refresh(catalogue: Catalogue) -> None:
    assert not catalogue.changes()
    first, second, third = (add(catalogue, name) for name in ("a", "b", "c"))
    catalogue.store_analysis(first.id, analysis([[unit(1)]]))
    start = catalogue.version()
    assert catalogue.changes().analysed == (first.id,)
    assert catalogue.changes().updated == (second.id, third.id)
    catalogue.set_state(first.id, VideoState.OFFLINE)
    catalogue.store_analysis(second.id, analysis([[unit(2)]]))
    catalogue.set_state(second.id, VideoState.OFFLINE)
    catalogue.remove_video(third.id)
    changes = catalogue.changes(start, lambda: (first.id, second.id, third.id))
    assert (changes.removed, changes.analysed, changes.updated) == ((third.id,), (second.id,), (first.id,))
    assert changes.version == catalogue.version() > start
    assert not catalogue.changes(changes.version)


def test_ids_are_asked_for_only_after_a_removal(catalogue: Catalogue) -> None:
    first = add(catalogue, "a")
    asked: list[int] = []

    def held() -> tuple[int, ...]:
        asked.append(first.id)
        return (first.id,)

    start = catalogue.version()
    assert not catalogue.changes(start, held)
    second = add(catalogue, "b")
    catalogue.remove_video(second.id)
    after = catalogue.changes(start, held).version
    assert len(asked) == 1
    catalogue.set_state(first.id, VideoState.OFFLINE)
    assert catalogue.changes(after, held).updated == (first.id,)
    assert len(asked) == 1


def test_nothing_is_kept_of_removed_videos(catalogue: Catalogue) -> None:
    kept = add(catalogue, "kept")
    for number in range(20):
        catalogue.remove_video(add(catalogue, f"{number}").id)
    with catalogue._connections.reading() as connection:
        changes = connection.execute("SELECT video_id FROM change").fetchall()
    assert changes == [(kept.id,)]
    assert catalogue.changes(0, lambda: (kept.id, kept.id + 1)).removed == (kept.id + 1,)


def test_many_threads_share_one_catalogue(catalogue: Catalogue) -> None:
    faults: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for turn in range(10):
                video = add(catalogue, f"{number}-{turn}.mp4")
                catalogue.store_analysis(video.id, analysis([[unit(number)], [unit(turn)]]))
                table = catalogue.embeddings(APPEARANCE.name)
                # A reader sees whole videos only.
                assert len(table) % 2 == 0
                if turn % 3 == 0:
                    catalogue.remove_video(video.id)
        except BaseException as fault:  # noqa: BLE001 - reported by the test's own thread.
            faults.append(fault)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert catalogue.counts().videos == {"complete": 36}
    assert catalogue.condition().is_sound


def test_the_ids_of_a_space(catalogue: Catalogue) -> None:
    for name in ("a.mp4", "b.mp4"):
        catalogue.store_analysis(
            add(catalogue, name).id, analysis([[unit(1), unit(2)]], motions={0: unit(3, 4)})
        )
    for space in (APPEARANCE, MOTION):
        expected = catalogue.embeddings(space.name).owner_ids
        np.testing.assert_array_equal(catalogue.embedding_ids(space.name), expected)
    with pytest.raises(KeyError):
        catalogue.embedding_ids("nowhere")


def test_whether_a_video_has_embeddings_of_a_space(catalogue: Catalogue) -> None:
    moving, still = add(catalogue, "a.mp4"), add(catalogue, "b.mp4")
    catalogue.store_analysis(moving.id, analysis([[unit(1)]], motions={0: unit(3, MOTION.dim)}))
    catalogue.store_analysis(still.id, analysis([[unit(2)]]))
    for video in (moving, still):
        for space in (APPEARANCE, MOTION):
            expected = len(catalogue.embeddings(space.name, video.id)) > 0
            assert catalogue.has_embeddings(space.name, video.id) is expected
    with pytest.raises(KeyError):
        catalogue.has_embeddings("nowhere", still.id)


def test_the_videos_no_video_network_has_looked_at(catalogue: Catalogue) -> None:
    seen, unseen, quick = (add(catalogue, name) for name in ("a.mp4", "b.mp4", "c.mp4"))
    catalogue.store_analysis(seen.id, analysis([[unit(1)], [unit(2)]], motions={1: unit(3, MOTION.dim)}))
    catalogue.store_analysis(unseen.id, analysis([[unit(4)]]))
    catalogue.store_analysis(quick.id, analysis([[unit(5)]], depth=Depth.QUICK))
    add(catalogue, "d.mp4")
    assert [video.id for video in catalogue.videos_without_clips()] == [unseen.id]
