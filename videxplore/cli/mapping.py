"""``videxplore map``."""

from typing import Annotated

import typer

from videxplore.cli.options import DataDirOption, JsonOption, LibraryOption
from videxplore.cli.output import clock, json_path, plain, print_json, results, seconds, table
from videxplore.cli.work_display import shown_task
from videxplore.composition import Configuration, Services


def scene_map(
    arrange: Annotated[
        bool, typer.Option("--arrange", help="Arrange all scenes again, similar ones close together.")
    ] = False,
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """List the position of every scene on the map of the library."""
    configuration = Configuration.load(library, data_dir)
    with configuration.open_library() as opened:
        service = Services(opened, configuration).scene_maps()
        with shown_task("arranging scenes") as task:
            made = service.arrange(task) if arrange else service.current(task)
        videos = opened.catalogue.videos_by_id(sorted(set(made.video_ids.tolist())))
    rows = [
        (videos[video_id].path, time_s, x, y)
        for video_id, time_s, (x, y) in zip(
            made.video_ids.tolist(), made.times_s.tolist(), made.places.tolist(), strict=True
        )
        if video_id in videos
    ]
    if json:
        scenes = [
            {"video": json_path(path), "time_s": seconds(time_s), "x": round(x, 6), "y": round(y, 6)}
            for path, time_s, x, y in rows
        ]
        print_json({"arranged": made.is_arranged, "scenes": scenes})
        return
    listing = table("video", "#at", "#x", "#y")
    for path, time_s, x, y in rows:
        listing.add_row(plain(path.name), clock(time_s), f"{x:.3f}", f"{y:.3f}")
    results().print(listing)
