"""The distributions that make up an installed program: videxplore's requirements, and theirs."""

import tomllib
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

PROJECT = Path(__file__).resolve().parents[1] / "pyproject.toml"

SHIPPED_EXTRAS = ("cpu", "cluster")
"""The extras of the frozen program, and so of all packages but the wheel."""

OTHER_EXTRAS = ("ocr", "speech")
"""Extras that pip adds to the wheel, and that an environment of developers has."""

DEVELOPERS_EXTRAS = {"test", "docs", "bench", "dev"}

LICENCE_NAMES = ("licen", "copying", "notice", "authors")


def distributions(extras: Iterable[str] = SHIPPED_EXTRAS) -> list[metadata.Distribution]:
    """Every installed distribution that videxplore with ``extras`` requires, directly or not, by name."""
    found: dict[str, metadata.Distribution] = {}
    waiting = _own_requirements(extras)
    while waiting:
        requirement = waiting.pop()
        key = requirement.name.lower().replace("_", "-").replace(".", "-")
        if key in found:
            continue
        found[key] = metadata.distribution(requirement.name)
        theirs = [Requirement(text) for text in metadata.requires(requirement.name) or []]
        waiting += [one for one in theirs if _is_wanted(one, requirement.extras)]
    return [found[key] for key in sorted(found)]


def required_names(extras: Iterable[str] | None = None) -> list[str]:
    """What videxplore with ``extras``, by default all those for users, names itself on this system."""
    return [requirement.name for requirement in _own_requirements(extras)]


def _own_requirements(extras: Iterable[str] | None) -> list[Requirement]:
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    optional: dict[str, list[str]] = project["optional-dependencies"]
    chosen = set(optional) - DEVELOPERS_EXTRAS if extras is None else set(extras)
    texts = [*project["dependencies"], *(text for extra in sorted(chosen) for text in optional[extra])]
    return [one for one in map(Requirement, texts) if _is_wanted(one, ())]


def _is_wanted(requirement: Requirement, extras: Iterable[str]) -> bool:
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in (*extras, ""))


def licence_of(distribution: metadata.Distribution) -> str:
    """The licence that a distribution states: its SPDX expression, else its classifiers or free text."""
    if expression := _field(distribution, "License-Expression"):
        return expression
    classifiers = distribution.metadata.get_all("Classifier") or []
    words = [one.rpartition(" :: ")[2] for one in classifiers if one.startswith("License :: ")]
    words = [one for one in words if one != "OSI Approved"]
    free = _field(distribution, "License").strip().splitlines()
    return ", ".join(words) or (free[0][:60] if free else "")


def homepage_of(distribution: metadata.Distribution) -> str:
    """The address of a distribution's project."""
    addresses = dict(one.split(", ", 1) for one in distribution.metadata.get_all("Project-URL") or [])
    lower = {name.lower(): address for name, address in addresses.items()}
    named = (
        lower[key] for key in ("homepage", "source", "repository", "source code", "code") if key in lower
    )
    return next(named, "") or _field(distribution, "Home-page") or next(iter(addresses.values()), "")


def _field(distribution: metadata.Distribution, name: str) -> str:
    """A field of the metadata; empty where there is none."""
    return next(iter(distribution.metadata.get_all(name) or []), "")


def licence_files(distribution: metadata.Distribution) -> list[Path]:
    """The texts of the licences that a distribution carries."""
    found = []
    for file in distribution.files or []:
        is_metadata = file.parts[0].endswith(".dist-info")
        is_licence = "licenses" in file.parts or file.name.lower().startswith(LICENCE_NAMES)
        if is_metadata and is_licence and file.suffix not in {".py", ".pyc"}:
            found.append(Path(str(file.locate())))
    return found
