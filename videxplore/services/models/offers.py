"""What models give: rows of the settings, each with the network that is best for it.

Actions. Accuracy is that of the papers on Kinetics-400; operations are counted by `models info`.
X3D-S gives 73.3% with 3.8 million parameters and 3 GMAC a clip, which a desktop CPU computes in a
fraction of a second; S3D costs 18 GMAC for 68.4%, R3D-18 41 GMAC for 63.2%. Where there is a GPU, MViTv2-S
gives 80.8% at 64 GMAC.

Visual search. EfficientNet-Lite0 (75.1% on ImageNet, 0.4 GMAC) comes with the program; ConvNeXt-Tiny (82.5%)
costs eleven times as much.

Descriptions. CLIP ViT-B/32 of LAION-2B (MIT, weights too; 151 million parameters, 605 MB, 4.4 GMAC a frame)
finds the right image of MSCOCO among the first five for 65.4% of the sentences, of Flickr30k for 88.4%: the
best of this size in OpenCLIP's table of retrieval. DataComp's weights of the same network give 62.4% and
84.9%. SigLIP B/16 gives 72.4% and 92.3% at three times the operations, but its words are split by files of
another package that would have to be downloaded, too. It reads English only; XLM-RoBERTa with ViT-B/32 reads
other languages, at 63.4% and 366 million parameters.

Speech. Whisper (MIT) leaves 7.6% of the words of LibriSpeech (clean) wrong as tiny, 5.0% as base and 3.4% as
small; large-v3-turbo is for a GPU, or a night.

Sources: Feichtenhofer, X3D, CVPR 2020; Li et al., MViTv2, CVPR 2022; Liu et al., A ConvNet for the 2020s,
CVPR 2022; the tables of torchvision; OpenCLIP, docs/openclip_retrieval_results.csv (image retrieval, R@5);
Radford et al., Whisper, ICML 2023.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from videxplore.backbones.registry import BACKBONES, DEFAULT_BACKBONE, DEFAULT_MOTION_BACKBONE
from videxplore.backbones.specs import BackboneKind, BackboneSpec
from videxplore.backbones.tables.image import TEXT_BACKBONES
from videxplore.backbones.weights.weights_folder import WeightsFolder, WeightsState
from videxplore.services.indexing.recognised_text import missing_package
from videxplore.services.models.speech_files import SpeechFiles, row_name
from videxplore.transcription.speech_models import LICENCE, SPEECH_MODELS, SpeechModel

DEFAULT_ACTIONS = "x3d-s"
"""The network for actions that a desktop CPU can afford."""

GPU_ACTIONS = "mvit-v2-s"
BETTER_IMAGES = "convnext-tiny"


SCREEN_ROW = "screen-text"
"""The name of what reads text on screen: one model, which comes with its package."""

_SCREEN_BYTES = 31_000_000
"""Size of the models within the wheel of rapidocr."""

OfferKind = Literal["image", "video", "speech", "screen"]


class Gives(StrEnum):
    """What a model is wanted for."""

    SIMILAR_FAST = "similar_fast"
    """Similar scenes; comes with the program."""
    SIMILAR_BETTER = "similar_better"
    DESCRIBED = "described"
    """Scenes described in words."""
    ACTIONS = "actions"
    """Actions, on a CPU."""
    ACTIONS_GPU = "actions_gpu"
    SPEECH = "speech"
    """What is said, fast."""
    SPEECH_BETTER = "speech_better"
    SCREEN = "screen"
    """Text on screen."""


RECOMMENDED = {
    Gives.SIMILAR_FAST: DEFAULT_BACKBONE,
    Gives.SIMILAR_BETTER: BETTER_IMAGES,
    Gives.DESCRIBED: TEXT_BACKBONES[0].name,
    Gives.ACTIONS: DEFAULT_ACTIONS,
    Gives.ACTIONS_GPU: GPU_ACTIONS,
    Gives.SPEECH: row_name(SPEECH_MODELS["base"]),
    Gives.SPEECH_BETTER: row_name(SPEECH_MODELS["large-v3-turbo"]),
    Gives.SCREEN: SCREEN_ROW,
}
"""The model for each purpose."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A model, as a row of the settings shows it.

    Attributes:
        name: Of its backbone.
        title: Its display name.
        kind: What it is shown: images, clips, or the sound or frames whose text it recognises.
        state: Whether its weights are here, can be downloaded, or must come from a file.
        is_removable: Whether its weights lie in the weights folder; not where they come with the program.
        size_bytes: Size of the file, 0 if the publisher states none.
        downloaded_bytes: What an interrupted download left.
        licence: Of its weights.
        publisher: Who publishes them; empty if nobody does.
        is_verified: Whether its published answers were reproduced.
        classes_count: How many labels it can give.
        needs_package: The package that has to be installed for it; empty if none is missing.
        is_trained: Whether weights are published: the others are trained by the user.
        reads_text: Whether it compares descriptions with frames, beside the image model.
    """

    name: str
    title: str
    kind: OfferKind
    state: WeightsState
    is_removable: bool
    size_bytes: int
    downloaded_bytes: int
    licence: str
    publisher: str
    is_verified: bool
    classes_count: int
    needs_package: str
    is_trained: bool
    reads_text: bool


def offers(weights: WeightsFolder) -> dict[str, Offer]:
    """Every model by name, those that need a package first installed included.

    Those that only recognise copies are left out: new videos are not to be analysed by them alone.
    """
    specs = {**BACKBONES, **{spec.name: spec for spec in TEXT_BACKBONES}}
    found = {name: _offer(spec, weights) for name, spec in specs.items() if not spec.is_fingerprint}
    speech = SpeechFiles(weights)
    for model in SPEECH_MODELS.values():
        found[row_name(model)] = _speech_offer(model, speech)
    return found | {SCREEN_ROW: _screen_offer()}


def _offer(spec: BackboneSpec, weights: WeightsFolder) -> Offer:
    file = weights.own_file(spec)
    source = spec.weights[0] if spec.weights else None
    size_bytes = round(source.size_mib * 2**20) if source is not None else 0
    return Offer(
        name=spec.name,
        title=spec.title,
        kind=spec.kind,
        state=weights.state(spec),
        is_removable=file is not None,
        size_bytes=file.stat().st_size if file is not None else size_bytes,
        downloaded_bytes=weights.downloaded_bytes(spec),
        licence=source.licence if source is not None else spec.licence,
        publisher=source.publisher if source is not None else "",
        is_verified=any(one.verified for one in spec.weights),
        classes_count=len(spec.class_labels),
        needs_package="" if spec.name in BACKBONES else "open-clip-torch",
        is_trained=bool(spec.weights),
        reads_text=spec.reads_text,
    )


def _speech_offer(model: SpeechModel, files: SpeechFiles) -> Offer:
    state, stored_bytes = files.state(model), files.stored_bytes(model)
    is_ready = state == "ready"
    return Offer(
        name=row_name(model),
        title=model.title,
        kind="speech",
        state=state,
        is_removable=is_ready,
        size_bytes=stored_bytes if is_ready else model.size_bytes,
        downloaded_bytes=0 if is_ready else stored_bytes,
        licence=LICENCE,
        publisher=model.publisher,
        is_verified=False,
        classes_count=0,
        needs_package=missing_package("speech"),
        is_trained=True,
        reads_text=False,
    )


def _screen_offer() -> Offer:
    needed = missing_package("screen")
    return Offer(
        name=SCREEN_ROW,
        title="PP-OCR",
        kind="screen",
        state="missing" if needed else "ready",
        is_removable=False,
        size_bytes=_SCREEN_BYTES,
        downloaded_bytes=0,
        licence="Apache-2.0",
        publisher="PaddlePaddle (RapidOCR)",
        is_verified=False,
        classes_count=0,
        needs_package=needed,
        is_trained=True,
        reads_text=False,
    )


def spare_model(kind: BackboneKind) -> str:
    """The model that comes with the program: chosen again when another one is removed."""
    return DEFAULT_BACKBONE if kind == "image" else DEFAULT_MOTION_BACKBONE


def shown_names(found: Sequence[Offer]) -> list[str]:
    """The names of all models that are no recommendation, in the order of the tables."""
    recommended = set(RECOMMENDED.values())
    return [one.name for one in found if one.name not in recommended]
