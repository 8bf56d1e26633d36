"""The gist of chosen moments of libraries whose groups are known."""

import json
from pathlib import Path

import pytest

from tests.analyses import KnownShot, add_video
from videxplore.core.errors import ExportError, VideoError
from videxplore.core.spans import SelectedSpan
from videxplore.core.task import Cancelled, Task
from videxplore.services.library import Library
from videxplore.services.summarising.summary import SelectionSummaryService, SummaryService


def add(library: Library, name: str, *groups: int) -> int:
    """A video of scenes of four seconds with two pictures each, at one and three seconds."""
    return add_video(library, Path(name), [KnownShot(group, 4, object=f"thing {group}") for group in groups])


def span(library: Library, video_id: int, start_s: float, end_s: float) -> SelectedSpan:
    return SelectedSpan(library.catalogue.video(video_id), start_s, end_s)


def test_what_looks_alike_in_several_videos_is_one_group(library: Library) -> None:
    first, second = add(library, "/a.mp4", 1, 2, 3), add(library, "/b.mp4", 2, 4, 1)
    spans = [span(library, second, 0, 4), span(library, first, 0, 8), span(library, second, 8, 12)]
    summary = SelectionSummaryService(library).summarize(spans, 2)
    assert [cluster.label for cluster in summary.clusters] == ["thing 2", "thing 1"]
    assert [round(cluster.weight, 6) for cluster in summary.clusters] == [0.5, 0.5]
    assert [video.id for video in summary.videos] == [second, first]
    times = [
        [(summary.video_of(one).id, one.time_s) for one in cluster.members] for cluster in summary.clusters
    ]
    assert times == [
        [(second, 1), (second, 3), (first, 5), (first, 7)],
        [(second, 9), (second, 11), (first, 1), (first, 3)],
    ]
    assert summary.duration_s == pytest.approx(16)


def test_every_scene_of_a_video_gives_the_summary_of_the_video(library: Library) -> None:
    video = add(library, "/a.mp4", 1, 2, 1, 3, 2)
    spans = [SelectedSpan.of_shot(library.catalogue.video(video), s) for s in library.catalogue.shots(video)]
    for count in (None, 1, 2, 4):
        whole = SummaryService(library).summarize(video, count)
        assert SelectionSummaryService(library).summarize(spans, count).clusters == whole.clusters


def test_only_the_chosen_part_counts_and_only_once(library: Library) -> None:
    video = add(library, "/a.mp4", 1, 2)
    spans = [span(library, video, 2, 5), span(library, video, 2.5, 6), span(library, video, 2, 5)]
    summary = SelectionSummaryService(library).summarize(spans, 2)
    assert [cluster.weight for cluster in summary.clusters] == pytest.approx([0.5, 0.5])
    assert [[one.time_s for one in cluster.members] for cluster in summary.clusters] == [[3], [5]]
    assert summary.duration_s == pytest.approx(4)


def test_a_moment_between_two_pictures_is_shown_by_the_nearer_one(library: Library) -> None:
    video = add(library, "/a.mp4", 1, 2)
    summary = SelectionSummaryService(library).summarize([span(library, video, 5.4, 5.9)])
    assert [cluster.representative.time_s for cluster in summary.clusters] == [5]
    assert summary.duration_s == pytest.approx(0.5)


def test_the_document_names_the_video_of_every_picture(library: Library) -> None:
    first, second = add(library, "/a.mp4", 1, 2), add(library, "/b.mp4", 3)
    service = SelectionSummaryService(library)
    spans = [span(library, first, 4, 8), span(library, second, 0, 4)]
    document = service.document(spans, service.summarize(spans, 2))
    assert json.loads(json.dumps(document)) == document
    assert [one["video"] for one in document["moments"]] == [str(Path("/a.mp4")), str(Path("/b.mp4"))]
    assert [one["video"] for one in document["keyframes"]] == [str(Path("/a.mp4")), str(Path("/b.mp4"))]
    assert [one["cluster"] for one in document["keyframes"]] == [0, 1]


def test_what_cannot_be_summarised_is_told(library: Library) -> None:
    service = SelectionSummaryService(library)
    with pytest.raises(ExportError, match="the selection is empty"):
        service.summarize([])
    unseen = library.catalogue.add_video(Path("/c.mp4"), "c", 1, 1)
    with pytest.raises(VideoError, match="index their videos first"):
        service.summarize([SelectedSpan(unseen, 0, 1)])


def test_it_can_be_cancelled(library: Library) -> None:
    video = add(library, "/a.mp4", 1)
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        SelectionSummaryService(library).summarize([span(library, video, 0, 4)], task=task)
