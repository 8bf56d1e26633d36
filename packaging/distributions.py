"""The distributions that make up an installed program: videxplore's requirements, and theirs."""

from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

EXTRA = "cpu"
LICENCE_NAMES = ("licen", "copying", "notice", "authors")


def distributions() -> list[metadata.Distribution]:
    """Every installed distribution that ``videxplore[cpu]`` requires, directly or not, by name."""
    found: dict[str, metadata.Distribution] = {}
    waiting = [("videxplore", frozenset({EXTRA}))]
    while waiting:
        name, extras = waiting.pop()
        for text in metadata.requires(name) or []:
            requirement = Requirement(text)
            marker = requirement.marker
            wanted = marker is None or any(marker.evaluate({"extra": extra}) for extra in (*extras, ""))
            key = requirement.name.lower().replace("_", "-").replace(".", "-")
            if wanted and key not in found:
                found[key] = metadata.distribution(requirement.name)
                waiting.append((requirement.name, frozenset(requirement.extras)))
    return [found[key] for key in sorted(found)]


def required_names() -> list[str]:
    """The distributions that ``videxplore[cpu]`` names itself, on this system."""
    requirements = map(Requirement, metadata.requires("videxplore") or [])
    return [one.name for one in requirements if one.marker is None or one.marker.evaluate({"extra": EXTRA})]


def licence_of(distribution: metadata.Distribution) -> str:
    """The licence that a distribution states: its SPDX expression, else its classifiers or free text."""
    about = distribution.metadata
    if expression := about.get("License-Expression"):
        return str(expression)
    words = [
        one.rpartition(" :: ")[2] for one in about.get_all("Classifier", []) if one.startswith("License :: ")
    ]
    words = [one for one in words if one != "OSI Approved"]
    free = str(about.get("License") or "").strip().splitlines()
    return ", ".join(words) or (free[0][:60] if free else "")


def homepage_of(distribution: metadata.Distribution) -> str:
    """The address of a distribution's project."""
    about = distribution.metadata
    addresses = dict(one.split(", ", 1) for one in about.get_all("Project-URL", []))
    lower = {name.lower(): address for name, address in addresses.items()}
    named = (lower[key] for key in ("homepage", "source", "repository", "source code") if key in lower)
    return next(named, "") or str(about.get("Home-page") or "") or next(iter(addresses.values()), "")


def licence_files(distribution: metadata.Distribution) -> list[Path]:
    """The texts of the licences that a distribution carries."""
    found = []
    for file in distribution.files or []:
        is_metadata = file.parts[0].endswith(".dist-info")
        is_licence = "licenses" in file.parts or file.name.lower().startswith(LICENCE_NAMES)
        if is_metadata and is_licence and file.suffix not in {".py", ".pyc"}:
            found.append(Path(str(file.locate())))
    return found
