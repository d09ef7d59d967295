"""Documents out, in each format, one at a time."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Literal, TextIO, cast, get_args

import msgspec

from claimx.errors import ConfigError
from claimx.model import Document
from claimx.writing.csv_out import csv_rows
from claimx.writing.json_out import json_line, json_pretty
from claimx.writing.yaml_out import yaml_document

Format = Literal["yaml", "json", "jsonl", "csv"]
FORMATS: tuple[str, ...] = get_args(Format)
SUFFIXES = {".yaml": "yaml", ".yml": "yaml", ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv"}


def dumps(document: Document, format: str = "yaml") -> str:
    """One document as text, ended by a newline; JSON is the object alone.

    Raises:
        ConfigError: No such format.
    """
    return "".join(chunks([document], format, single=True))


def write(
    documents: Iterable[Document],
    stream: TextIO | BinaryIO,
    format: str = "yaml",
    *,
    single: bool | None = None,
    bom: bool = False,
) -> int:
    """Write documents as they come, each flushed, so that an interrupted run leaves what it wrote whole.

    Args:
        documents: Any number, none held but one.
        stream: A text stream, or a binary one (written as UTF-8).
        format: One of :data:`FORMATS`. YAML is a stream of documents, JSON Lines one a line, CSV one claim a row.
        single: For JSON: True writes an object and takes one document only, False writes a list; None writes an object
            for one document and a list otherwise.
        bom: Begin with a byte-order mark, by which spreadsheets know UTF-8.

    Returns:
        How many documents were written.

    Raises:
        ConfigError: No such format.
        OSError: The stream fails.
    """
    count = 0

    def counted() -> Iterator[Document]:
        nonlocal count
        for document in documents:
            count += 1
            yield document

    first = "\ufeff" if bom else ""
    for chunk in chunks(counted(), format, single=single):
        put(stream, first + chunk)
        first = ""
    return count


def put(stream: TextIO | BinaryIO, text: str) -> None:
    """Write and flush ``text`` on a text or binary stream."""
    if isinstance(stream, io.TextIOBase):
        stream.write(text)
    else:
        cast("BinaryIO", stream).write(text.encode("utf-8"))
    stream.flush()


def chunks(documents: Iterable[Document], format: str, *, single: bool | None = None) -> Iterator[str]:
    """The pieces of the output, in order; each ends where a reader could stop."""
    if format == "yaml":
        return (yaml_document(msgspec.to_builtins(document)) for document in documents)
    if format == "jsonl":
        return (json_line(document).decode() + "\n" for document in documents)
    if format == "csv":
        return csv_rows(documents)
    if format == "json":
        return _json(iter(documents), single)
    from claimx.lexicon import near  # not at import: it brings PyYAML along

    raise ConfigError(f"unknown format {format!r}", source="--format", mend=near(format, FORMATS))


def _json(documents: Iterator[Document], single: bool | None) -> Iterator[str]:
    first = next(documents, None)
    if first is None:
        if single is not True:
            yield "[]\n"
        return
    second = next(documents, None) if single is None else None
    if single or (single is None and second is None):
        yield json_pretty(first).decode() + "\n"
        return
    yield "[\n" + _indented(first)
    if second is not None:
        yield ",\n" + _indented(second)
    try:
        for document in documents:
            yield ",\n" + _indented(document)
    except (Exception, KeyboardInterrupt):
        yield "\n]\n"  # an interrupted list is a list all the same
        raise
    yield "\n]\n"


def _indented(document: Document) -> str:
    # Newlines inside strings are escaped, so every newline is one of the layout.
    return "  " + json_pretty(document).decode().replace("\n", "\n  ")
