"""JSON and JSON Lines: one article a record, one bad record no end of the file."""

from __future__ import annotations

import codecs
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from claimx.errors import InputError
from claimx.reading.decoding import decode

_SURROGATE = re.compile("[\ud800-\udfff]")
_CHUNK = 1 << 20
_MEND = 'one record a line, as in {"text": "…"}'
_WIDE = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


@dataclass(frozen=True)
class Record:
    """What a record says, checked; ``date`` still as written."""

    text: str
    id: str | None = None
    title: str | None = None
    date: str | None = None
    url: str | None = None
    outlet: str | None = None
    author: str | None = None
    warnings: tuple[str, ...] = ()


Item = tuple[str, int | None, "Record | InputError"]
"""Where it stands (``news.jsonl:7``), its number (None for the only one of a JSON file), and what it is."""


def read_lines(stream: BinaryIO, source: str, max_bytes: int) -> Iterator[Item]:
    """The records of a JSON Lines stream, one line in memory at a time.

    A stream that begins with ``[``, or with an object spread over lines, is one JSON value: it is read whole, up to ten
    times ``max_bytes``. UTF-16 with its mark (what PowerShell's ``>`` writes) is read as well.
    """
    mark = stream.read(2)
    lines = _wide_lines(stream, _WIDE[mark], max_bytes) if mark in _WIDE else _lines(stream, mark, max_bytes)
    numbered = enumerate(lines, 1)
    held: list[tuple[int, bytes | None]] = []
    first = True
    while (item := held.pop() if held else next(numbered, None)) is not None:
        number, line = item
        if line is None:
            message = f"the record is larger than {max_bytes:,} bytes"
            where = f"{source}:{number}"
            yield where, number, InputError(message, source=where, mend="raise max_bytes in reading.yaml")
            first = False
            continue
        line = (line.removeprefix(codecs.BOM_UTF8) if number == 1 else line).strip()
        if not line:
            continue
        if first and (line.startswith(b"[") or not _complete(line)):
            second = next(numbered, None)
            if line.startswith(b"[") or (second and second[1] and not second[1].startswith(b"{")):
                rest = [line, second[1] or b""] if second else [line]
                yield from read_whole(_gather(rest, numbered, max_bytes * 10), source, max_bytes * 10)
                return
            if second:
                held.append(second)
        first = False
        where = f"{source}:{number}"
        yield where, number, _line(line, where)
    if first:
        yield source, None, InputError("empty file", source=source, mend=_MEND)


def _gather(parts: list[bytes], numbered: Iterator[tuple[int, bytes | None]], limit: int) -> bytes:
    size = sum(map(len, parts))
    for _, line in numbered:
        parts.append(line or b"")
        size += limit + 1 if line is None else len(line)
        if size > limit:
            return b" " * (limit + 1)  # refused for its size
    return b"\n".join(parts)


def _lines(stream: BinaryIO, held: bytes, limit: int) -> Iterator[bytes | None]:
    """Lines of ``stream``; None for one longer than ``limit``, which is skipped in pieces."""
    while line := (held if held.endswith(b"\n") else held + stream.readline(limit + 1)):
        held = b""
        if len(line) > limit and not line.endswith(b"\n"):
            while (more := stream.readline(_CHUNK)) and not more.endswith(b"\n"):
                pass
            yield None
        else:
            yield line


def _wide_lines(stream: BinaryIO, encoding: str, limit: int) -> Iterator[bytes | None]:
    # A byte 0x0A may be half of a letter, so lines are told apart in the decoded text.
    reader = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="\n")
    try:
        while line := reader.readline(limit + 1):
            if len(line) > limit and not line.endswith("\n"):
                while (more := reader.readline(_CHUNK)) and not more.endswith("\n"):
                    pass
                yield None
            else:
                yield line.encode("utf-8", "replace")
    finally:
        reader.detach()


def _complete(line: bytes) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _line(line: bytes, where: str) -> Record | InputError:
    try:
        text, warning = decode(line, where)
        return record(_load(text, where, _MEND), where, (warning,) if warning else ())
    except InputError as error:
        return error


def read_whole(data: bytes, source: str, max_bytes: int) -> Iterator[Item]:
    """The records of one JSON value: an object, or a list of them.

    Args:
        data: The file; one of more than ``max_bytes`` is refused.
        source: What errors name.
        max_bytes: The limit.
    """
    if len(data) > max_bytes:
        message = f"larger than {max_bytes:,} bytes, and a JSON list is read whole"
        yield source, None, InputError(message, source=source, mend="turn it into JSON Lines: jq -c '.[]'")
        return
    try:
        text, warning = decode(data, source)
        value = _load(text, source, "give an object or a list of objects")
    except InputError as error:
        yield source, None, error
        return
    if value == []:
        yield source, None, InputError("an empty list, no article", source=source, mend="give records with text")
    single = not isinstance(value, list)
    for number, item in enumerate([value] if single else value, 1):
        where = source if single else f"{source}: record {number}"
        try:
            made: Record | InputError = record(item, where, (warning,) if warning else ())
        except InputError as error:
            made = error
        yield where, None if single else number, made


def _load(text: str, where: str, mend: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(
            f"not valid JSON: {error.msg} at character {error.pos + 1}", source=where, mend=mend
        ) from error
    except RecursionError as error:
        raise InputError("JSON nested too deeply", source=where, mend=mend) from error
    except ValueError as error:
        # A number of more digits than Python converts.
        raise InputError(f"not valid JSON: {str(error)[:60]}", source=where, mend=mend) from error


def record(value: Any, where: str, warnings: tuple[str, ...] = ()) -> Record:
    """Check one decoded record.

    Raises:
        InputError: It is no object, has no text, or a value has the wrong type.
    """
    if not isinstance(value, dict):
        raise InputError("a record must be an object", source=where, mend=_MEND)
    if isinstance(value.get("schema"), str) and value["schema"].startswith("claimx/"):
        raise InputError("a claimx document, not an article", source=where, mend="see it with claimx show")
    notes = list(warnings)

    def text_of(key: str) -> str | None:
        found = value.get(key)
        if found is None:
            return None
        if not isinstance(found, str):
            message = f"{key} must be text, not {_kind(found)}"
            raise InputError(message, source=where, mend="put it in quotation marks")
        return clean(found)

    def clean(found: str) -> str:
        if not found.isascii() and _SURROGATE.search(found):
            notes.append("half a surrogate pair was replaced by U+FFFD")
            return _SURROGATE.sub("\ufffd", found)
        return found

    text = text_of("text")
    paragraphs = value.get("paragraphs")
    if text is None and paragraphs is not None:
        if not isinstance(paragraphs, list) or not all(isinstance(part, str) for part in paragraphs):
            raise InputError("paragraphs must be a list of texts", source=where, mend="or give text")
        text = "\n".join(clean(part) for part in paragraphs)
    if text is None:
        there = ", ".join(repr(str(key)[:20]) for key in list(value)[:8])
        raise InputError("record without text", source=where, mend=f"name the key text; there are: {there or 'none'}")
    if not text.strip():
        raise InputError("record with an empty text", source=where, mend="leave it out")
    identity = value.get("id")
    if isinstance(identity, bool) or not isinstance(identity, str | int | None):
        raise InputError(f"id must be text or a number, not {_kind(identity)}", source=where)
    return Record(
        text=text,
        id=None if identity is None else clean(str(identity)).strip() or None,
        title=text_of("title") or None,
        date=text_of("date") or None,
        url=text_of("url") or None,
        outlet=text_of("outlet") or text_of("source") or None,
        author=text_of("author") or None,
        warnings=tuple(dict.fromkeys(notes)),
    )


def _kind(value: object) -> str:
    names = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object", str: "text"}
    return names.get(type(value), "null")
