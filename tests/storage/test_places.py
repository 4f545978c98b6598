"""Where a data folder may lie, decided from facts: no Windows, no stick and no share is needed."""

import ctypes
import sys
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from storage import places
from storage.places import (
    Drive,
    Facts,
    Mount,
    Trouble,
    drive_of,
    judge,
    mount_of,
    parse_mounts,
    read_facts,
    windows_drive,
)
from tests.needs import NO_LINKS


def trouble(path: str, **facts: object) -> tuple[str, str] | None:
    found = judge(Facts(PureWindowsPath(path), **facts))  # type: ignore[arg-type]
    return (found.trouble.value, found.name) if found else None


@pytest.mark.parametrize(
    "path",
    [
        r"C:\Users\Lan\AppData\Local\TungNha", r"D:\So lieu\Tung Nha", r"C:\TungNha-data",
        r"D:\Driver\may in", r"C:\Users\Zalopa\x", r"C:\Mega san pham", r"\\?\C:\TungNha",
        r"C:\Synchronous", r"C:\gui-zalo\TungNha",
    ],
)  # fmt: skip
def test_an_ordinary_folder_of_this_pc_is_fine(path: str) -> None:
    assert trouble(path) is None


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (r"C:\Users\Lan\OneDrive\Tài liệu\TungNha", "OneDrive"),
        (r"C:\Users\Lan\OneDrive - UBND xã Mường Mìn\TungNha", "OneDrive"),
        (r"C:\Users\Lan\Dropbox (Cá nhân)\TungNha", "Dropbox"),
        (r"G:\My Drive\TungNha", "Google Drive"),
        (r"G:\Drive của tôi\TungNha", "Google Drive"),
        ("G:\\Drive cu\u0309a to\u0302i\\TungNha", "Google Drive"),
        (r"C:\Users\Lan\Google Drive\x", "Google Drive"),
        (r"C:\Users\Lan\Documents\Zalo Received Files\TungNha", "Zalo"),
        (r"C:\Users\Lan\AppData\Local\ZaloPC\x", "Zalo"),
        (r"C:\Users\Lan\iCloudDrive\x", "iCloud"),
        (r"C:\Users\Lan\MEGAsync\x", "MEGA"),
        (r"C:\Users\Lan\NextCloud\x", "Nextcloud"),
    ],
)
def test_a_folder_of_a_sync_program_is_known_by_its_name(path: str, name: str) -> None:
    assert trouble(path) == ("synced", name)


def test_a_sync_folder_of_any_name_is_known_by_what_its_program_says() -> None:
    root = PureWindowsPath(r"D:\Công việc")
    assert trouble(r"D:\Công việc\TungNha", sync_roots=(root,)) == ("synced", "Công việc")
    assert trouble(r"D:\Khác\TungNha", sync_roots=(root,)) is None
    assert trouble(r"D:\x\y", marks=frozenset({".stfolder"})) == ("synced", "Syncthing")
    assert trouble(r"G:\x", label="Google Drive") == ("synced", "Google Drive")


@pytest.mark.parametrize("path", [r"\\may-chu\chung\TungNha", r"\\?\UNC\may-chu\chung\x"])
def test_a_share_is_the_network_whatever_windows_calls_its_drive(path: str) -> None:
    found = trouble(path, drive=Drive.UNKNOWN)
    assert found is not None
    assert found[0] == "network"


def test_the_kind_of_the_drive_decides() -> None:
    assert trouble(r"Z:\TungNha", drive=Drive.NETWORK) == ("network", "Z:")
    assert trouble(r"E:\TungNha", drive=Drive.REMOVABLE) == ("removable", "E:")
    assert trouble(r"F:\TungNha", drive=Drive.OPTICAL) == ("read-only", "F:")
    assert trouble(r"E:\TungNha", drive=Drive.UNKNOWN) is None


def test_the_worst_trouble_is_told_first() -> None:
    assert trouble(r"Z:\OneDrive\x", drive=Drive.NETWORK) == ("network", "Z:")
    assert trouble(r"E:\Dropbox\x", drive=Drive.REMOVABLE) == ("synced", "Dropbox")
    assert trouble(r"E:\x", drive=Drive.REMOVABLE, writable=False) == ("read-only", "E:")


MOUNTS = """\
/dev/sda2 / ext4 rw,relatime 0 0
tmpfs /run tmpfs rw 0 0
//may-chu/chung /mnt/may\\040chu cifs rw 0 0
may:/x /srv/x nfs4 rw 0 0
lan@may:/ /home/lan/xa fuse.sshfs rw 0 0
/dev/sdb1 /media/lan/KINGSTON vfat rw 0 0
/dev/sr0 /media/lan/CD iso9660 ro 0 0
drive /home/lan/gd fuse.google-drive-ocamlfuse rw 0 0
/dev/sda3 /home ext4 rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "drive", "label"),
    [
        ("/home/lan/TungNha", Drive.FIXED, ""), ("/mnt/may chu/TungNha", Drive.NETWORK, ""),
        ("/srv/x", Drive.NETWORK, ""), ("/home/lan/xa/TungNha", Drive.NETWORK, ""),
        ("/media/lan/KINGSTON/TungNha", Drive.REMOVABLE, ""),
        ("/media/lan/CD/TungNha", Drive.OPTICAL, ""), ("/opt/x", Drive.FIXED, ""),
        ("/home/lan/gd/TungNha", Drive.FIXED, "Google Drive"),
    ],
)  # fmt: skip
def test_the_mount_table_tells_the_drive_on_linux(path: str, drive: Drive, label: str) -> None:
    mount = mount_of(PurePosixPath(path), parse_mounts(MOUNTS))
    assert mount is not None
    assert drive_of(mount, mount.device == "/dev/sdb1") == (drive, label)


def test_of_two_mounts_on_one_point_the_later_one_counts() -> None:
    first, later = (Mount(d, PurePosixPath("/data"), "ext4") for d in ("/dev/a", "/dev/b"))
    assert mount_of(PurePosixPath("/data/x"), [first, later]) is later
    assert drive_of(None, False) == (Drive.UNKNOWN, "")


def test_a_usb_disk_that_calls_itself_fixed_is_known_by_its_controller(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip(NO_LINKS)
    usb = tmp_path / "devices/pci0/usb2/2-1/host6/block/sdb/sdb1"
    inside = tmp_path / "devices/pci0/ata1/block/sda/sda1"
    card = tmp_path / "devices/pci0/mmc0/block/mmcblk0/mmcblk0p1"
    for node, removable in ((usb, "0"), (inside, "0"), (card, "1")):
        node.mkdir(parents=True)
        (node.parent / "removable").write_text(removable)
        (tmp_path / node.name).symlink_to(node)
    assert places._is_removable("/dev/sdb1", tmp_path)
    assert places._is_removable("/dev/mmcblk0p1", tmp_path)
    assert not places._is_removable("/dev/sda1", tmp_path)
    assert not places._is_removable("tmpfs", tmp_path)


class Kernel:
    """What kernel32 answers: kind of drive, label, and the bus of the device behind it."""

    def __init__(self, kind: int, label: str = "", bus: int | None = None) -> None:
        self.kind, self.label, self.bus, self.asked = kind, label, bus, list[str]()
        self.CreateFileW = self._open  # ctypes is told its restype on the attribute

    def SetErrorMode(self, mode: int) -> int:
        self.asked.append(f"boxes {mode:#x}")
        return 0

    def GetDriveTypeW(self, root: ctypes.c_wchar_p) -> int:
        self.asked.append(root.value or "")
        return self.kind

    def GetVolumeInformationW(
        self, root: object, label: ctypes.Array[ctypes.c_wchar], *_: object
    ) -> int:
        label.value = self.label
        return 1

    @property
    def _open(self) -> object:
        class Function:
            restype: object = None

            def __call__(_, name: ctypes.c_wchar_p, *rest: object) -> int | None:
                self.asked.append(name.value or "")
                return ctypes.c_void_p(-1).value if self.bus is None else 44

        return Function()

    def DeviceIoControl(
        self, handle: object, code: int, asked: object, length: int,
        answer: ctypes.Array[ctypes.c_ubyte], room: int, size: object, _: object,
    ) -> int:  # fmt: skip
        assert code == 0x2D1400
        answer[28] = self.bus or 0
        ctypes.cast(size, ctypes.POINTER(ctypes.c_ulong))[0] = 36  # type: ignore[arg-type]
        return 1

    def CloseHandle(self, handle: object) -> int:
        self.asked.append("closed")
        return 1


def test_windows_is_asked_for_drive_label_and_bus() -> None:
    disk = Kernel(3, "Dữ liệu", bus=11)
    assert windows_drive("D:", disk) == (Drive.FIXED, "Dữ liệu")
    assert disk.asked == ["boxes 0x8001", "D:\\", "\\\\.\\D:", "closed"]
    assert windows_drive("E:", Kernel(3, bus=7)) == (Drive.REMOVABLE, "")
    assert windows_drive("E:", Kernel(2, "KINGSTON")) == (Drive.REMOVABLE, "KINGSTON")
    assert windows_drive("G:", Kernel(3, "Google Drive")) == (Drive.FIXED, "Google Drive")
    assert windows_drive("Z:", Kernel(4, "not asked")) == (Drive.NETWORK, "")
    assert windows_drive("F:", Kernel(5)) == (Drive.OPTICAL, "")
    assert windows_drive("Q:", Kernel(1)) == (Drive.UNKNOWN, "")


def test_the_facts_of_a_folder_here_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OneDrive", str(tmp_path / "Dữ liệu xã"))
    facts = read_facts(tmp_path / "Dữ liệu xã" / "TungNha")
    assert facts.writable
    assert judge(facts) is not None
    (tmp_path / "Dữ liệu xã").mkdir()
    (tmp_path / ".stfolder").mkdir()
    assert ".stfolder" in read_facts(tmp_path / "Dữ liệu xã").marks
    assert list((tmp_path / "Dữ liệu xã").iterdir()) == []  # what was tried is gone


def test_a_folder_that_is_only_called_into_a_sync_folder_lies_there(tmp_path: Path) -> None:
    (tmp_path / "OneDrive" / "x").mkdir(parents=True)
    link = tmp_path / "so-lieu"
    try:
        link.symlink_to(tmp_path / "OneDrive" / "x")
    except OSError:
        pytest.skip(NO_LINKS)
    if link.resolve().name != "x":
        pytest.skip(NO_LINKS)
    found = judge(read_facts(tmp_path / "so-lieu"))
    assert found is not None
    assert found.trouble is Trouble.SYNCED


def test_a_database_file_marked_read_only_cannot_be_written(tmp_path: Path) -> None:
    file = tmp_path / "tungnha.db"
    file.write_bytes(b"x")
    assert read_facts(tmp_path).writable
    file.chmod(0o444)
    found = judge(read_facts(tmp_path))
    assert found is not None
    assert found.trouble is Trouble.READ_ONLY
