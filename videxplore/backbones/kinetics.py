"""The classes of Kinetics-400, in the alphabetical order that published weights use."""

from videxplore.backbones import torchvision_operators  # noqa: F401 - must come before torchvision.

from torchvision.models.video import R3D_18_Weights  # isort: skip


def kinetics_labels() -> tuple[str, ...]:
    """The 400 classes, as torchvision's weights name them."""
    return tuple(R3D_18_Weights.KINETICS400_V1.meta["categories"])
