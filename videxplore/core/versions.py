"""The versions of the program and of what it is made of."""

import platform
from importlib import metadata

PARTS = ("PySide6", "av", "torch", "faiss-cpu", "faiss-gpu", "numpy", "opencv-python-headless")
"""Distributions whose version explains what a report describes; those that are not installed are left out."""


def program_versions() -> dict[str, str]:
    """The version of each part by its name: the program first, then Python, distributions and the system."""
    versions = {"videxplore": metadata.version("videxplore"), "Python": platform.python_version()}
    for name in PARTS:
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return {**versions, "system": platform.platform()}
