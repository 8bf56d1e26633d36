"""Pin what the packages are built from, by version and SHA-256, in ``requirements.lock``.

Run it, with ``uv`` installed, in the environment whose versions were tested::

    python packaging/lock_requirements.py

A release is built in an environment that holds exactly these files; pip refuses any other::

    pip install --require-hashes --no-deps -r packaging/requirements.lock
    grep -oE '"torch(vision)?==[0-9.]+' pyproject.toml | tr -d '"' | xargs pip install --no-deps .

torch and torchvision are left out, with what only their builds for GPUs need: which build is taken depends on
the index that is asked. The extra ``cpu`` pins their versions.
"""

import re
import subprocess
import sys
import tempfile
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "packaging" / "requirements.lock"
EXTRAS = ("cpu", "demo", "dev")
LEFT_OUT = re.compile(r"(torch|torchvision|triton|nvidia-.*|cuda-.*)==")
HEAD = """\
# What the packages are built from: made by packaging/lock_requirements.py, which says how to install it.
"""


def tested_versions() -> str:
    """The versions in this environment, as constraints."""
    found = {one.name: one.version.partition("+")[0] for one in metadata.distributions()}
    found.pop("videxplore", None)
    return "".join(f"{name}=={version}\n" for name, version in sorted(found.items()))


def resolved() -> str:
    """The requirements with hashes for all systems, as uv writes them.

    Raises:
        subprocess.CalledProcessError: If uv fails.
    """
    with tempfile.TemporaryDirectory() as folder:
        constraints, lock = Path(folder, "constraints.txt"), Path(folder, "lock.txt")
        constraints.write_text(tested_versions(), encoding="utf-8")
        command = ["uv", "pip", "compile", "pyproject.toml", *(f"--extra={extra}" for extra in EXTRAS)]
        command += ["--universal", "--python-version=3.11", "--generate-hashes", "--no-header", "--quiet"]
        command += [
            "--no-emit-index-url",
            "--no-annotate",
            f"--constraint={constraints}",
            f"--output-file={lock}",
        ]
        subprocess.run(command, cwd=ROOT, check=True)
        return lock.read_text(encoding="utf-8")


def kept(requirements: str) -> str:
    """The requirements without those that come from elsewhere."""
    blocks = re.split(r"\n(?=[A-Za-z0-9])", requirements.strip())
    return HEAD + "\n".join(block for block in blocks if not LEFT_OUT.match(block)) + "\n"


if __name__ == "__main__":
    LOCK.write_text(kept(resolved()), encoding="utf-8")
    sys.stdout.write(f"{LOCK}: {LOCK.read_text(encoding='utf-8').count('==')} distributions\n")
