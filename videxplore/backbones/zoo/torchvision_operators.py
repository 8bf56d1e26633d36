"""Makes torchvision importable with a torch it was not built for.

Some registries serve a torchvision that is linked to CUDA together with a torch for the CPU only. Its
compiled operators then cannot be loaded, and ``import torchvision`` fails because the schemas of ``nms`` and
``qnms`` are missing. No model here uses them, so declaring the two is enough. Import this module before
torchvision.
"""

import importlib.util
from pathlib import Path
from typing import Any, cast

import torch

_torch: Any = torch
"""The parts of torch used here have no types."""


def _can_load_compiled_operators() -> bool:
    package = importlib.util.find_spec("torchvision")
    if package is None or package.origin is None:
        return False
    for library in sorted(Path(package.origin).parent.glob("_C.*")):
        try:
            _torch.ops.load_library(str(library))
        except OSError:
            continue
        return True
    return False


def _declare_missing_operators() -> object | None:
    if hasattr(torch.ops.torchvision, "nms") or _can_load_compiled_operators():
        return None
    library = _torch.library.Library("torchvision", "DEF")
    for operator in ("nms", "qnms"):
        library.define(f"{operator}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    return cast("object", library)


# A declaration is valid as long as its library object exists.
DECLARED = _declare_missing_operators()
"""The library of declared schemas; None if torchvision's own operators work."""
