"""Emulates half precision on a CPU.

GPUs accumulate in single precision and store each operation's result as float16. Few CPUs do: float16
arithmetic takes them thirty times as long as single precision. So results are computed in single precision
and rounded to float16, one operation after the other.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_map


class HalfPrecision(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Rounds the result of every operation within it; what is too large for float16 becomes infinite.

    Attributes:
        rounded: Number of results that were rounded.
    """

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.rounded = 0

    def __torch_dispatch__(
        self,
        operation: Any,
        _types: Sequence[type],
        given: Sequence[Any] = (),
        named: Mapping[str, Any] | None = None,
    ) -> Any:
        result = operation(*given, **(named or {}))
        aliases = [one.alias_info for one in operation._schema.returns]
        if any(alias is not None and not alias.is_write for alias in aliases):
            # A view of what was rounded already.
            return result
        is_written = any(alias is not None for alias in aliases)
        return tree_map(lambda value: self._rounded(value, is_written=is_written), result)

    def _rounded(self, value: Any, *, is_written: bool) -> Any:
        if not isinstance(value, Tensor) or value.dtype != torch.float32:
            return value
        self.rounded += 1
        rounded = value.half().float()
        return value.copy_(rounded) if is_written else rounded
