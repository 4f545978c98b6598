"""The program never calls out (K1): nothing of ours imports what could, and its own check, which
test_check.py runs, fails on any attempt. What is asked of the packed one is in build.spec."""

import ast
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROGRAM = [*ROOT.glob("*.py"), *(
    f for package in ("domain", "storage", "imports", "exports", "sync", "ui")
    for f in (ROOT / package).rglob("*.py")
)]  # fmt: skip
CLIENTS = {
    "asyncio", "ftplib", "http", "imaplib", "nntplib", "poplib", "requests", "smtplib", "socket",
    "socketserver", "ssl", "telnetlib", "urllib3", "webbrowser", "xmlrpc", "urllib.request",
    "multiprocessing.connection", "logging.config",
}  # fmt: skip
HANDLERS = {"SocketHandler", "DatagramHandler", "SysLogHandler", "HTTPHandler", "SMTPHandler"}


def reaching(source: str) -> set[str]:
    """What a file imports or names that could reach a network."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Attribute) and node.attr in HANDLERS:
            found.add(node.attr)
    return {name for name in found if name in CLIENTS | HANDLERS or name.split(".")[0] in CLIENTS}


@pytest.mark.parametrize("path", PROGRAM, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_no_file_of_the_program_imports_what_could_call_out(path: Path) -> None:
    assert not reaching(path.read_text("utf-8"))


def test_what_could_call_out_is_known_when_it_is_seen() -> None:
    source = "import http.client\nfrom urllib import request\nlogging.handlers.HTTPHandler()\n"
    assert reaching(source) == {"http.client", "urllib.request", "HTTPHandler"}


def test_the_packed_program_carries_no_encryption_for_calls() -> None:
    excluded = re.search(r"UNUSED_MODULES = \[(.*?)\n\]", (ROOT / "build.spec").read_text("utf-8"),
                         re.DOTALL)  # fmt: skip
    assert excluded
    assert {"ssl", "_ssl"} <= set(re.findall(r'"([\w.]+)"', excluded[1]))


def test_the_programs_own_check_sees_an_attempt() -> None:
    """In a process of its own: an audit hook stays."""
    lines = [
        "import socket, sys", f"sys.path.insert(0, {str(ROOT)!r})",
        "from ui.check_program import watch_calls", "found = []", "watch_calls(found)",
        f"with socket.socket({int(socket.AF_INET)}, {int(socket.SOCK_DGRAM)}) as s:",
        "    s.connect(('127.0.0.1', 9))", "assert found == ['gọi ra ngoài mạng: socket.connect']",
    ]  # fmt: skip
    done = subprocess.run([sys.executable, "-c", "\n".join(lines)], capture_output=True)
    assert done.returncode == 0, done.stderr
