"""Documents back in: YAML streams, JSON objects and lists, JSON Lines, told apart by their first characters."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from claimx.errors import DocumentError
from claimx.model import SCHEMA, Claim, Date, Document, Place, Speaker
from claimx.writing.checks import faults

_SCHEMA = re.compile(r"claimx/(\d{1,6})(?:\.(\d{1,6}))?", re.ASCII)
_MAJOR, _MINOR = 1, 0
MAX_BYTES = 256_000_000
_PARTS: dict[str, Any] = {"claims": Claim, "speakers": Speaker, "dates": Date, "places": Place}
_AT = re.compile(r" - at `(\$[^`]*)`$")
_MEND = "write it with claimx, or mend it by hand"


def read_documents(
    path: str | Path | BinaryIO, *, check: bool = True, max_bytes: int = MAX_BYTES
) -> Iterator[Document | DocumentError]:
    """The documents of a file or stream, in order, with an error in place of each fault.

    A document with a fault is not given, its faults are: one error each, naming file, document and the path of the key.

    Args:
        path: A file, ``-`` for standard input, or a binary stream.
        check: Look also for what the types do not say (see :func:`claimx.writing.faults`).
        max_bytes: The largest line of JSON Lines, or whole of a JSON list or of YAML, that is read.
    """
    if isinstance(path, str | Path):
        if str(path) == "-":
            import sys

            yield from _stream(sys.stdin.buffer, "-", check, max_bytes)
            return
        try:
            with Path(path).open("rb") as stream:
                yield from _stream(stream, str(path), check, max_bytes)
        except FileNotFoundError:
            yield DocumentError("no such file", source=str(path), mend="check the name")
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            yield DocumentError(f"cannot be read: {reason}", source=str(path)[:200], mend="check the file")
        return
    yield from _stream(path, str(getattr(path, "name", "-")), check, max_bytes)


def _stream(stream: BinaryIO, source: str, check: bool, limit: int) -> Iterator[Document | DocumentError]:
    source = "-" if source in ("<stdin>", "0") else source
    first = stream.readline(limit + 1)
    while first and not first.removeprefix(b"\xef\xbb\xbf").strip():
        first = stream.readline(limit + 1)
    if not first:
        yield DocumentError("empty, no document", source=source, mend="give the output of claimx extract")
        return
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if first.startswith(mark):
            # PowerShell's > writes UTF-16: once decoded all is as elsewhere.
            data = (first + stream.read(limit))[2:].decode(encoding, "replace")
            stream = io.BytesIO(data.encode("utf-8", "replace"))
            first = stream.readline(limit + 1)
    first = first.removeprefix(b"\xef\xbb\xbf")
    lead = first.lstrip()[:1]
    if lead == b"{" and _is_json(first):
        yield from _lines(first, stream, source, check, limit)
    elif lead in (b"{", b"["):
        yield from _whole(first, stream, source, check, limit)
    elif lead >= b"\x80":  # a document begins with a word of its own, in ASCII; an Arabic letter begins an article
        mend = "run claimx extract first, and give its output"
        yield DocumentError("an article, not a document", source=source, mend=mend)
    else:
        yield from _yaml(first, stream, source, check, limit)


def _is_json(line: bytes) -> bool:
    try:
        msgspec.json.decode(line, type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return True


def _lines(first: bytes, stream: BinaryIO, source: str, check: bool, limit: int) -> Iterator[Document | DocumentError]:
    number, line = 1, first
    while line:
        where = f"{source}:{number}"
        if len(line) > limit:
            yield DocumentError(f"a line of more than {limit:,} bytes", source=where, mend=_MEND)
            return
        if line.strip():
            try:
                value = _decode(line)
            except DocumentError as error:
                yield DocumentError(error.message, source=where, mend=error.mend)
            else:
                yield from _document(value, where, check)
        number, line = number + 1, stream.readline(limit + 1)


def _whole(first: bytes, stream: BinaryIO, source: str, check: bool, limit: int) -> Iterator[Document | DocumentError]:
    data = first + stream.read(limit + 1 - len(first))
    if len(data) > limit:
        message = f"larger than {limit:,} bytes, and a JSON list is read whole"
        yield DocumentError(message, source=source, mend="use --format jsonl")
        return
    try:
        value = _decode(data)
    except DocumentError as error:
        lines = data.splitlines(keepends=True)
        if (
            first.startswith(b"{")
            and len(lines) > 1
            and all(line.startswith(b"{") for line in lines[1:] if line.strip())
        ):
            # JSON Lines whose first line is cut: the rest goes on.
            yield from _lines(lines[0], io.BytesIO(b"".join(lines[1:])), source, check, limit)
        else:
            yield DocumentError(error.message, source=source, mend=error.mend)
        return
    if isinstance(value, list):
        for number, item in enumerate(value, 1):
            yield from _document(item, f"{source}: document {number}", check)
    else:
        yield from _document(value, source, check)


def _decode(data: bytes) -> Any:
    try:
        return msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DocumentError(f"not valid JSON: {error}", mend=_MEND) from error
    except RecursionError as error:
        raise DocumentError("JSON nested too deeply", mend=_MEND) from error


def _yaml(first: bytes, stream: BinaryIO, source: str, check: bool, limit: int) -> Iterator[Document | DocumentError]:
    from claimx.writing.yaml_in import yaml_values

    found = False
    for number, (line, value) in enumerate(yaml_values(_Joined(first, stream, limit), source), 1):
        if isinstance(value, DocumentError):
            yield value
        elif value is not None:
            yield from _document(value, f"{source}: document {number} (line {line})", check)
        found = True
    if not found:
        yield DocumentError("no document in it", source=source, mend="give the output of claimx extract")


class _Joined:
    """First line and rest as one stream, ended by a ValueError at the limit."""

    def __init__(self, first: bytes, stream: BinaryIO, limit: int) -> None:
        self._first = first
        self._stream = stream
        self._left = self._limit = limit

    def read(self, size: int = -1) -> bytes:
        if self._first:
            data, self._first = self._first, b""
            if 0 < size < len(data):
                data, self._first = data[:size], data[size:]
        else:
            data = self._stream.read(size if size > 0 else 65_536)
        self._left -= len(data)
        if self._left < 0:
            raise ValueError(f"larger than {self._limit:,} bytes")
        return data


def _document(value: Any, where: str, check: bool) -> Iterator[Document | DocumentError]:
    """The document that a plain value is, or its faults."""
    try:
        refuse_schema(value)
        document = msgspec.convert(value, Document)
    except DocumentError as error:
        yield DocumentError(error.message, source=where, mend=error.mend)
        return
    except msgspec.ValidationError as error:
        yield from (DocumentError(text, source=where, mend=_MEND) for text in _type_faults(value, error))
        return
    except RecursionError:
        yield DocumentError("nested too deeply", source=where, mend=_MEND)
        return
    found = faults(document) if check else []
    if found:
        yield from (DocumentError(text, source=where, mend=_MEND) for text in found)
    else:
        yield document


def refuse_schema(value: Any) -> None:
    """Raise a :class:`DocumentError` for what is no claimx document, or one of a version that is not read.

    Every 1.x up to this one is read: later minors only add keys.
    """
    schema = value.get("schema") if isinstance(value, dict) else None
    if not isinstance(schema, str):
        there = "an article" if isinstance(value, dict) and "text" in value else "no claimx document"
        mend = "run claimx extract on it first" if there == "an article" else "give the output of claimx extract"
        raise DocumentError(f"{there}: it has no schema: {SCHEMA}", mend=mend)
    match = _SCHEMA.fullmatch(schema)
    if match is None:
        raise DocumentError(f"$.schema: {schema[:60]!r} is not {SCHEMA}", mend="give the output of claimx extract")
    version = int(match[1]), int(match[2] or 0)
    if version > (_MAJOR, _MINOR):
        raise DocumentError(f"$.schema: {schema} is newer than {SCHEMA}", mend="pip install --upgrade claimx")
    if version[0] < _MAJOR:
        raise DocumentError(f"$.schema: {schema} was never published", mend="extract the article again")


def _type_faults(value: dict[str, Any], error: msgspec.ValidationError) -> Iterator[str]:
    """Every part that does not fit the types; msgspec alone names the first."""
    first = _message(error, "$")
    yield first
    for key, kind in _PARTS.items():
        items = value.get(key)
        for n, item in enumerate(items if isinstance(items, list) else ()):
            try:
                msgspec.convert(item, kind)
            except msgspec.ValidationError as fault:
                text = _message(fault, f"$.{key}[{n}]")
                if text != first:
                    yield text


def _message(error: msgspec.ValidationError, root: str) -> str:
    text = str(error)
    match = _AT.search(text)
    path = match[1] if match else "$"
    text = text[: match.start()] if match else text
    return f"{root}{path[1:]}: {text[:1].lower()}{text[1:]}"
