#!/usr/bin/env -S python3 -I
"""Runs a Windows program under Wine, in the prefix beside this file.

Output goes through a pipe: Wine cannot write to our files. Wine's own servers, when this program
is the one that starts them, keep the pipe open until the last program of the prefix has ended: so
what ends the reading is the end of the program.
"""

import os
import subprocess
import sys
from pathlib import Path
from select import select

WAIT_SECONDS = 0.1
here = Path(__file__).resolve().parent
env = {"WINEDEBUG": "-all", **os.environ, "WINEPREFIX": str(here / "prefix")}
reader, writer = os.pipe()
program = subprocess.Popen(
    ["wine", *sys.argv[1:]], env=env,
    stdin=subprocess.DEVNULL, stdout=writer, stderr=subprocess.STDOUT,
)  # fmt: skip
os.close(writer)
while True:
    has_ended = program.poll() is not None  # asked first: all that it wrote is in the pipe then
    if select([reader], [], [], 0 if has_ended else WAIT_SECONDS)[0]:
        words = os.read(reader, 65536)
        if not words:
            break
        while words:
            words = words[os.write(1, words) :]
    elif has_ended:
        break
code = program.wait()
sys.exit(code if code >= 0 else 128 - code)
