"""Processes that are ready at once, to be killed: forked, and on Windows started beforehand.

The caller holds no database itself. Each line on its standard input is work for a process of its
own, whose number is printed; an empty line waits until that process is gone.
"""

import os
import subprocess
import sys
from collections.abc import Callable

Work = Callable[[list[str]], None]
READY = "ready"


def say(line: object) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def serve(module: str, work: Work) -> None:
    """`module`: the caller's name, for Windows to start it again with READY as its argument."""
    if READY in sys.argv:
        say(READY)
        work(sys.stdin.readline().split())
    elif sys.platform == "win32":
        _serve_started(module)
    else:
        _serve_forked(work)


def _serve_forked(work: Work) -> None:
    process = 0
    for line in sys.stdin:
        if not line.strip():
            os.waitpid(process, 0)
            say("gone")
            continue
        process = os.fork()
        if not process:
            try:
                work(line.split())
            finally:
                os._exit(0)
        say(process)


def _serve_started(module: str) -> None:
    command = [sys.executable, "-m", f"tests.faults.{module}", READY]

    def start() -> "subprocess.Popen[str]":
        return subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )

    process = spare = start()
    try:
        for line in sys.stdin:
            if not line.strip():
                process.wait()
                say("gone")
                continue
            process, spare = spare, start()
            assert process.stdin
            assert process.stdout
            process.stdout.readline()
            process.stdin.write(line)
            process.stdin.flush()
            say(process.pid)
    finally:
        spare.kill()
