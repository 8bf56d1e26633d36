"""Network drives are recognised by the table of mounted file systems."""

import sys
from pathlib import Path

import pytest

from videxplore.core import file_systems
from videxplore.core.file_systems import network_file_system

TABLE = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
40 22 0:50 / /mnt/nas rw,relatime shared:2 - nfs4 nas:/footage rw,vers=4.2
41 40 8:2 / /mnt/nas/local rw shared:3 - xfs /dev/sdb1 rw
42 22 0:51 / /mnt/my\\040share rw - cifs //nas/share rw
43 22 0:52 / /mnt/ssh rw - fuse.sshfs user@host: rw
44 22 8:3 / /mnt/over rw - ext4 /dev/sdc1 rw
45 44 0:53 / /mnt/over rw - smb3 //nas/over rw
46 22 0:54 / /mnt/c rw - 9p drvfs rw
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the table is that of Linux")
@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/me/library", ""),
        ("/mnt/nas/library/new", "nfs4"),
        ("/mnt/nas", "nfs4"),
        ("/mnt/nas2", ""),
        ("/mnt/nas/local/library", ""),
        ("/mnt/my share/library", "cifs"),
        ("/mnt/ssh/a", "fuse.sshfs"),
        ("/mnt/over/a", "smb3"),
        ("/mnt/c/Users", ""),
    ],
)
def test_kind_is_that_of_the_innermost_mount(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, kind: str
) -> None:
    table = tmp_path / "mountinfo"
    table.write_text(TABLE)
    monkeypatch.setattr(file_systems, "MOUNT_TABLE", table)
    assert network_file_system(Path(path)) == kind


def test_temporary_folder_is_local(tmp_path: Path) -> None:
    assert network_file_system(tmp_path / "new") == ""
