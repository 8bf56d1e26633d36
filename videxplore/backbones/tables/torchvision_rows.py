"""Rows of the models that torchvision publishes, and the constants they share."""

from videxplore.backbones.specs import BackboneSpec, Preprocessing, WeightsSource

LICENCE = "BSD-3-Clause"

IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_STD = (0.229, 0.224, 0.225)
KINETICS_MEAN = (0.43216, 0.394666, 0.37645)
KINETICS_STD = (0.22803, 0.22145, 0.216989)


def torchvision_weights(file: str, size_mib: float) -> WeightsSource:
    """Weights that torchvision publishes; the file's name ends in its checksum."""
    return WeightsSource(
        kind="download",
        address=f"https://download.pytorch.org/models/{file}",
        checksum=file.removesuffix(".pth").rpartition("-")[2],
        size_mib=size_mib,
        licence=LICENCE,
    )


def torchvision_row(  # noqa: PLR0913 - the columns of a table.
    name: str,
    title: str,
    *,
    dim: int,
    frames: int = 1,
    rate_hz: float = 0.0,
    input_px: int = 224,
    preprocessing: Preprocessing,
    file: str,
    size_mib: float,
    source: str,
) -> BackboneSpec:
    """A model of torchvision: an image model unless it has a frame rate."""
    is_image = not rate_hz
    return BackboneSpec(
        name=name,
        title=title,
        kind="image" if is_image else "video",
        module="torchvision_networks",
        dim=dim,
        frames=frames,
        rate_hz=rate_hz,
        input_px=input_px,
        classes_count=1000 if is_image else 400,
        licence=LICENCE,
        source=source,
        preprocessing=preprocessing,
        weights=(torchvision_weights(file, size_mib),),
    )
