"""The rows of backbones that see clips."""

from videxplore.backbones.image_table import LITE0_MEAN, LITE0_STD, LITE0_WEIGHTS
from videxplore.backbones.specs import BackboneSpec, Recipe, WeightsSource

_KINETICS_MEAN = (0.43216, 0.394666, 0.37645)
_KINETICS_STD = (0.22803, 0.22145, 0.216989)
_TORCHVISION = "https://download.pytorch.org/models/"
_TORCHVISION_LICENCE = "BSD-3-Clause"
_SMALL = Recipe(_KINETICS_MEAN, _KINETICS_STD, shape="crop", resize_px=(128, 171))


def _torchvision_row(  # noqa: PLR0913 - the columns of a table.
    name: str,
    title: str,
    *,
    dim: int,
    frames: int,
    rate_hz: float,
    input_px: int,
    recipe: Recipe,
    file: str,
    size_mib: float,
    source: str,
) -> BackboneSpec:
    """A row whose weights torchvision publishes; the file's name ends in its checksum."""
    return BackboneSpec(
        name=name,
        title=title,
        kind="video",
        module="torchvision_video",
        dim=dim,
        frames=frames,
        rate_hz=rate_hz,
        input_px=input_px,
        classes_count=400,
        licence=_TORCHVISION_LICENCE,
        source=source,
        recipe=recipe,
        weights=(
            WeightsSource(
                kind="download",
                address=_TORCHVISION + file,
                checksum=file.removesuffix(".pth").rpartition("-")[2],
                size_mib=size_mib,
                licence=_TORCHVISION_LICENCE,
            ),
        ),
    )


_TRAN_2018 = "Tran et al., A Closer Look at Spatiotemporal Convolutions for Action Recognition, CVPR 2018"

VIDEO_BACKBONES: tuple[BackboneSpec, ...] = (
    BackboneSpec(
        name="lite0-motion",
        title="EfficientNet-Lite0 and optical flow",
        kind="video",
        module="lite0_motion",
        dim=1190,
        frames=16,
        rate_hz=8.0,
        input_px=224,
        classes_count=0,
        licence="Apache-2.0",
        source="Dalal, Triggs and Schmid, Human Detection Using Oriented Histograms of Flow, ECCV 2006",
        recipe=Recipe(LITE0_MEAN, LITE0_STD, flow=True),
        weights=(LITE0_WEIGHTS,),
    ),
    _torchvision_row(
        "s3d",
        "S3D",
        dim=1024,
        frames=32,
        rate_hz=15.0,
        input_px=224,
        recipe=Recipe(_KINETICS_MEAN, _KINETICS_STD, shape="crop", resize_px=(256, 256)),
        file="s3d-d76dad2f.pth",
        size_mib=32.0,
        source="Xie et al., Rethinking Spatiotemporal Feature Learning for Video Understanding, ECCV 2018",
    ),
    _torchvision_row(
        "r3d-18",
        "R3D-18",
        dim=512,
        frames=16,
        rate_hz=15.0,
        input_px=112,
        recipe=_SMALL,
        file="r3d_18-b3b3357e.pth",
        size_mib=127.4,
        source=_TRAN_2018,
    ),
    _torchvision_row(
        "mc3-18",
        "MC3-18",
        dim=512,
        frames=16,
        rate_hz=15.0,
        input_px=112,
        recipe=_SMALL,
        file="mc3_18-a90a0ba3.pth",
        size_mib=44.7,
        source=_TRAN_2018,
    ),
    _torchvision_row(
        "r2plus1d-18",
        "R(2+1)D-18",
        dim=512,
        frames=16,
        rate_hz=15.0,
        input_px=112,
        recipe=_SMALL,
        file="r2plus1d_18-91a641e6.pth",
        size_mib=120.3,
        source=_TRAN_2018,
    ),
    _torchvision_row(
        "mvit-v2-s",
        "MViTv2-S",
        dim=768,
        frames=16,
        rate_hz=7.5,
        input_px=224,
        recipe=Recipe((0.45,) * 3, (0.225,) * 3, shape="crop", resize_px=(256,)),
        file="mvit_v2_s-ae3be167.pth",
        size_mib=131.9,
        source="Li et al., MViTv2: Improved Multiscale Vision Transformers, CVPR 2022",
    ),
    _torchvision_row(
        "swin3d-t",
        "Video Swin-T",
        dim=768,
        frames=32,
        rate_hz=15.0,
        input_px=224,
        recipe=Recipe((0.485, 0.456, 0.406), (0.229, 0.224, 0.225), shape="crop", resize_px=(256,)),
        file="swin3d_t-7615ae03.pth",
        size_mib=121.5,
        source="Liu et al., Video Swin Transformer, CVPR 2022",
    ),
)
