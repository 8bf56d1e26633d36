"""The rows of image backbones that embed text too; they need the extra ``text``."""

import importlib.util

from videxplore.backbones.specs import BackboneSpec, Preprocessing, WeightsSource

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
        classes_count=0,
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
            ),
        ),
        reads_text=True,
    ),
)


def is_installed() -> bool:
    """Whether the package that these models need is installed."""
    return importlib.util.find_spec("open_clip") is not None
