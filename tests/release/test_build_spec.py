"""What build.spec leaves out and what it must not: looked at without a build, which takes a minute.

A library that is cut here stays cut; a part that something needs at run time stays in. New parts of
the program that only the packed one could lack belong into `main.py --check` (ui/check_files.py).
"""

from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
SPEC = ROOT / "build.spec"


@cache
def spec() -> SimpleNamespace:
    """Its lists: everything before the version information, which comes before the analysis."""
    lists = SPEC.read_text("utf-8").partition("\nversion_info = None")[0]
    names: dict[str, object] = {"SPECPATH": str(ROOT)}
    exec(compile(lists, str(SPEC), "exec"), names)
    return SimpleNamespace(**names)


@pytest.mark.parametrize(
    "module",
    [
        "test", "pip", "setuptools", "IPython", "PyQt5", "pandas", "babel", "numpy.f2py",
        "numpy.testing", "matplotlib.tests", "matplotlib.pyplot", "PIL._avif", "PIL._webp",
        "PIL._imagingcms", "ssl", "_hashlib", "sqlite3", "readline", "asyncio", "multiprocessing",
        "charset_normalizer", "_codecs_jp", "lzma",
    ],
)  # fmt: skip
def test_what_nothing_calls_is_not_packed(module: str) -> None:
    assert module in spec().UNUSED_MODULES


@pytest.mark.parametrize("module", ["unittest", "PIL._imaging", "numpy.linalg", "email", "ctypes"])
def test_what_a_library_imports_by_itself_is_packed(module: str) -> None:
    assert module not in spec().UNUSED_MODULES


def test_bar_codes_are_packed_though_no_import_names_them() -> None:
    assert {f"reportlab.graphics.barcode.{x}" for x in ("code128", "qr", "code93")} <= set(
        spec().ours
    )


@pytest.mark.parametrize(
    "path",
    [
        "_tcl_data/tzdata/Asia/Bangkok", "tcl_data/msgs/de.msg", "_tcl_data/encoding/cp936.enc",
        "_tk_data/demos/widget", "_tcl_data/tcl8/platform/shell-1.1.4.tm", "_tcl_data/safe.tcl",
        "tcl8/8.6/http-2.9.8.tm", "_tcl_data/opt0.4/optparse.tcl", "_tk_data/console.tcl",
        "_tk_data/images/logo.eps", "_tk_data/msgs/fr.msg",
        "matplotlib/mpl-data/sample_data/a.csv", "matplotlib/mpl-data/fonts/afm/a.afm",
        "matplotlib/mpl-data/fonts/ttf/STIXGeneral.ttf", "matplotlib/mpl-data/images/home.png",
        "matplotlib/mpl-data/fonts/ttf/DejaVuSans-Bold.ttf", "ttkbootstrap/assets/app_icons/a.ico",
        "cryptography-50.0.2.dist-info/sboms/a.json", "click-8.5.1.dist-info/RECORD",
    ],
)  # fmt: skip
def test_data_that_nothing_reads_are_not_packed(path: str) -> None:
    assert spec().UNUSED_DATA.search(path)


@pytest.mark.parametrize(
    "path",
    [
        "_tcl_data/init.tcl", "_tcl_data/msgs/vi.msg", "_tcl_data/encoding/cp1258.enc",
        "_tcl_data/encoding/utf-8.enc", "_tk_data/tk.tcl", "_tk_data/msgs/vi.msg",
        "_tcl_data/tcl8/msgcat-1.6.1.tm", "tcl8/8.5/msgcat-1.6.1.tm", "_tcl_data/tm.tcl",
        "matplotlib/mpl-data/matplotlibrc", "assets/fonts/NotoSans-Bold.ttf",
        "ttkbootstrap/assets/icons/bootstrap.ttf", "ttkbootstrap-2.2.6.dist-info/METADATA",
        "cryptography-50.0.2.dist-info/licenses/LICENSE",
    ],
)  # fmt: skip
def test_data_that_somebody_reads_are_packed(path: str) -> None:
    assert not spec().UNUSED_DATA.search(path)


def test_no_hook_gives_the_charts_a_fresh_folder_at_every_start() -> None:
    assert "pyi_rth_mplconfig" in spec().UNUSED_HOOKS
    assert "if entry[0] not in UNUSED_HOOKS" in SPEC.read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "systems"),
    [("libX11.so.6", True), ("libstdc++.so.6", True), ("libfreetype.so.6", True),
     ("pillow.libs/libfreetype-57f805ba.so.6.20.6", False), ("libtcl8.6.so", False),
     ("libXft.so.2", False), ("libpython3.11.so.1.0", False)],
)  # fmt: skip
def test_only_what_every_desktop_has_is_left_to_the_system(name: str, *, systems: bool) -> None:
    assert bool(spec().THE_SYSTEMS.match(name)) is systems


def test_libraries_of_wheels_are_not_stripped() -> None:
    """OpenBLAS does not load after strip: its file was patched when the wheel was made."""
    told = SPEC.read_text("utf-8")
    assert told.index('if ".libs/" in name:') < told.index("elif tool:") < told.index("[tool, ")
    assert "strip=True" not in told


@pytest.mark.parametrize("name", ["utf_8", "utf_16_le", "cp1252", "cp1258", "cp437", "idna",
                                  "latin_1", "mac_roman", "cp850"])  # fmt: skip
def test_encodings_of_files_that_an_office_has_are_packed(name: str) -> None:
    """cp437 is not only of DOS: names in every zip, so in every workbook, are read in it."""
    assert f"encodings.{name}" not in spec().UNUSED_MODULES


def test_encodings_whose_tables_are_cut_are_cut_themselves() -> None:
    assert {"encodings.big5", "encodings.gbk", "_multibytecodec"} <= {*spec().UNUSED_MODULES}
