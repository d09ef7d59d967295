"""Files written whole or not at all, and a folder with one document a file."""

from __future__ import annotations

import errno
import os
import re
import stat
import time
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import IO, BinaryIO

from claimx.errors import OutputError
from claimx.model import Document
from claimx.writing.formats import dumps

_MENDS = {
    errno.ENOSPC: "make room on the disk",
    errno.EDQUOT: "make room in your quota",
    errno.EACCES: "choose a folder that you may write to",
    errno.EPERM: "choose a folder that you may write to",
    errno.EROFS: "choose a folder that you may write to",
    errno.ENOENT: "make the folder first",
    errno.ENOTDIR: "make the folder first",
    errno.EISDIR: "name a file in it",
    errno.ENAMETOOLONG: "choose a shorter name",
}


class AtomicFile:
    """A binary file that appears under its name only when it is complete.

    It is written beside its target under a temporary name and renamed at the end of the ``with`` block; if the block
    fails or is interrupted, nothing is left and an older file stays as it was. What a killed run left in the folder is
    swept away by the next (see :func:`sweep`). A target that is a pipe or device is written directly.

    Args:
        path: The target; a link is followed.
        inputs: Files being read, which the target must not be.
        follow: False: a link under the target's name is replaced, never followed.

    Raises:
        OutputError: The target is one of the inputs, or cannot be written (also from writes inside the block).
    """

    def __init__(self, path: Path, inputs: Iterable[Path] = (), *, follow: bool = True) -> None:
        self.path = path
        self._follow = follow
        self._target = Path(os.path.realpath(path)) if follow else path
        self._inputs = tuple(inputs)
        self._temporary: Path | None = None
        self._file: IO[bytes] | None = None

    def __enter__(self) -> BinaryIO:
        refuse_input(self.path, self._inputs)
        try:
            mode = self._target.lstat().st_mode if self._target.exists() or self._target.is_symlink() else None
            if mode is not None and stat.S_ISDIR(mode):
                raise IsADirectoryError(errno.EISDIR, "is a folder")
            if mode is not None and not stat.S_ISREG(mode) and not stat.S_ISLNK(mode):
                self._file = self._target.open("wb")
            else:
                import tempfile  # not at import: it takes as long as all the rest

                if self._follow:  # in a folder of documents once for all of them
                    sweep(self._target.parent)
                handle, name = tempfile.mkstemp(prefix=_PREFIX, suffix=_SUFFIX, dir=self._target.parent)
                self._temporary = Path(name)
                self._file = os.fdopen(handle, "wb")
                _lock(handle)
                # mkstemp makes it for its owner alone; the finished file has the older one's mode or the usual one.
                self._temporary.chmod(stat.S_IMODE(mode) if mode and stat.S_ISREG(mode) else 0o666 & ~_umask())
        except OSError as error:
            self._discard()
            raise output_error(error, self.path) from error
        return _Writer(self._file, self.path)  # type: ignore[return-value]

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None or self._file is None:
            self._discard()
            return
        try:
            self._file.flush()
            if self._temporary is not None:
                os.fsync(self._file.fileno())
            self._file.close()
            if self._temporary is not None:
                self._temporary.replace(self._target)
        except OSError as failure:
            self._discard()
            raise output_error(failure, self.path) from failure

    def _discard(self) -> None:
        try:
            if self._file is not None:
                self._file.close()
        except OSError:
            pass  # what could not be written is thrown away anyhow
        if self._temporary is not None:
            self._temporary.unlink(missing_ok=True)


class _Writer:
    """A binary stream whose failures are :class:`OutputError`."""

    def __init__(self, file: IO[bytes], path: Path) -> None:
        self._file = file
        self._path = path

    def write(self, data: bytes) -> int:
        try:
            return self._file.write(data)
        except OSError as error:
            raise output_error(error, self._path) from error

    def flush(self) -> None:
        try:
            self._file.flush()
        except OSError as error:
            raise output_error(error, self._path) from error

    def writable(self) -> bool:
        return True


_PREFIX, _SUFFIX = ".claimx-", ".tmp"
_YOUNG = 5.0  # seconds that a temporary file may be without its lock


def _lock(handle: int) -> bool:
    """Lock an open file against :func:`sweep`; False where another process has the lock, or there are no locks."""
    try:
        import fcntl  # not on Windows

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (ImportError, OSError):
        return False
    return True


def sweep(folder: Path) -> None:
    """Remove temporary files of runs that were killed: no process has their lock any more."""
    for path in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
        try:
            handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
        except OSError:
            continue
        try:
            if time.time() - os.fstat(handle).st_mtime > _YOUNG and _lock(handle):
                path.unlink(missing_ok=True)
        except OSError:
            pass  # somebody else's, in a folder that is shared
        finally:
            os.close(handle)


def refuse_input(path: Path, inputs: Iterable[Path]) -> None:
    """Raise an :class:`OutputError` where ``path`` is one of the files being read, by whatever name."""
    for source in inputs:
        try:
            same = path.exists() and source.exists() and path.samefile(source) and path.is_file()
        except OSError:
            continue
        if same:
            raise OutputError("is an input: writing would destroy it", source=str(path), mend="choose another name")


def output_error(error: OSError, path: Path) -> OutputError:
    """``error`` as one line that names the file and the mend."""
    reason = (error.strerror or str(error)).lower()
    mend = _MENDS.get(error.errno or 0, "check the disk and its permissions")
    return OutputError(f"cannot be written: {reason}", source=str(path), mend=mend)


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


class DocumentFolder:
    """A folder with one file a document, named after its id.

    Args:
        folder: Made if it is missing.
        format: One of :data:`claimx.writing.FORMATS`.
        inputs: Files being read, none of which is overwritten.

    Raises:
        OutputError: The folder cannot be made, or a file not written.
    """

    def __init__(self, folder: Path, format: str = "yaml", inputs: Iterable[Path] = ()) -> None:
        self.folder = folder
        self.format = format
        self._inputs = tuple(inputs)
        self._names: set[str] = set()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            sweep(folder)
        except OSError as error:
            raise output_error(error, folder) from error

    def path(self, id: str) -> Path:
        """Where the document of that id goes in this run; a name that another id has taken gets a mark behind it."""
        name = safe_name(id)
        if _key(name) in self._names:
            name = f"{name}-{_mark(id)}"
            number = 2
            while _key(name) in self._names:
                name = f"{safe_name(id)}-{_mark(id)}-{number}"
                number += 1
        self._names.add(_key(name))
        return self.folder / f"{name}.{self.format}"

    def write(self, document: Document) -> Path:
        """Write one document, whole or not at all; returns its file."""
        path = self.path(document.article.id)
        with AtomicFile(path, self._inputs, follow=False) as stream:
            stream.write(dumps(document, self.format).encode("utf-8"))
        return path


_UNSAFE = re.compile(
    r"""[\x00-\x20\x7f-\xa0\xad<>:"/\\|?*\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ud800-\udfff]+"""
)
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.I)
_LONGEST = 120  # bytes: room for the mark, the suffix and a temporary name in the 255 of a file system


def safe_name(id: str) -> str:
    """A file name, without suffix, that stays in its folder on every system; ids that lose letters get a mark."""
    name = _UNSAFE.sub("_", unicodedata.normalize("NFC", id)).strip(". ")
    if _RESERVED.fullmatch(name):
        name = f"_{name}"
    cut = name.encode("utf-8")[:_LONGEST].decode("utf-8", "ignore").rstrip(". ")
    if cut and cut == id:
        return cut
    return f"{cut or 'article'}-{_mark(id)}"


def _mark(id: str) -> str:
    import hashlib

    return hashlib.sha256(id.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _key(name: str) -> str:
    # Two names that differ in case or composition are one file on some systems.
    return unicodedata.normalize("NFC", name.casefold())
