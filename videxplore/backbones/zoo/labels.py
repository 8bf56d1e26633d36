"""Names of the classes that published weights distinguish, in the order of their outputs."""

from pathlib import Path

_FOLDER = Path(__file__).parent


def imagenet_labels() -> tuple[str, ...]:
    """The 1,000 classes of ImageNet, as torchvision's weights name them.

    They are read from a file because importing torchvision takes seconds, which the default backbone does not
    need.
    """
    return tuple((_FOLDER / "imagenet_labels.txt").read_text(encoding="utf-8").splitlines())


def ucf101_labels() -> tuple[str, ...]:
    """The 101 classes of UCF101."""
    return tuple((_FOLDER / "ucf101_labels.txt").read_text(encoding="utf-8").split())


def kinetics_labels() -> tuple[str, ...]:
    """The 400 classes of Kinetics-400 in alphabetical order, as torchvision's weights name them."""
    from videxplore.backbones.zoo import torchvision_operators  # noqa: F401 - must come before torchvision.

    from torchvision.models.video import R3D_18_Weights  # isort: skip

    return tuple(R3D_18_Weights.KINETICS400_V1.meta["categories"])
