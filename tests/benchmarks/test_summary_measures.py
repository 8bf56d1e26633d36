"""The measures that summaries are judged by, on cases whose answers are known."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from scipy.io import savemat

from benchmarks.summary import Gist, score
from benchmarks.summary_protocol import f_measure, most_liked, read_summe, read_tvsum
from benchmarks.summary_videos import KnownVideo
from tests.conftest import MakeVideo


def selection(frames: str) -> npt.NDArray[np.bool_]:
    """What is crossed."""
    return np.array([frame == "x" for frame in frames])


SCENES = np.repeat([0, 1, 0, 2], 25)
KNOWN = KnownVideo(Path("/a.mp4"), SCENES, np.zeros(100, np.bool_))


def test_a_perfect_gist_scores_perfectly() -> None:
    found = score(KNOWN, Gist(SCENES, [0.5, 1.5, 3.5]))
    assert found.mutual_information == pytest.approx(1)
    assert (found.purity, found.coverage, found.redundancy, found.spoiled) == (1, 1, 0, 0)


def test_repeats_and_spoiled_pictures_are_counted() -> None:
    spoiled = np.zeros(100, np.bool_)
    spoiled[75:] = True
    known = KnownVideo(Path("/a.mp4"), SCENES, spoiled)
    found = score(known, Gist(np.zeros(100, np.int64), [0.5, 2.5, 3.5]))
    assert found.purity == pytest.approx(50 / 75)
    assert found.mutual_information == 0
    assert found.coverage == pytest.approx(1 / 3)
    assert found.redundancy == pytest.approx(1 / 3)
    assert found.spoiled == pytest.approx(1 / 3)


def test_f_measure_is_the_harmonic_mean_of_precision_and_recall() -> None:
    machine = np.array([1, 1, 1, 0, 0, 0], np.bool_)
    users = [np.array([1, 0, 0, 0, 0, 1], np.bool_), np.array([1, 1, 1, 0, 0, 0], np.bool_)]
    assert f_measure(machine, users[:1], "mean") == pytest.approx(2 * (1 / 3) * (1 / 2) / (1 / 3 + 1 / 2))
    assert f_measure(machine, users, "max") == 1
    assert f_measure(machine, users, "mean") == pytest.approx((0.4 + 1) / 2)
    assert f_measure(~machine & machine, users, "max") == 0


def test_f_measure_of_an_example_worked_out_by_hand() -> None:
    # Frames   0 1 2 3 4 5 6 7 8 9
    machine = selection("..xxxx....")
    first = selection("xxxx......")  # 2 of 4 and 2 of 4: precision 1/2, recall 1/2, F 1/2.
    second = selection("...xxxxx..")  # 3 of 4 and 3 of 5: precision 3/4, recall 3/5, F 2/3.
    third = selection("........xx")  # Nothing in common: F 0.
    assert [f_measure(machine, [user], "max") for user in (first, second, third)] == pytest.approx(
        [0.5, 2 / 3, 0]
    )
    assert f_measure(machine, [first, second, third], "max") == pytest.approx(2 / 3)
    assert f_measure(machine, [first, second, third], "mean") == pytest.approx(7 / 18)


def test_the_units_of_a_person_are_those_liked_most_within_15_percent() -> None:
    # Of 40 frames 6 may be shown: one unit of 5, the best.
    scores = np.array([2.0] * 5 + [5.0] * 5 + [1.0] * 10 + [4.0] * 5 + [1.0] * 15)
    assert np.flatnonzero(most_liked(scores, 5)).tolist() == [5, 6, 7, 8, 9]
    # Two units of 3: those whose means are 5 (frames 6 to 8) and 4 (frames 21 to 23).
    liked = np.flatnonzero(most_liked(scores, 3)).tolist()
    assert liked == [6, 7, 8, 21, 22, 23]


def test_what_is_liked_most_fills_the_budget() -> None:
    scores = np.repeat([1.0, 5.0, 2.0, 4.0, 1, 1, 1, 1, 1, 1], 10)
    assert np.flatnonzero(most_liked(scores, 10)).tolist() == list(range(10, 20))


def test_annotations_are_read(tmp_path: Path, make_video: MakeVideo) -> None:
    make_video("clip.mp4", seeds=[1], frames_per_shot=25)
    chosen = np.zeros((25, 2))
    chosen[5:9, 1] = 3
    (tmp_path / "truth").mkdir()
    savemat(str(tmp_path / "truth" / "clip.mat"), {"user_score": chosen})
    (summe,) = read_summe(tmp_path, tmp_path / "truth")
    assert [int(user.sum()) for user in summe.users] == [0, 4]
    (tmp_path / "anno.tsv").write_text("clip\tXX\t" + ",".join(["1"] * 25) + "\n" + "other\tXX\t1,2\n")
    (tvsum,) = read_tvsum(tmp_path, tmp_path / "anno.tsv")
    assert [len(user) for user in tvsum.users] == [25]
