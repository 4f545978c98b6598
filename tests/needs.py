"""What a test needs that not every machine has: the one place of the reasons why one is skipped.

`pytest -rs` prints them; docs/packaging.md lists the ones of Windows. To add one: a mark here, its
line there. What differs on Windows is mended; only what cannot be there at all is skipped.
"""

import os
import shutil
import sys
from importlib.util import find_spec

import pytest

WINDOWS = sys.platform == "win32"


def _unless(there: object, reason: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(not there, reason=reason)


def linux_only(reason: str) -> pytest.MarkDecorator:
    return _unless(sys.platform == "linux", f"Linux only: {reason}")


def windows_only(reason: str) -> pytest.MarkDecorator:
    return _unless(WINDOWS, f"Windows only: {reason}")


# Programs beside Python
needs_pdftotext = _unless(shutil.which("pdftotext"), "reads the PDF with pdftotext")
needs_office = _unless(shutil.which("soffice"), "opens the workbook with LibreOffice")
needs_nsis = _unless(shutil.which("makensis"), "makes an installer with NSIS")
needs_faketime = _unless(shutil.which("faketime"), "sets the clock of a process with faketime")

# Linux
NO_LIMITS = "Linux only: limits of memory, time and file size (the module resource)"
needs_limits = _unless(find_spec("resource"), NO_LIMITS)
needs_small_disk = linux_only("a small disk is mounted, a limit set on the size of files")
NO_INODE = "Linux only: reads on in an open file whose name has gone"
NO_LINKS = "Linux only: symbolic links, which Windows gives to administrators"
NO_MOUNTS = "Linux only: the table of mounts; Windows is asked for letters of drives"
needs_debian = linux_only("packages of Debian")
needs_no_display = linux_only("a machine without a display")

# The gate's two passes (dev.py): in the second the window is dark, at 150 %
IS_SECOND_PASS = os.environ.get("TUNGNHA_TEST_SCALE") == "150"
first_pass = _unless(not IS_SECOND_PASS, "walked in the first pass of the gate")
second_pass = _unless(IS_SECOND_PASS, "walked in the second pass of the gate")

NO_RECORDER = (
    "Linux only: writes are recorded by a library in C that is loaded first (LD_PRELOAD)"
)
NO_MOUNT = "Linux only, as root: mounts a small or protected disk"
needs_root = _unless(sys.platform == "linux" and os.geteuid() == 0, NO_MOUNT)
