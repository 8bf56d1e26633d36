"""The rows of video backbones without published weights: ``videxplore train`` trains them."""

from videxplore.backbones.specs import BackboneSpec, FlowMethod, Preprocessing
from videxplore.backbones.tables.torchvision_rows import KINETICS_MEAN, KINETICS_STD

_KARPATHY_2014 = "Karpathy et al., Large-scale Video Classification with CNNs, CVPR 2014"


def _trained_here(
    name: str, title: str, module: str, dim: int, source: str, *, flow: FlowMethod = ""
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
        classes_count=0,
        licence="Apache-2.0",
        source=source,
        preprocessing=Preprocessing(KINETICS_MEAN, KINETICS_STD, flow=flow),
    )


TRAINED_BACKBONES: tuple[BackboneSpec, ...] = (
    _trained_here("late-fusion-mean", "Late fusion by the mean", "fusion", 512, _KARPATHY_2014),
    _trained_here("late-fusion-connected", "Late fusion, fully connected", "fusion", 512, _KARPATHY_2014),
    _trained_here("early-fusion", "Early fusion", "fusion", 512, _KARPATHY_2014),
    _trained_here("slow-fusion", "Slow fusion", "fusion", 256, _KARPATHY_2014),
    _trained_here(
        "two-stream",
        "Two-stream",
        "two_stream",
        1024,
        "Simonyan and Zisserman, Two-Stream Convolutional Networks for Action Recognition, NIPS 2014",
        flow="dis",
    ),
    _trained_here(
        "two-stream-raft",
        "Two-stream, flow by RAFT",
        "two_stream",
        1024,
        "Simonyan and Zisserman, NIPS 2014; Teed and Deng, RAFT, ECCV 2020",
        flow="raft",
    ),
    _trained_here(
        "cnn-lstm",
        "CNN and LSTM",
        "recurrent",
        512,
        "Donahue et al., Long-term Recurrent Convolutional Networks, CVPR 2015",
    ),
    _trained_here(
        "conv-gru",
        "Convolutional GRU",
        "recurrent",
        512,
        "Ballas et al., Delving Deeper into Convolutional Networks for Learning Video Representations, 2016",
    ),
    _trained_here(
        "nonlocal-r3d-18",
        "R3D-18 with non-local blocks",
        "nonlocal_r3d",
        512,
        "Wang et al., Non-local Neural Networks, CVPR 2018",
    ),
)
