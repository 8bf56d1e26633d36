"""What releases are built from is pinned by checksum, and is what the program asks for."""

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
ELSEWHERE = {"torch", "torchvision"}
"""Pinned by version in the extra ``cpu`` of pyproject.toml; their builds are many."""


def locked() -> dict[str, list[str]]:
    """The versions of each locked distribution: one, or some for different systems."""
    versions: dict[str, list[str]] = {}
    lock = (ROOT / "packaging" / "requirements.lock").read_text(encoding="utf-8")
    for block in re.split(r"\n(?=[a-z0-9])", lock):
        found = re.match(r"([a-z0-9._-]+)==([^\s;]+)", block)
        if found is not None:
            assert "--hash=sha256:" in block, block
            versions.setdefault(found[1], []).append(found[2])
    return versions


def test_every_requirement_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["cpu"]]
    versions = locked()
    assert len(versions) > 50
    pinned = set()
    for text in wanted:
        requirement = Requirement(text)
        name = requirement.name.lower()
        if name in ELSEWHERE:
            pinned |= {name} if str(requirement.specifier).startswith("==") else set()
            continue
        assert any(version in requirement.specifier for version in versions.get(name, [])), text
    assert pinned == ELSEWHERE
