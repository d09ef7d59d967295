"""What the commands share about stdin, stdout and stderr."""

from __future__ import annotations

import io
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from claimx.errors import ClaimxError
    from claimx.model import Document


def utf8_streams() -> None:
    """Make stdout and stderr UTF-8, whatever the locale says: Arabic is what this prints."""
    _replace_closed()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.encoding.lower().replace("-", "") != "utf8":
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _replace_closed() -> None:
    """Put something in the place of streams that the caller closed (``>&-``): the next file would take their number.

    Nothing can be read from it; what is written to stderr is lost, what is written to stdout is an error.
    """
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        if getattr(sys, name) is None:
            handle = os.open(os.devnull, os.O_RDONLY if name == "stdout" else os.O_RDWR)
            if handle != number:
                os.dup2(handle, number)
                os.close(handle)
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115  (a number)


def complain(message: str) -> None:
    """One line on stderr. What comes from files cannot move the cursor or colour the terminal."""
    from claimx.display.rtl import clean

    # Strict UTF-8 cannot write lone surrogates (file names that are not UTF-8): clean() shows them as U+FFFD.
    sys.stderr.write(f"claimx: {clean(message)}\n")
    sys.stderr.flush()


def traceback_of(error: BaseException) -> str:
    """A traceback to print; what it quotes of files cannot move the cursor or colour the terminal."""
    import traceback

    from claimx.display.rtl import clean

    return "".join(f"{clean(line)}\n" for line in "".join(traceback.format_exception(error)).splitlines())


def standard_input(paths: list[str] | None, *, what: str, example: str) -> list[str]:
    """The paths given, or ``-`` when something is piped in.

    Raises:
        typer.BadParameter: No paths, and stdin is a terminal: waiting for typed text would look like a hang.
    """
    if paths:
        return paths
    if sys.stdin is None or sys.stdin.isatty():
        raise typer.BadParameter(f"no {what} given (for example: {example})", param_hint="PATH")
    return ["-"]


class Failures:
    """Counts what failed and says so, one line each.

    Args:
        alike: How often the same fault is told of one file; the rest is summed up at the end. None: always.
    """

    def __init__(self, alike: int | None = None) -> None:
        self.count = 0
        self._alike = alike
        self._told: Counter[tuple[str, str]] = Counter()

    def add(self, error: ClaimxError) -> None:
        """Report one failure; the run goes on."""
        self.count += 1
        file = (error.source or "").partition(":")[0]
        self._told[file, error.message] += 1
        if self._alike is None or self._told[file, error.message] <= self._alike:
            complain(str(error))

    def exit(self) -> None:
        """Leave with 1 if anything failed."""
        if self._alike is not None:
            for (file, message), count in self._told.items():
                if count > self._alike:
                    complain(f"{file}: {message}: {count - self._alike} more times")
        if self.count:
            raise typer.Exit(1)


def documents(paths: Iterable[str], failures: Failures) -> Iterator[Document]:
    """Every document of the paths; what is none is reported and passed over."""
    from claimx.cli.inputs import read_documents

    for item in read_documents(paths):
        if isinstance(item, Exception):
            failures.add(item)
        else:
            yield item


def console(*, wide: bool = False) -> Console:
    """A console for tables on stdout: no escape codes when piped; ``wide`` never folds below 200 columns."""
    from rich.console import Console

    class Pipe(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError  # Rich would end the program with 1; the application knows better

    made = Pipe(highlight=False, markup=False, emoji=False, soft_wrap=False)
    if wide:
        made.width = max(200, made.width)
    return made
