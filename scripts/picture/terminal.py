#!/usr/bin/env python3
"""Draws what commands show on a terminal as docs/terminal.svg. It needs the PyPI package rich.

usage: terminal.py TRAILQ [COLUMNS]

TRAILQ is the command. The commands run on testdata/logs, on a terminal of their own, and
nothing in the picture is written by hand.
"""

import fcntl
import os
import pathlib
import pty
import re
import struct
import sys
import termios

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

ROOT = pathlib.Path(__file__).parents[2]
COMMANDS = [
    ["cost", "testdata/logs", "--by", "role,class", "--ip-ranges", "testdata/ip-ranges.json", "-n", "3", "--quiet"],
    ["timeline", "testdata/logs", "--by", "role", "--sum", "bytesOut", "-n", "1", "--quiet"],
]


def run(trailq, arguments, columns):
    """Return what a command writes to a terminal of so many columns."""
    process, terminal = pty.fork()
    if process == 0:
        os.chdir(ROOT)
        os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", COLUMNS=str(columns))
        os.execv(trailq, ["trailq", *arguments, "--no-pager"])
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    written = b""
    try:
        while part := os.read(terminal, 65536):
            written += part
    except OSError:  # the end of a terminal
        pass
    os.waitpid(process, 0)
    return written.decode().replace("\r\n", "\n")


def main(trailq, columns="100"):
    console = Console(record=True, width=int(columns), file=open(os.devnull, "w"), force_terminal=True, color_system="truecolor")
    for arguments in COMMANDS:
        said = run(os.path.abspath(trailq), arguments, int(columns))
        said = re.sub(r".*\r(?!\n)|\x1b\[[0-9;?]*[A-HJKSThl]", "", said)  # progress, which is gone again
        said = "\n".join(line for line in said.splitlines() if "note:" not in line and "warning:" not in line)
        console.print(Text.from_ansi("$ trailq " + " ".join(arguments).replace(" --quiet", "") + "\n" + said.rstrip() + "\n"))
    picture = console.export_svg(title="trailq", theme=MONOKAI)
    # The system's fonts: a picture loads nothing.
    picture = re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.S).replace("Fira Code", "ui-monospace, Menlo, Consolas")
    (ROOT / "docs" / "terminal.svg").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
