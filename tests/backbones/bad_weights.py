"""Files that are no weights: text, nothing, code, cut short, of something else."""

import pickle
from pathlib import Path

import torch


class Attack:
    """Runs code when it is unpickled carelessly."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return Path.touch, (self.trace,)


def refused_files(folder: Path, good: Path) -> dict[str, Path]:
    """Files by name that no loader may accept; ``trace`` in the folder appears if one's code was run."""
    files = {
        name: folder / name
        for name in (
            "text.pth",
            "empty.pth",
            "code.pth",
            "short.safetensors",
            "short.pth",
            "odd.pth",
            "wrong.pth",
        )
    }
    files["text.pth"].write_text("these are no weights", encoding="utf-8")
    files["empty.pth"].touch()
    with files["code.pth"].open("wb") as stream:
        pickle.dump({"weight": Attack(folder / "trace")}, stream)
    files["short.safetensors"].write_bytes(good.read_bytes()[:-1000])
    torch.save({"weight": torch.zeros(9999)}, files["short.pth"])
    files["short.pth"].write_bytes(files["short.pth"].read_bytes()[:-1000])
    torch.save([1, 2, 3], files["odd.pth"])
    torch.save({"weight": torch.zeros(9)}, files["wrong.pth"])
    return files
