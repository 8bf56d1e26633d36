"""Nothing is reached without certificates but this computer; roots are looked at before they are trusted."""

import importlib.util
import stat
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from videxplore.core.errors import MissingPackageError, UsageError
from videxplore.core.task import Task
from videxplore.services.indexed_files import fingerprint
from videxplore.services.indexing.cluster.remote_jobs import Recipe, difference
from videxplore.services.indexing.cluster.roots import (
    PlacedFile,
    parsed_roots,
    place,
    probes,
    roots_of_paths,
    visible_path,
)
from videxplore.services.indexing.cluster.security import (
    FILES,
    KEY,
    full_address,
    make_certificates,
    require_one_interface,
    security_for,
)

if importlib.util.find_spec("distributed") is None:
    pytest.skip("distributed is missing", allow_module_level=True)


@pytest.mark.parametrize("address", ["tcp://192.168.1.20:8786", "tcp://example.org", "tcp://[2001:db8::1]:1"])
def test_other_computers_are_not_reached_without_encryption(tmp_path: Path, address: str) -> None:
    make_certificates(tmp_path)
    with pytest.raises(UsageError, match="is not encrypted"):
        security_for(address, tmp_path)


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "tcp://localhost", "tcp://[::1]:8786"])
def test_this_computer_is_reached_without_certificates(tmp_path: Path, address: str) -> None:
    assert not security_for(address, tmp_path).require_encryption


def test_certificates_are_needed_and_made_once(tmp_path: Path) -> None:
    folder = tmp_path / "cluster"
    with pytest.raises(MissingPackageError, match="no certificates of the cluster"):
        security_for("tls://127.0.0.1", folder)
    make_certificates(folder)
    made = {name: (folder / name).read_bytes() for name in FILES}
    make_certificates(folder)
    assert {name: (folder / name).read_bytes() for name in FILES} == made
    assert security_for("tls://127.0.0.1", folder).require_encryption
    if sys.platform != "win32":
        assert stat.S_IMODE((folder / KEY).stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "address", ["", "http://a:1", "tls://", "tls://a:b", "tls://a:99999", "a:1:2:x", "tls://:1"]
)
def test_malformed_addresses_are_refused(tmp_path: Path, address: str) -> None:
    with pytest.raises(UsageError, match="is not an address of a scheduler"):
        security_for(address, tmp_path)


def test_scheme_and_port_may_be_left_out() -> None:
    assert full_address("studio") == "tls://studio:8786"
    assert full_address("127.0.0.1:99") == "tls://127.0.0.1:99"
    assert full_address("tls://[::1]:5") == "tls://[::1]:5"


@pytest.mark.parametrize("host", ["0.0.0.0", "::", ""])  # noqa: S104
def test_scheduler_listens_on_one_network_only(host: str) -> None:
    with pytest.raises(UsageError):
        require_one_interface(host)


def test_recipes_differ_by_name() -> None:
    ours = Recipe("0.1.0", "2.13.0", (("lite0", "abc"), ("motion", "def")))
    assert difference(ours, ours) == ""
    assert "videxplore 0.2.0" in difference(ours, replace(ours, program="0.2.0"))
    assert "torch 2.12.0" in difference(ours, replace(ours, torch="2.12.0"))
    assert "weights of motion" in difference(ours, replace(ours, weights=(("lite0", "abc"),)))


def test_roots_have_names_and_paths(tmp_path: Path) -> None:
    roots = parsed_roots([f"footage={tmp_path}", f"best={tmp_path / 'best'}", "odd=/a=b"])
    assert place(tmp_path / "best" / "one.mp4", roots) == ("best", ("one.mp4",))
    assert place(tmp_path / "day" / "one.mp4", roots) == ("footage", ("day", "one.mp4"))
    assert place(Path("/elsewhere/one.mp4"), roots) is None
    assert roots["odd"] == Path("/a=b")
    for wrong in (["footage"], ["=/a"], ["a="], ["a=/b", "a=/c"]):
        with pytest.raises(UsageError, match="is not NAME=PATH"):
            parsed_roots(wrong)


def test_root_is_proved_by_one_file_with_its_content(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    for folder in (here, there):
        (folder / "day").mkdir(parents=True)
        (folder / "day" / "one.mp4").write_bytes(b"one")
    (probe,) = probes({"footage": here}, Task())
    assert probe.parts == ("day", "one.mp4")
    assert visible_path(probe, {"footage": there}) == there / "day" / "one.mp4"
    (there / "day" / "one.mp4").write_bytes(b"two")
    assert visible_path(probe, {"footage": there}) is None
    assert visible_path(probe, {"other": there}) is None
    roots = roots_of_paths([here], {})
    (probe,) = probes(roots, Task())
    assert visible_path(probe, {}) == here / "day" / "one.mp4"


@pytest.mark.parametrize("parts", [("..", "secret"), ("day", "..", "..", "secret"), ("/", "secret"), ("",)])
def test_nothing_outside_a_root_is_read(tmp_path: Path, parts: tuple[str, ...]) -> None:
    (tmp_path / "root").mkdir()
    (tmp_path / "secret").write_bytes(b"s")
    file = PlacedFile("footage", parts, 1, fingerprint(tmp_path / "secret", 1))
    assert visible_path(file, {"footage": tmp_path / "root"}) is None
