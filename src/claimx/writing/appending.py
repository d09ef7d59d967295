"""A file of JSON Lines that grows over several runs, each of which may be cut short: by Ctrl-C, or by a power cut."""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from array import array
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import msgspec

from claimx.errors import OutputError
from claimx.model import Article, Document
from claimx.writing.json_out import json_line
from claimx.writing.output import output_error, refuse_input

__all__ = ["AppendedLines"]

# Seconds of work that a power cut may cost: how often what is written is made to reach the disk.
_SYNC_SECONDS = 2.0
_BOM = b"\xef\xbb\xbf"


class _Article(msgspec.Struct):
    id: str
    sha256: str


class _Head(msgspec.Struct):
    """As much of a document as tells which article it is of."""

    schema: str
    article: _Article


class AppendedLines:
    """Documents, one a line, behind those that are there.

    What stands in the file is the only record of what is done, so that the two cannot disagree. A last line that is
    not whole is cut off; its article is done again.

    Args:
        path: The file; made if it is missing.
        inputs: Files being read, which it must not be.
        bom: Begin a new file with a byte-order mark.

    Attributes:
        cut: How many bytes of a broken end were cut off.

    Raises:
        OutputError: It is one of the inputs, is being written by another run, cannot be read or written, or holds
            something other than documents (the line is named).
    """

    def __init__(self, path: Path, inputs: Iterable[Path] = (), *, bom: bool = False) -> None:
        self.path = path
        self.cut = 0
        refuse_input(path, inputs)
        self._file: IO[bytes] | None = None
        try:
            new = not path.exists()
            file = path.open("ab+")
            self._file = file
            self._lock(file)
            self._done = _Done(self._whole_lines(file))
            if bom and file.seek(0, os.SEEK_END) == 0:
                file.write(_BOM)
            self._sync()
            if new:
                _sync_folder(path.parent)
        except OSError as error:
            self._close()
            raise output_error(error, path) from error
        except OutputError:
            self._close()
            raise

    def wanted(self, article: Article) -> bool:
        """Whether the article's document is not there yet. Each call takes one: articles given twice are two."""
        digest = hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest()
        return not self._done.take(_key(article.id, digest))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._sync()
        except OSError as failure:
            if kind is None:
                raise output_error(failure, self.path) from failure
        finally:
            self._close()

    def write(self, documents: Iterable[Document]) -> None:
        """Add documents as they come, each whole or not at all: what a full disk had room for is cut off again."""
        assert self._file is not None
        handle = self._file.fileno()
        synced = time.monotonic()
        for document in documents:
            whole = os.fstat(handle).st_size
            try:
                # Past the buffer, which would try again to write when the file is closed.
                left = memoryview(json_line(document) + b"\n")
                while left:
                    left = left[os.write(handle, left) :]
                if time.monotonic() - synced > _SYNC_SECONDS:
                    self._sync()
                    synced = time.monotonic()
            except OSError as error:
                with contextlib.suppress(OSError):  # a pipe or a device has no end to cut
                    os.ftruncate(handle, whole)
                raise output_error(error, self.path) from error

    def _whole_lines(self, file: IO[bytes]) -> array[int]:
        """The keys of the documents that are there; a broken end is cut off."""
        keys = array("Q")
        decoder = msgspec.json.Decoder(_Head)
        file.seek(0)
        good = at = number = 0
        broken = 0
        for raw in file:
            number += 1
            start, at = at, at + len(raw)
            line = raw.removeprefix(_BOM) if start == 0 else raw
            if not line.strip():
                continue
            try:
                if not line.endswith(b"\n"):
                    raise msgspec.DecodeError("cut off")
                head = decoder.decode(line)
            except (msgspec.DecodeError, UnicodeDecodeError):
                broken = broken or number
                if not _is_json(line):
                    continue
                head = None
            if broken:
                # A power cut leaves a broken end, and no broken middle: this is somebody's file.
                raise OutputError(
                    "not a document of claimx",
                    source=f"{self.path}:{broken}",
                    mend="--resume adds to files of its own: repair it or name another",
                )
            assert head is not None
            keys.append(_key(head.article.id, head.article.sha256))
            good = at
        if broken and not len(keys):
            raise OutputError(
                "holds no document of claimx", source=str(self.path),
                mend="--resume adds to files of its own: name another, or take this one away",
            )  # fmt: skip
        if at > good:
            self.cut = at - good if broken else 0
            file.truncate(good)
        return keys

    def _lock(self, file: IO[bytes]) -> None:
        try:
            import fcntl
        except ImportError:  # not on this system
            return
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise OutputError(
                "another run is writing to it", source=str(self.path), mend="wait for its end, or name another file"
            ) from error
        except OSError:  # a file system without locks
            return

    def _sync(self) -> None:
        if self._file is not None:
            self._file.flush()
            try:
                os.fsync(self._file.fileno())
            except OSError as error:
                import errno

                if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # a pipe or a device has nothing to sync
                    raise

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


def _is_json(line: bytes) -> bool:
    """Whether it is a line that somebody wrote to its end."""
    try:
        msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return False
    return line.endswith(b"\n")


def _key(id: str, sha256: str) -> int:
    """Eight bytes for an article: of ten million, two are alike once in 400,000 archives."""
    data = f"{id}\0{sha256}".encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big")


def _sync_folder(folder: Path) -> None:
    """Make a new file's name reach the disk."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:  # not on this system
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)


class _Done:
    """Counts of keys in little memory: twelve bytes a document."""

    def __init__(self, keys: array[int]) -> None:
        import numpy as np

        self._keys, self._left = np.unique(np.frombuffer(keys, np.uint64), return_counts=True)
        self._left = self._left.astype(np.uint32)

    def take(self, key: int) -> bool:
        """Whether the key is there once more."""
        import numpy as np

        if not len(self._keys):
            return False
        place = int(np.searchsorted(self._keys, np.uint64(key)))
        if place == len(self._keys) or int(self._keys[place]) != key or not self._left[place]:
            return False
        self._left[place] -= 1
        return True
