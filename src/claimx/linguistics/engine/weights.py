"""Reading torch's files without torch: a zip of one pickle and the raw numbers it points to.

The pickle is read by Python's own unpickler, which is let find a handful of names and no other: it can build ordered
dictionaries, bytes and arrays, and nothing else. A file that asks for more is refused.
"""

from __future__ import annotations

import pickle
import zipfile
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from claimx.errors import ModelError

__all__ = ["Array", "read"]

Array = npt.NDArray[np.float32]

_TYPES = {
    "HalfStorage": np.float16, "FloatStorage": np.float32, "DoubleStorage": np.float64, "LongStorage": np.int64,
    "IntStorage": np.int32, "ByteStorage": np.uint8, "BoolStorage": np.bool_,
}  # fmt: skip


class _Storage:
    """Stands for one of torch's storage types in the pickle."""

    def __init__(self, kind: type[Any]) -> None:
        self.kind = kind


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: Any, storages: Callable[[str, Any], Any]) -> None:
        super().__init__(file, encoding="utf-8")
        self._storages = storages

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("collections", "OrderedDict"):
            return OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return _array
        if (module, name) == ("_codecs", "encode"):
            return _bytes
        if module == "torch" and name in _TYPES:
            return _Storage(_TYPES[name])
        raise pickle.UnpicklingError(f"asks for {module}.{name}")

    def persistent_load(self, pid: Any) -> Any:
        kind, storage, key = pid[:3]
        if kind != "storage" or not isinstance(storage, _Storage):
            raise pickle.UnpicklingError("asks for what is no storage")
        return self._storages(str(key), storage.kind)


def _bytes(text: str, encoding: str) -> bytes:
    # How the second pickle protocol writes bytes.
    if encoding != "latin1":
        raise pickle.UnpicklingError(f"asks for bytes in {encoding}")
    return text.encode("latin1")


def _array(storage: Any, offset: int, size: tuple[int, ...], stride: tuple[int, ...], *_: Any) -> Any:
    count = int(np.prod(size))
    steps = [1] * len(size)
    for i in range(len(size) - 2, -1, -1):
        steps[i] = steps[i + 1] * size[i + 1]
    if count and tuple(stride) != tuple(steps):
        raise pickle.UnpicklingError("holds a tensor that is not laid out in order")
    return storage[offset : offset + count].reshape(size)


def read(path: Path) -> Any:
    """What `torch.save` wrote, with numpy arrays for its tensors.

    Half-precision arrays stay so, and point into the file, mapped into memory: the vectors of words that do not occur
    are never read.

    Raises:
        ModelError: it is no such file, or not all there, or would run code.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.partition("/")[2]: name for name in archive.namelist()}
            whole = np.memmap(path, np.uint8, "r")

            def storage(key: str, kind: type[Any]) -> Any:
                entry = archive.getinfo(names[f"data/{key}"])
                if entry.compress_type != zipfile.ZIP_STORED:
                    return np.frombuffer(archive.read(entry), kind)
                # The local header before the data has its own lengths of name and padding.
                header = whole[entry.header_offset : entry.header_offset + 30]
                start = entry.header_offset + 30 + int(header[26:28].view("<u2")[0]) + int(header[28:30].view("<u2")[0])
                return whole[start : start + entry.file_size].view(kind)

            with archive.open(names["data.pkl"]) as pickled:
                return _Unpickler(pickled, storage).load()
    except Exception as problem:  # whatever the libraries trip over in a file of strangers is a fault of the file
        reason = " ".join(str(problem).split())[:160]
        raise ModelError(
            f"not loadable as Stanza models: {type(problem).__name__}: {reason}",
            source=str(path),
            mend="run: claimx models check",
        ) from problem
