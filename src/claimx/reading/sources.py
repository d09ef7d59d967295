"""From what a user names on the command line to the files it stands for."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from claimx.errors import InputError

TEXT = (".txt", ".text")
HTML = (".html", ".htm", ".xhtml")
LINES = (".jsonl", ".ndjson")
JSON = (".json",)
SUFFIXES = (*TEXT, *HTML, *LINES, *JSON)
_MAGIC = frozenset("*?[")


def sources(paths: Sequence[str | Path]) -> list[Path | InputError]:
    """The article files that ``paths`` name, in order, each once.

    Folders are searched through all their folders for files with a known suffix, in sorted order, without hidden
    ones and without following links to folders; a name with ``*``, ``?`` or ``[`` that is no file is a pattern (``**``
    for any depth). ``-`` stays as it is.

    Returns:
        Files, and an error in place of each name that stands for none, so that a run goes on with the rest.
    """
    out: list[Path | InputError] = []
    seen: set[str] = set()
    for name in paths:
        for found in _expand(str(name)):
            if isinstance(found, Path):
                key = os.path.realpath(found) if str(found) != "-" else "-"
                if key in seen:
                    continue
                seen.add(key)
            out.append(found)
    return out


def _expand(name: str) -> Iterator[Path | InputError]:
    if name == "-":
        yield Path("-")
        return
    path = Path(name)
    try:
        if path.is_dir():
            yield from _folder(path)
            return
        there = path.exists()
    except (OSError, ValueError) as error:  # a name too long or with a NUL in it
        reason = getattr(error, "strerror", None) or str(error)
        yield InputError(f"cannot be read: {reason}", source=name[:200], mend="check the name")
        return
    if there or path.is_symlink():
        yield path
    elif _MAGIC & set(name):
        import glob

        found = sorted(glob.glob(name, recursive=True))  # noqa: PTH207  Path.glob takes no absolute pattern
        if not found:
            yield InputError("the pattern matches no file", source=name, mend="check it, and quote it for the shell")
        for match in found:
            if not Path(match).is_dir():
                yield Path(match)
    else:
        yield InputError("no such file or folder", source=name, mend="check the name")


def _folder(folder: Path) -> Iterator[Path | InputError]:
    problems: list[Path | InputError] = []

    def note(error: OSError) -> None:
        where = str(error.filename or folder)
        problems.append(InputError(f"cannot be read: {error.strerror}", source=where, mend="check its permissions"))

    found: list[Path] = []
    for top, folders, files in os.walk(folder, onerror=note):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(top, name) for name in files if not name.startswith(".") and name.lower().endswith(SUFFIXES)]
    yield from problems
    if not found and not problems:
        mend = f"it takes files ending in {', '.join(SUFFIXES)}"
        yield InputError("no articles in the folder", source=str(folder), mend=mend)
    yield from sorted(found)
