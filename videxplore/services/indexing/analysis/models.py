"""Loading the models of an analysis, beside the first video if need be: importing torch takes seconds."""

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass

from videxplore.backbones.registry import DEFAULT_BACKBONE, backbone_spec, load
from videxplore.backbones.runtime.base import Backbone, BackboneOutput
from videxplore.backbones.runtime.devices import Device, choose_device
from videxplore.backbones.specs import BackboneSpec
from videxplore.backbones.weights.weights_folder import WeightsFolder
from videxplore.core.errors import WeightsUnavailableError
from videxplore.core.types import Pixels, Space, Vector, VideoProperties
from videxplore.services.indexing.analysis.shot_finder import shot_detector
from videxplore.services.indexing.index_types import IndexOptions
from videxplore.video.cuts import ShotDetector, TransitionJudge

# Nothing here imports torch: a process decodes its first video while it is imported.

REFINER_NAME = "TransNetV2"
TOO_SLOW_ON_CPU = (
    "TransNetV2 decides doubtful shot boundaries on a GPU only: "
    "on the CPU each would take longer than decoding several seconds of video."
)


@dataclass(frozen=True, slots=True)
class BoundaryRefiner:
    """How doubtful shot boundaries are decided.

    Attributes:
        name: The model; empty without one.
        reason: A sentence: why it is this.
        judge: Decides doubtful boundaries; None where the more probable alternative is taken.
    """

    name: str
    reason: str
    judge: TransitionJudge | None = None

    def detector(self, properties: VideoProperties, *, every_frame: bool = False) -> ShotDetector:
        """A detector for one video; see :func:`.analysed_frames`."""
        return shot_detector(properties, self.judge, judged_share=1.0, every_frame=every_frame)


def choose_boundary_refiner(device: Device) -> BoundaryRefiner:
    """The model that refines boundaries on a device: on a GPU all doubtful ones, on the CPU none."""
    if device.name == "cpu":
        return BoundaryRefiner("", TOO_SLOW_ON_CPU)
    from videxplore.backbones.zoo.transnet import TransNet

    try:
        model = TransNet(device=device.name)
    except WeightsUnavailableError as error:
        return BoundaryRefiner("", str(error))
    return BoundaryRefiner(
        REFINER_NAME, f"{REFINER_NAME} decides every doubtful boundary on {device.name}.", model.judge
    )


@dataclass(frozen=True, slots=True)
class Models:
    """The loaded models of an analysis.

    Attributes:
        device: What they run on.
        images: The image model.
        clips: The video model; None where none was chosen.
        boundary_refiner: Decides doubtful shot boundaries.
    """

    device: Device
    images: Backbone
    clips: Backbone | None
    boundary_refiner: BoundaryRefiner


def load_models(options: IndexOptions) -> Models:
    """Load the models that the options name.

    Raises:
        UnknownBackboneError: If a backbone does not exist.
        WeightsUnavailableError: If a backbone's weights are not here.
        DeviceUnavailableError: If the requested device does not exist.
    """
    weights = WeightsFolder(options.weights)
    device = choose_device(options.device)
    images = load(options.backbone or DEFAULT_BACKBONE, weights, options.device, options.weights_file)
    clips = None
    if options.actions:
        clips = load(options.actions, weights, options.device)
        if options.views.suffix:
            from videxplore.backbones.runtime.views import MultiViewBackbone

            clips = MultiViewBackbone(clips, options.views)
    return Models(device, images, clips, choose_boundary_refiner(device))


class LoadingImageBackbone:
    """The image model of an analysis while it is being loaded: what needs its weights waits for them.

    Attributes:
        spec: Its row of the table, known at once.
    """

    def __init__(self, options: IndexOptions, models: "Future[Models]") -> None:
        """Stand for the image model of ``models``.

        Raises:
            UnknownBackboneError: If the backbone does not exist.
        """
        self.spec: BackboneSpec = backbone_spec(options.backbone or DEFAULT_BACKBONE)
        self._models = models

    @property
    def space(self) -> Space:
        """The space of its embeddings."""
        return self._models.result().images.space

    @property
    def classes(self) -> tuple[str, ...]:
        """Names of its classes."""
        return self._models.result().images.classes

    def run(self, batch: Pixels | Sequence[Pixels], *, with_feature_maps: bool = False) -> BackboneOutput:
        """See :meth:`videxplore.backbones.runtime.base.Backbone.run`."""
        return self._models.result().images.run(batch, with_feature_maps=with_feature_maps)

    def embed_texts(self, texts: Sequence[str]) -> Vector:
        """See :meth:`videxplore.backbones.runtime.base.Backbone.embed_texts`."""
        return self._models.result().images.embed_texts(texts)
