"""A library from Python, with the services of the window and the command line."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from videxplore.api import layouts
from videxplore.api.arguments import (
    MomentLike,
    PathLike,
    VideoLike,
    as_path,
    as_paths,
    as_spans,
    as_taught_example,
    as_video,
)
from videxplore.api.results import Results
from videxplore.api.selects_library import SelectsLibrary
from videxplore.composition import Configuration
from videxplore.core.errors import CatalogueError
from videxplore.core.export_files import ExportRules
from videxplore.core.summaries import Cluster, SelectionSummary, Summary
from videxplore.core.task import Task
from videxplore.core.types import Depth, Keyframe, Moment, Prediction, Video
from videxplore.paths import resources_folder
from videxplore.services.exporting.moments_import import import_bookmarks
from videxplore.services.exporting.protection import export_rules
from videxplore.services.exporting.tables import video_table, write_table
from videxplore.services.heat_picture import HeatPicture, MomentToExplain, write_heat_picture
from videxplore.services.indexing.index_types import IndexEvent, IndexReport, VideoReport
from videxplore.services.indexing.indexer import Indexer
from videxplore.services.library_check import LibraryChecker
from videxplore.services.missing_videos import purge, relink
from videxplore.services.recognition import VideoActions
from videxplore.services.selects import change_bookmarks
from videxplore.services.summarising.storyboard import StoryboardStyle, write_storyboard

if TYPE_CHECKING:
    from videxplore.catalogue.taught_records import TaughtAction
    from videxplore.services.exporting.moments_import import Imported
    from videxplore.services.library_check import Problem
    from videxplore.services.summarising.scene_map import SceneMap
    from videxplore.services.teaching.taught_actions import LabelSummary


def open_library(
    folder: PathLike | None = None,
    *,
    device: str | None = None,
    backbone: str | None = None,
    actions: str | None = None,
    vector_index: str = "auto",
    data_dir: PathLike | None = None,
) -> "VideoLibrary":
    """Open a library, as ``vx.open``; what is not given is as in the window's settings.

    One that is not there is made when something is indexed into it. It is open for reading: the window, or
    another program, may write to it meanwhile. Whatever changes it writes for just as long as it takes.

    Args:
        folder: The library's folder; the user's own library by default.
        device: ``auto``, ``cpu``, ``cuda``, ``cuda:N`` or ``mps``.
        backbone: Image model for new videos and for images from outside the library.
        actions: Video model for new videos; empty for none.
        vector_index: ``auto``, ``faiss``, ``exact`` or ``milvus:ADDRESS``.
        data_dir: Keeps library, weights and settings in this folder instead of the user's own ones.

    Raises:
        CatalogueError: If there is a library that cannot be opened.
        SettingsError: If the settings file cannot be read.
    """
    configuration = Configuration.load(
        None if folder is None else as_path(folder), None if data_dir is None else as_path(data_dir)
    ).choose(device=device, backbone=backbone, actions=actions)
    return VideoLibrary(configuration, vector_index)


class VideoLibrary(SelectsLibrary):
    """An open library; close it, or use it in a ``with`` block. Safe to use from several threads.

    Videos, moments and queries may be written as on the command line, or be what another method gave.
    Everything that is asked of the library raises a :class:`~videxplore.core.errors.CatalogueError` when the
    library fails it, and :class:`~videxplore.core.errors.UnknownError` when a video or moment is not in
    it.
    """

    # Labels

    def actions(
        self, video: VideoLike, at: float | None = None, *, top: int = 5
    ) -> Results[Prediction, VideoActions]:
        """The likeliest labels of a video, best first; ``answer.spans`` has those of each part.

        Args:
            video: The video.
            at: Only what is on screen at this time, in seconds.
            top: How many labels, overall and for each part.
        """
        found = self._ready.actions().for_video(as_video(video, self._library).id, at, top)
        return Results(found.overall, layouts.PREDICTIONS, found)

    def teach(
        self, label: str, moments: Iterable[MomentLike], *, unlike: Iterable[MomentLike] = ()
    ) -> "TaughtAction":
        """Name an action from examples; every video of the library is then labelled with it.

        Args:
            label: The name; examples that were given before for the same one count too.
            moments: They show it.
            unlike: They do not.
        """
        with self._writing() as services:
            library = services.library
            positives = [as_taught_example(moment, library) for moment in moments]
            negatives = [as_taught_example(moment, library) for moment in unlike]
            return services.teaching().teach(label, positives, negatives, Task())

    def forget(self, label: str) -> None:
        """Remove a taught action and its labels."""
        with self._writing() as services:
            services.teaching().forget(label)

    def taught(self) -> "Results[TaughtAction, None]":
        """Every taught action."""
        return Results(self._ready.teaching().actions(), layouts.TAUGHT, None)

    def labels(self) -> "Results[LabelSummary, None]":
        """Every taught action with the number of its scenes, doubtful scenes, videos and examples."""
        return Results(self._ready.teaching().summaries(), layouts.LABELS, None)

    def labelled(self, label: str) -> "Results[Moment, None]":
        """The scenes in which a taught action is found, best first: sure from a confidence of 0.8."""
        return Results(self._ready.teaching().found(label), layouts.MOMENTS, None)

    def rename_label(self, label: str, new: str) -> None:
        """Rename a taught action; its examples and what it labels stay.

        Raises:
            ExistingNameError: If another action has the new name.
        """
        with self._writing() as services:
            services.teaching().rename(label, new)

    def withdraw(self, label: str, moments: Iterable[MomentLike]) -> "TaughtAction":
        """Take examples of a taught action back, positive or negative, and learn again from the others."""
        with self._writing() as services:
            withdrawn = [as_taught_example(moment, services.library) for moment in moments]
            return services.teaching().withdraw(label, withdrawn, Task())

    # Summaries and exports

    def summarize(
        self, source: VideoLike | Iterable[MomentLike], keyframes: int | None = None
    ) -> Results[Cluster, Summary | SelectionSummary]:
        """The keyframes that represent a video, or moments, each with the cluster it stands for.

        Args:
            source: A video, or moments of one or several videos.
            keyframes: How many; as many as there are different ones by default.

        Raises:
            VideoError: If nothing of it has been analysed.
        """
        summary = self._summary(source, keyframes)
        library = self._library

        def video_of(keyframe: Keyframe) -> Video:
            return summary.video if isinstance(summary, Summary) else summary.video_of(keyframe)

        return Results(
            summary.clusters,
            layouts.clusters(video_of),
            summary,
            lambda cluster: library.keyframe_picture(cluster.representative.id),
        )

    def storyboard(
        self,
        target: PathLike,
        source: VideoLike | Iterable[MomentLike],
        keyframes: int | None = None,
        *,
        replace: bool = False,
    ) -> Path:
        """Draw the summary of a video or of moments as a page: ``.png``, ``.jpg``, ``.webp`` or ``.pdf``.

        An existing file is kept, with an error, unless ``replace`` is set; a video of the library always is.

        Raises:
            ExportError: If it cannot be written.
            VideoError: If nothing of it has been analysed.
        """
        file, rules = self._target(target, replace=replace)
        style = StoryboardStyle(resources_folder() / "fonts")
        write_storyboard(self._summary(source, keyframes), self._library, file, style, rules)
        return file

    def skim(
        self, target: PathLike, video: VideoLike, length_s: float = 30.0, *, replace: bool = False
    ) -> Path:
        """Write the most important shots of a video as a shorter one: ``.mp4``, ``.mkv`` ...

        An existing file is kept, with an error, unless ``replace`` is set; a video of the library always is.

        Raises:
            ExportError: If it cannot be written.
            VideoError: If the video has not been analysed.
        """
        file, rules = self._target(target, replace=replace)
        self._ready.skims().write(as_video(video, self._library).id, length_s, file, Task(), rules)
        return file

    def export(
        self,
        target: PathLike,
        moments: MomentLike | VideoLike | Iterable[MomentLike | VideoLike],
        *,
        table: Literal["moments", "videos", "scenes", "predictions", "clusters"] = "moments",
        replace: bool = False,
    ) -> list[Path]:
        """Write moments as clips, as a timeline or as a table.

        An existing file is kept, with an error, unless ``replace`` is set; a video of the library always is.
        In a folder, clips whose name is taken are numbered.

        Args:
            target: A folder for clips; or a file: ``.otio``, ``.edl``, ``.fcpxml``, ``.csv``, ``.json`` or
                ``.parquet``.
            moments: In their order; a video means all its shots.
            table: What the rows of a table are; all but moments are of whole videos.
            replace: Whether the target, where it is a file, may be replaced.

        Returns:
            The files written.

        Raises:
            ExportError: If it cannot be written as asked.
        """
        from videxplore.services.exporting.export import export_selection

        library = self._library
        file, rules = self._target(target, replace=replace)
        spans = as_spans(moments, library)
        if table == "moments":
            return export_selection(spans, file, Task(), rules)
        videos = list({span.video.id: span.video for span in spans}.values())
        made = video_table(
            library, videos, table, lambda video_id: self._ready.summaries().summarize(video_id)
        )
        write_table(made, file, rules)
        return [file]

    # Changing the library

    def index(
        self,
        paths: PathLike | Iterable[PathLike],
        *,
        depth: Literal["quick", "full"] = "full",
        descriptions: str | None = None,
        speech: str | None = None,
        words_on_screen: bool | None = None,
        progress: Callable[[IndexEvent], None] | None = None,
    ) -> Results[VideoReport, IndexReport]:
        """Analyse videos into the library; what is there already is left alone.

        Args:
            paths: Videos, and folders of videos.
            depth: ``quick`` makes them searchable; ``full`` also finds exact shots, motion and actions.
            descriptions: Model that compares descriptions with frames; empty for none. Like the following,
                as in the settings when None. Subtitles are read in any case.
            speech: Name or folder of the model that recognises speech, after everything else; empty for none.
            words_on_screen: Whether text on screen is read, after everything else.
            progress: Called for everything that happens to a video; ``event.progress`` is the whole run.

        Returns:
            What came of each file; one that failed has a sentence in ``error``.

        Raises:
            BackboneError: If a model, its weights, its package or the device is not here.
            UsageError: If the model of descriptions reads none.
        """
        options = self._configuration.asked_options(
            descriptions=descriptions, speech=speech, words_on_screen=words_on_screen
        )
        options = replace(options, depth=Depth(depth))
        with self._writing(may_create=True) as services:
            report = Indexer(services.library, options).run(as_paths(paths), on_event=progress)
        if report.stopped:
            raise CatalogueError(report.stopped)
        return Results(report.videos, layouts.REPORTS, report)

    def check(self, *, repair: bool = False) -> "Results[Problem, None]":
        """What is inconsistent in the library; with ``repair``, what could not be repaired."""
        if not repair:
            return Results(LibraryChecker(self._library).problems(Task()), layouts.PROBLEMS, None)
        with self._writing() as services:
            checker = LibraryChecker(services.library)
            return Results(checker.repair(checker.problems(Task()), Task()), layouts.PROBLEMS, None)

    def remove(self, video: VideoLike) -> None:
        """Delete what is known of a video; the file is not touched, and watched folders leave it out."""
        with self._writing() as services:
            services.library.remove_permanently(as_video(video, services.library).id)

    def relink(self, video: VideoLike, path: PathLike, *, force: bool = False) -> Video:
        """Set the path of a video whose file was moved; ``force`` also where the content differs.

        Raises:
            VideoError: If the file is not there, or holds other content, or is another video.
        """
        with self._writing() as services:
            library = services.library
            return relink(library, as_video(video, library).id, as_path(path), force=force)

    def purge(self, *, older_than_days: float = 0.0) -> list[Path]:
        """Remove the videos whose files are gone; return their paths."""
        with self._writing() as services:
            gone = purge(services.library, Task(), older_than_days * 86400)
        return [video.path for video in gone]

    def bookmarks(
        self, video: VideoLike, *, add: Iterable[float] = (), remove: Iterable[float] = ()
    ) -> tuple[float, ...]:
        """The bookmarks of a video in seconds, after adding and removing some.

        Raises:
            UnknownMomentError: If the video has no such time, or no such bookmark.
        """
        added, removed = list(add), list(remove)
        if not (added or removed):
            library = self._library
            return library.catalogue.bookmarks.times_s(as_video(video, library).id)
        with self._writing() as services:
            library = services.library
            return change_bookmarks(library, as_video(video, library).id, added, removed)

    def import_bookmarks(self, file: PathLike) -> "Imported":
        """Bookmark where each moment of a timeline or table starts.

        Args:
            file: ``.otio``, ``.edl``, ``.fcpxml``, or a table with the columns ``video`` and ``start_s`` as
                ``.csv`` or ``.json``.

        Returns:
            The bookmarks by video, and the names of videos that the library does not have.

        Raises:
            ImportFormatError: If the suffix is unknown.
            UnreadableTimelineError: If the file cannot be read as what its suffix says.
        """
        with self._writing() as services:
            return import_bookmarks(services.library, as_path(file))

    def scene_map(self, *, arrange: bool = False) -> "SceneMap":
        """The position of every shot on the map; ``arrange`` computes it again."""
        service = self._ready.scene_maps()
        return service.arrange(Task()) if arrange else service.current()

    def explain(
        self,
        target: PathLike,
        moment: str,
        *,
        query: str = "",
        label: str = "",
        words: str = "",
        replace: bool = False,
    ) -> HeatPicture:
        """Draw which regions of a frame contribute to a label, an action, or a match with ``query``.

        With ``words``, the text on screen that holds them is framed, and what is said is in the answer.

        Raises:
            UnknownError: If there is no such moment or label, or no text there that holds the words.
            ExportError: If the file cannot be written.
        """
        file = as_path(target)
        rules = export_rules(self._library, [file] if replace else [])
        asked = MomentToExplain(moment, query, label, words)
        return write_heat_picture(self._library, self._ready.explaining(), asked, file, rules)

    def _summary(
        self, source: VideoLike | Iterable[MomentLike], keyframes: int | None
    ) -> Summary | SelectionSummary:
        library = self._library
        if isinstance(source, str | Path | Video):
            return self._ready.summaries().summarize(as_video(source, library).id, keyframes)
        return self._ready.selections().summarize(as_spans(source, library), keyframes)

    def _target(self, target: PathLike, *, replace: bool) -> tuple[Path, ExportRules]:
        """Where to write, and what may be replaced there."""
        file = as_path(target)
        return file, export_rules(self._library, [file] if replace else [])
