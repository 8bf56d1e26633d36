"""An analysis process that only waits as long as a video takes, and sends the same analysis each time."""

import functools
import time
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.connection import Connection

from videxplore.core.types import Depth, VideoAnalysis
from videxplore.services.indexing.messages import Analyse, Analysed, AnalysisPart, WorkerReady
from videxplore.services.indexing.run.worker import AnalysisProcess
from videxplore.services.statistics import RuntimeInfo


class StubProcess(AnalysisProcess):
    """Takes the place of an analysis process."""

    def __init__(self, analysis: VideoAnalysis, video_s: float) -> None:
        """Prepare a process.

        Args:
            analysis: What it finds in every video.
            video_s: How long a full pass over a video takes; a quick pass takes a tenth.
        """
        super().__init__(None, "forkserver")
        self._analysis = analysis
        self._video_s = video_s

    def another(self) -> "StubProcess":
        """Another one."""
        return StubProcess(self._analysis, self._video_s)

    def _work(self) -> Callable[[Connection], None]:
        return functools.partial(serve, analysis=self._analysis, video_s=self._video_s)


def serve(pipe: Connection, analysis: VideoAnalysis, video_s: float) -> None:
    """The main function of the process."""
    engine = RuntimeInfo(device="cpu")
    pipe.send(WorkerReady(engine))
    try:
        while True:
            job = pipe.recv()
            if not isinstance(job, Analyse):
                continue
            wall_s = video_s if job.depth is Depth.FULL else video_s / 10
            time.sleep(wall_s)
            for shot in analysis.shots:
                pipe.send(AnalysisPart(job.job_id, shots=(shot,)))
            pipe.send(AnalysisPart(job.job_id, strip=analysis.strip))
            found = replace(analysis, depth=job.depth, shots=(), strip=())
            pipe.send(Analysed(job.job_id, found, wall_s, "decode", engine))
    except (EOFError, OSError):
        return
