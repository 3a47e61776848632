"""Run the trailq command."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import warnings
from typing import IO, Any, Iterable, Iterator, Optional, Sequence, Union

#: What a source of logs can be: the name of one, or several names.
Sources = Union[str, "os.PathLike[str]", Sequence[Union[str, "os.PathLike[str]"]]]

_INCOMPLETE = 3

_F_SETPIPE_SZ = 1031  # fcntl has it since Python 3.10
_PIPE_SIZE = 1 << 20  # what users without rights can have on Linux


class TrailqError(Exception):
    """The command failed. Its own words are the message.

    ``exit_code`` is the command's: 2 for a usage error, 4 if the source or the
    credentials failed.
    """

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code


class IncompleteWarning(UserWarning):
    """The answer is not from everything: a file or a record failed."""


def find_command() -> str:
    """Return the path of the command: $TRAILQ, or that of this package, or one on the PATH."""
    if given := os.environ.get("TRAILQ"):
        return given
    name = "trailq.exe" if os.name == "nt" else "trailq"
    user = "nt_user" if os.name == "nt" else "posix_user"
    folders = [sysconfig.get_path("scripts"), os.path.dirname(sys.executable), sysconfig.get_path("scripts", user)]
    for folder in folders:
        path = os.path.join(folder, name)
        if os.path.isfile(path):
            return path
    if found := shutil.which(name):
        return found
    raise FileNotFoundError("the trailq command is not there: pip install --force-reinstall trailq")


def build_arguments(command: str, sources: Sources, flags: dict[str, Any]) -> list[str]:
    """Return the command line of a command with its flags."""
    names = [sources] if isinstance(sources, (str, os.PathLike)) else list(sources)
    arguments = [find_command(), command]
    for key, value in flags.items():
        flag = "--" + key.rstrip("_").replace("_", "-")
        if value is None or value is False:
            continue
        if value is True:
            arguments.append(flag)
        elif isinstance(value, (list, tuple)):
            arguments += [f"{flag}={_format(item)}" for item in value]
        else:
            arguments.append(f"{flag}={_format(value)}")
    return [*arguments, "--", *(os.fspath(name) for name in names)]


def _format(value: Any) -> str:
    """Return a value as the command reads it: times in RFC 3339."""
    if hasattr(value, "isoformat"):
        text = value.isoformat()
        return text.replace("+00:00", "Z")
    return os.fspath(value) if isinstance(value, os.PathLike) else str(value)


def _read_messages(errors: IO[bytes]) -> list[str]:
    errors.seek(0)
    return errors.read().decode("utf-8", "replace").splitlines()


class Process:
    """The running command, whose standard output is read line by line.

    It ends with the ``with`` block: an early ``break`` interrupts it.
    """

    def __init__(self, arguments: Sequence[str]) -> None:
        # A file and no pipe: a command that has much to say must not wait for a reader.
        self._errors = tempfile.TemporaryFile()
        # Ctrl-C goes to this process alone, which then ends the command: it must not
        # print its own words into a notebook.
        self._process = subprocess.Popen(
            arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self._errors, start_new_session=os.name != "nt"
        )
        self._widen_pipe()
        #: The notes of the answer, complete when the command has ended.
        self.notes: list[str] = []

    def _widen_pipe(self) -> None:
        """Let more lines wait between the processes, where the system can: each waits for the other less often."""
        if sys.platform != "linux":
            return
        import fcntl

        with contextlib.suppress(OSError):  # the user has too many such pipes already
            fcntl.fcntl(self._process.stdout, _F_SETPIPE_SZ, _PIPE_SIZE)  # type: ignore[arg-type]

    def __enter__(self) -> "Process":
        return self

    def __iter__(self) -> Iterator[bytes]:
        assert self._process.stdout is not None
        return iter(self._process.stdout)

    def read_batches(self) -> Iterator[bytes]:
        """Yield the lines that have come so far, without the last line break, again and again."""
        assert self._process.stdout is not None
        rest = b""
        while chunk := self._process.stdout.read1(1 << 18):  # type: ignore[attr-defined]
            lines, found, rest = (rest + chunk).rpartition(b"\n")
            if found:
                yield lines

    def __exit__(self, kind: Optional[type], *_: Any) -> None:
        if kind is not None:
            self._stop()
            return
        code = self._process.wait()
        self._close()
        self._check(code)

    def _stop(self) -> None:
        """Interrupt the command, and kill it if it does not end."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM if os.name == "nt" else signal.SIGINT)
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._close()
        self._errors.close()

    def _close(self) -> None:
        assert self._process.stdout is not None
        self._process.stdout.close()

    def _check(self, code: int) -> None:
        """Raise what the command said, if it failed."""
        messages = _read_messages(self._errors)
        self._errors.close()
        self.notes = [line[len("note: "):] for line in messages if line.startswith("note: ")]
        if code == _INCOMPLETE:
            said = [line for line in messages if line.startswith(("warning: ", "error: "))]
            warnings.warn("\n".join(said) or "the answer is not from everything", IncompleteWarning, stacklevel=4)
        elif code not in (0, 1):
            said = [line for line in messages if line.startswith(("error: ", "hint: "))] or messages[-3:]
            raise TrailqError("\n".join(said).replace("error: ", "", 1) or f"trailq ended with {code}", code)


def run_lines(arguments: Iterable[str]) -> tuple[list[bytes], list[str]]:
    """Run a command to its end, and return the lines of its output and its notes."""
    process = Process(list(arguments))
    with process:
        lines = list(process)
    return lines, process.notes
