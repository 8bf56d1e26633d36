"""Summaries of libraries whose groups are known."""

import json
from pathlib import Path

import numpy as np
import pytest

from tests.analyses import KnownShot, add_video, jpeg, known_analysis
from videxplore.core.errors import VideoError
from videxplore.core.task import Cancelled, Progress, Task
from videxplore.core.types import Thumbnail
from videxplore.services.library import Library
from videxplore.services.summarising.storyboard_groups import KeyframeGroups
from videxplore.services.summarising.summary import SummaryService
from videxplore.video.thumbnails import encode_jpeg

SHOTS = [
    KnownShot(1, 6, object="dog"),
    KnownShot(2, 2, object="cat", action="climbing"),
    KnownShot(1, 4, object="dog"),
    KnownShot(3, 8, sharpness=(100.0, 900.0, 100.0)),
]


def test_clusters_weigh_their_share_of_the_time(library: Library) -> None:
    summary = SummaryService(library).summarize(add_video(library, Path("/a.mp4"), SHOTS))
    assert [round(cluster.weight, 6) for cluster in summary.clusters] == [0.5, 0.4, 0.1]
    assert [len(cluster.members) for cluster in summary.clusters] == [4, 3, 2]


def test_a_cluster_is_named_by_its_action_else_by_its_object(library: Library) -> None:
    summary = SummaryService(library).summarize(add_video(library, Path("/a.mp4"), SHOTS))
    assert [cluster.label for cluster in summary.clusters] == ["dog", "", "climbing"]


def test_the_sharp_picture_stands_for_pictures_that_look_alike(library: Library) -> None:
    summary = SummaryService(library).summarize(add_video(library, Path("/a.mp4"), SHOTS))
    assert summary.clusters[1].representative.sharpness == 900.0


def test_a_picture_away_from_cuts_is_preferred(library: Library) -> None:
    shots = [KnownShot(1, 4, sharpness=(50.0,) * 40)]
    summary = SummaryService(library).summarize(add_video(library, Path("/a.mp4"), shots))
    assert 0.5 < summary.clusters[0].representative.time_s < 3.5


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_as_many_clusters_as_asked_for(library: Library, count: int) -> None:
    summary = SummaryService(library).summarize(add_video(library, Path("/a.mp4"), SHOTS), count)
    assert len(summary.clusters) == count
    assert sum(cluster.weight for cluster in summary.clusters) == pytest.approx(1)
    members = [member.id for cluster in summary.clusters for member in cluster.members]
    assert sorted(members) == sorted(set(members))
    assert len(members) == 9


def test_more_clusters_than_pictures_gives_one_each(library: Library) -> None:
    assert (
        len(SummaryService(library).summarize(add_video(library, Path("/a.mp4"), SHOTS), 500).clusters) == 9
    )


def test_the_same_data_gives_the_same_summary(library: Library) -> None:
    first, second = (add_video(library, Path(f"/{name}.mp4"), SHOTS) for name in "ab")
    documents = [
        service.document(service.summarize(video))
        for video in (first, second)
        for service in [SummaryService(library)]
    ]
    for document in documents:
        document.pop("video")
    assert documents[0] == documents[1]


def test_a_new_analysis_gives_a_new_summary(library: Library) -> None:
    service = SummaryService(library)
    video_id = add_video(library, Path("/a.mp4"), SHOTS)
    assert len(service.summarize(video_id).clusters) == 3
    library.catalogue.store_analysis(video_id, known_analysis([KnownShot(8, 3), KnownShot(9, 3)]))
    assert len(service.summarize(video_id).clusters) == 2


def test_the_document_has_the_contracts_shape(library: Library) -> None:
    service = SummaryService(library)
    document = service.document(service.summarize(add_video(library, Path("/a.mp4"), SHOTS)))
    document = json.loads(json.dumps(document))
    assert set(document) >= {"video", "clusters", "keyframes"}
    assert document["video"] == "/a.mp4"
    assert [set(cluster) for cluster in document["clusters"]] == [
        {"weight", "label", "members", "representative_s"}
    ] * 3
    assert [keyframe["cluster"] for keyframe in document["keyframes"]] == [0, 2, 1]
    for keyframe in document["keyframes"]:
        cluster = document["clusters"][keyframe["cluster"]]
        assert keyframe["time_s"] == cluster["representative_s"]
        assert keyframe["time_s"] in cluster["members"]
        assert keyframe["start_s"] <= keyframe["time_s"] <= keyframe["end_s"]


def test_a_video_that_was_not_analysed_gets_a_sentence(library: Library) -> None:
    video = library.catalogue.add_video(Path("/new.mp4"), "f", 1, 1)
    with pytest.raises(VideoError, match=r"new\.mp4 has not been analysed yet"):
        SummaryService(library).summarize(video.id)


def test_it_reports_and_can_be_cancelled(library: Library) -> None:
    video_id = add_video(library, Path("/a.mp4"), SHOTS)
    seen: list[Progress] = []
    SummaryService(library).summarize(video_id, task=Task(seen.append))
    assert [progress.done for progress in seen] == [0, 1, 2]
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        SummaryService(library).summarize(video_id, task=task)


def test_how_scenes_move_takes_part_where_it_is_known(library: Library) -> None:
    moving = [KnownShot(1, 4, motion=number % 2) for number in range(6)]
    video_id = add_video(library, Path("/a.mp4"), moving)
    pictures = SummaryService(library).groups(video_id)
    distances = pictures.tree.leaf_distances
    still = KeyframeGroups.of(
        pictures.keyframes, list(pictures.shots.values()), pictures.vectors
    ).tree.leaf_distances
    farther = distances / np.where(still > 0, still, 1)
    # Each scene has two pictures. Scene 4 moves as scene 0 does, scene 3 in another way.
    assert farther[0, 6] > 1.2 * farther[0, 8]


def test_motion_known_of_some_shots_only_is_left_out(library: Library) -> None:
    groups = (1, 2, 1, 2)
    still = [KnownShot(group, 4) for group in groups]
    partly = [KnownShot(group, 4, motion=number or None) for number, group in enumerate(groups)]
    service = SummaryService(library)
    whole, other = (
        service.document(service.summarize(add_video(library, Path(name), shots), 2))["clusters"]
        for name, shots in (("/a.mp4", still), ("/b.mp4", partly))
    )
    assert whole == other


@pytest.mark.parametrize("level", [0, 255, 130])
def test_pictures_that_show_nothing_are_left_out(library: Library, level: int) -> None:
    shots = [*SHOTS[:2], KnownShot(4, 3, sharpness=(0.4,))]
    video_id = add_video(library, Path("/a.mp4"), shots)
    flat = encode_jpeg(np.full((36, 64, 3), level, np.uint8))
    pictures = [
        Thumbnail(one.time_s, flat if one.sharpness < 1 else jpeg(1))
        for one in library.catalogue.keyframes(video_id)
    ]
    library.write_caches(video_id, [], pictures)
    summary = SummaryService(library).summarize(video_id)
    assert [cluster.label for cluster in summary.clusters] == ["dog", "climbing"]
    assert sum(cluster.weight for cluster in summary.clusters) == pytest.approx(1)


def test_a_video_of_nothing_but_black_has_a_summary(library: Library) -> None:
    video_id = add_video(library, Path("/a.mp4"), [KnownShot(1, 3, sharpness=(0.0,))])
    [keyframe] = library.catalogue.keyframes(video_id)
    black = encode_jpeg(np.zeros((36, 64, 3), np.uint8))
    library.write_caches(video_id, [], [Thumbnail(keyframe.time_s, black)])
    assert len(SummaryService(library).summarize(video_id).clusters) == 1
