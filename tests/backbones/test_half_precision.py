"""The emulation of a GPU's half precision rounds as a GPU does."""

import torch

from tests.backbones.half_precision import HalfPrecision


def test_results_are_those_of_float16() -> None:
    torch.manual_seed(0)
    one, other = torch.rand(8, 16).half().float(), torch.rand(16, 4).half().float()
    with HalfPrecision():
        product = one @ other
        assert (torch.tensor(40_000.0) * 2).isinf()
        assert torch.tensor(1e-9) * 1 == 0
    torch.testing.assert_close(product, (one @ other).half().float(), atol=0, rtol=0)


def test_what_is_written_in_place_is_rounded_there() -> None:
    values = torch.full((4,), 1.0)
    view = values[:2]
    with HalfPrecision():
        view.add_(1e-5)
        values.add_(2.0**-12)
    assert values.tolist() == [1.0] * 4
    assert view.data_ptr() == values.data_ptr()
