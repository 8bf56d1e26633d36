"""What the wheel holds, and what it says of itself."""

import email
from email.message import Message
from pathlib import Path
from zipfile import ZipFile

import pytest

import videxplore

builder = pytest.importorskip("hatchling.builders.wheel", reason="hatchling, of the extra `test`, is missing")

ROOT = Path(__file__).resolve().parents[2]
GENERATED = {".pyc"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    [built] = builder.WheelBuilder(str(ROOT)).build(
        directory=str(tmp_path_factory.mktemp("wheel")), versions=["standard"]
    )
    return Path(built)


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    with ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def metadata(wheel: Path) -> Message:
    with ZipFile(wheel) as archive:
        return email.message_from_bytes(
            archive.read(f"videxplore-{videxplore.__version__}.dist-info/METADATA")
        )


def below(folder: Path, name: str) -> set[str]:
    files = (file for file in folder.rglob("*") if file.is_file() and file.suffix not in GENERATED)
    return {f"{name}/{file.relative_to(folder).as_posix()}" for file in files}


def test_the_wheel_holds_the_package_its_resources_and_nothing_else(names: set[str]) -> None:
    wanted = below(ROOT / "videxplore", "videxplore") | below(ROOT / "resources", "videxplore/_resources")
    assert {name for name in names if ".dist-info/" not in name} == wanted
    assert "videxplore/py.typed" in names


def test_the_wheel_holds_every_licence(names: set[str]) -> None:
    licences = {name.partition("/licenses/")[2] for name in names if "/licenses/" in name}
    assert {Path(name).name for name in licences} == {
        "LICENSE",
        "OFL.txt",
        "THIRD_PARTY.md",
        "WORDNET_LICENSE.txt",
    }


def test_the_metadata_leads_to_the_project(metadata: Message) -> None:
    assert metadata["Name"] == "videxplore"
    assert metadata["License-Expression"] == "Apache-2.0"
    urls = dict(one.split(", ", 1) for one in metadata.get_all("Project-URL", []))
    assert {"Homepage", "Documentation", "Source", "Issues", "Changelog"} <= set(urls)
    versions = {one.rpartition(" ")[2] for one in metadata.get_all("Classifier", []) if ":: 3." in one}
    assert versions == {"3.11", "3.12", "3.13"}


def test_both_versions_agree(metadata: Message) -> None:
    assert metadata["Version"] == videxplore.__version__
