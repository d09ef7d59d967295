"""The reader: files, folders, standard input and texts into articles, with an error in place of each that fails."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Literal, ParamSpec, get_args

import msgspec

from claimx.errors import ConfigError, InputError
from claimx.model import Article
from claimx.model.document import DateFrom
from claimx.reading.decoding import decode, language_warnings
from claimx.reading.publication import publication_date
from claimx.reading.records import Record, read_lines, record
from claimx.reading.rules import load_rules
from claimx.reading.sections import segment
from claimx.reading.sources import HTML, JSON, LINES, TEXT
from claimx.reading.sources import sources as find_sources

InputFormat = Literal["auto", "text", "html", "jsonl"]
INPUT_FORMATS: tuple[str, ...] = get_args(InputFormat)
Result = Article | InputError
P = ParamSpec("P")

_SURROGATE = re.compile("[\ud800-\udfff]")
_SNIFF = 4096
_JSON_START = re.compile(r'\s*(?:\{\s*(?:["}]|$)|\[\s*(?:[{\]]|$))')
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)


class Reader:
    """Reads articles; one reader serves one run.

    The reader remembers the ids that it gave: within a run each article has an id of its own.

    Args:
        config: A folder with the user's own ``reading.yaml``, or None.
        max_bytes: The largest article read; None for the configuration's.

    Raises:
        ConfigError: The configuration is wrong.
    """

    def __init__(self, config: Path | None = None, max_bytes: int | None = None) -> None:
        self.rules = load_rules(config)
        self.max_bytes = max_bytes if max_bytes is not None else self.rules.max_bytes
        self._ids: set[str] = set()

    def sources(self, paths: Sequence[str | Path]) -> list[Path | InputError]:
        """The files that ``paths`` name: see :func:`claimx.reading.sources`."""
        return find_sources(paths)

    def read(
        self,
        paths: Sequence[str | Path],
        *,
        stdin: BinaryIO | None = None,
        input_format: str = "auto",
        date: str | None = None,
    ) -> Iterator[Result]:
        """Every article of every path, ``-`` being ``stdin``, in order; errors stand in place of what fails."""
        for path in self.sources(paths):
            if isinstance(path, InputError):
                yield path
            elif str(path) == "-":
                if stdin is None:
                    yield InputError("no standard input here", source="-", mend="name a file")
                else:
                    yield from self.read_stdin(stdin, input_format=input_format, date=date)
            else:
                yield from self.read_path(path, input_format=input_format, date=date)

    def read_path(self, path: Path, *, input_format: str = "auto", date: str | None = None) -> Iterator[Result]:
        """The articles of a file: one of a text or HTML file, one a record of a JSON or JSON Lines file.

        Args:
            path: The file.
            input_format: ``text``, ``html``, ``jsonl`` (a single JSON value as well), or ``auto``: by suffix, and by
                the first characters where the suffix is unknown.
            date: Publication date that overrides what the input says.

        Yields:
            Articles, and an :class:`InputError` in place of each that cannot be read.

        Raises:
            ConfigError: ``input_format`` or ``date`` is wrong.
        """
        day = _option_date(date)
        kind = _format(input_format)
        if kind == "auto":
            kind = _by_suffix(path)
        return self._file(path, kind, day)

    def read_stdin(self, stream: BinaryIO, *, input_format: str = "auto", date: str | None = None) -> Iterator[Result]:
        """The articles of a stream, source ``-``: as :meth:`read_path`, told apart by the first characters."""
        return self._stream(stream, "-", "stdin", _format(input_format), _option_date(date))

    def read_text(
        self,
        text: str,
        *,
        id: str = "-",
        source: str = "-",
        title: str | None = None,
        date: str | None = None,
        author: str | None = None,
        outlet: str | None = None,
    ) -> Article:
        """An article from a text in memory.

        Args:
            text: The text; offsets are into it.
            id: The article's id, taken as it is.
            source: What it came from.
            title: Its headline, where it is known.
            date: Its publication date.
            author: Its author.
            outlet: Its publisher.

        Raises:
            InputError: The text is empty, or the date none.
        """
        try:
            day = publication_date(date) if date is not None else None
        except ValueError as error:
            raise InputError(str(error), source=source) from error
        return self._article(
            text, id=id, source=source, title=title, date=day, date_from="option" if day else None, author=author,
            outlet=outlet,
        )  # fmt: skip

    def read_record(self, value: Any, *, source: str = "-", date: str | None = None) -> Result:
        """An article from one record of JSON, decoded: as a line of JSON Lines, but for ids.

        Args:
            value: The record. Its id is taken as it is, however many have the same; without one, the article is named
                after its text.
            source: What it came from; the record's own address goes before it.
            date: Publication date that overrides what the record says.
        """
        try:
            found = record(value, source)
            own = found.id or hashlib.sha256(found.text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
            self._ids.clear()
            return self._record(found, source, source, own, _option_date(date))
        except InputError as error:
            return error

    def _file(self, path: Path, kind: str, date: str | None) -> Iterator[Result]:
        source = str(path)
        try:
            with path.open("rb") as stream:
                for found in self._stream(stream, source, path.stem, kind, date):
                    yield found if source.isascii() else _encodable(found)
        except FileNotFoundError:
            yield InputError("no such file", source=source, mend="check the name")
        except IsADirectoryError:
            yield InputError("a folder, not a file", source=source, mend="name the folder itself to extract")
        except PermissionError:
            yield InputError("cannot be read: permission denied", source=source, mend="check its permissions")
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            yield InputError(f"cannot be read: {reason}", source=source[:200], mend="check the file")

    def _stream(self, stream: BinaryIO, source: str, stem: str, kind: str, date: str | None) -> Iterator[Result]:
        if kind == "auto":
            kind, stream = _sniff(stream)
        if kind == "jsonl":
            for where, number, found in read_lines(stream, source, self.max_bytes):
                if isinstance(found, InputError):
                    yield found
                    continue
                # A record without an id takes the file's stem and its number.
                fallback = stem if number is None else f"{stem}-{number}"
                yield self._guard(self._record, found, source, where, fallback, date)
            return
        data = stream.read(self.max_bytes + 1)
        if len(data) > self.max_bytes:
            message = f"larger than {self.max_bytes:,} bytes"
            yield InputError(message, source=source, mend="raise max_bytes in reading.yaml, or split the file")
            return
        yield self._guard(self._page if kind == "html" else self._plain, data, source, stem, date)

    def _guard(self, make: Callable[P, Article], *args: P.args, **kwargs: P.kwargs) -> Result:
        try:
            return make(*args, **kwargs)
        except InputError as error:
            return error

    def _plain(self, data: bytes, source: str, stem: str, date: str | None) -> Article:
        text, warning = decode(data, source)
        return self._article(
            text, id=self._unique(stem), source=source, date=date, date_from="option" if date else None,
            warnings=[warning] if warning else [],
        )  # fmt: skip

    def _page(self, data: bytes, source: str, stem: str, date: str | None) -> Article:
        from claimx.reading.pages import read_page

        html, warning = decode(data, source, html=True)
        page = read_page(html, source)
        day = date
        date_from: DateFrom | None = "option" if date else None
        if day is None and page.date:
            try:
                day, date_from = publication_date(page.date), "metadata"
            except ValueError:
                day = None
        return self._article(
            page.text, id=self._unique(stem), source=source, title=page.title, date=day,
            date_from=date_from if day else None, author=page.author, outlet=page.outlet,
            warnings=[warning] if warning else [], subheads=page.subheads,
        )  # fmt: skip

    def _record(self, record: Record, source: str, where: str, fallback: str, date: str | None) -> Article:
        day = date
        date_from: DateFrom | None = "option" if date else None
        if day is None and record.date:
            try:
                day, date_from = publication_date(record.date), "record"
            except ValueError as error:
                raise InputError(str(error), source=where) from error
        return self._article(
            record.text, id=self._unique(record.id or fallback), source=record.url or source, title=record.title,
            date=day, date_from=date_from, author=record.author, outlet=record.outlet, warnings=list(record.warnings),
        )  # fmt: skip

    def _article(
        self,
        text: str,
        *,
        id: str | tuple[str, str | None],
        source: str,
        title: str | None = None,
        date: str | None = None,
        date_from: DateFrom | None = None,
        author: str | None = None,
        outlet: str | None = None,
        warnings: Iterable[str] = (),
        subheads: frozenset[str] | None = None,
    ) -> Article:
        notes = list(warnings)
        if isinstance(id, tuple):
            id, note = id
            notes += [note] if note else []
        if not text.isascii() and _SURROGATE.search(text):
            text = _SURROGATE.sub("\ufffd", text)
            notes.append("half a surrogate pair was replaced by U+FFFD")
        segments = segment(text, self.rules, title, subheads)
        if not segments:
            raise InputError("empty article", source=source, mend="give an article with text")
        headline = next((text[part.start : part.end] for part in segments if part.section == "headline"), None)
        return Article(
            id=id, source=source, text=text, segments=segments, title=title or headline, date=date,
            date_from=date_from, author=author, outlet=outlet,
            warnings=(*notes, *language_warnings(text)),
        )  # fmt: skip

    def _unique(self, id: str) -> tuple[str, str | None]:
        """``id``, or with a number behind it where the run has it already, and the warning that says so."""
        id = _SURROGATE.sub("\ufffd", id)
        if id not in self._ids:
            self._ids.add(id)
            return id, None
        number = 2
        while f"{id}-{number}" in self._ids:
            number += 1
        own = f"{id}-{number}"
        self._ids.add(own)
        return own, f"id {id!r} was given already in this run: {own!r} instead"


def _encodable(found: Result) -> Result:
    """``found`` without the bytes of a file name that is not UTF-8: no format could write them."""
    if isinstance(found, InputError) or not _SURROGATE.search(found.source):
        return found
    note = "the file's name is not UTF-8: U+FFFD stands for what cannot be read of it"
    return msgspec.structs.replace(
        found, source=_SURROGATE.sub("\ufffd", found.source), warnings=(note, *found.warnings)
    )


def _option_date(date: str | None) -> str | None:
    if date is None:
        return None
    try:
        return publication_date(date)
    except ValueError as error:
        raise ConfigError(str(error), source="--date") from error


def _format(name: str) -> str:
    if name not in INPUT_FORMATS:
        from claimx.lexicon import near

        raise ConfigError(f"unknown input format {name!r}", source="--input-format", mend=near(name, INPUT_FORMATS))
    return name


def _by_suffix(path: Path) -> str:
    suffix = path.suffix.lower()
    if suffix in (*LINES, *JSON):
        return "jsonl"
    if suffix in HTML:
        return "html"
    return "text" if suffix in TEXT else "auto"


def _sniff(stream: BinaryIO) -> tuple[str, BinaryIO]:
    """The format of a stream by its first characters, and the stream from its beginning again."""
    # One read of what is there: a pipe that is still being written must not be waited for.
    read1 = getattr(stream, "read1", stream.read)
    head: bytes = read1(_SNIFF)
    while head and len(head) < 64 and (more := read1(_SNIFF)):
        head += more
    start = head
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\xef\xbb\xbf", "utf-8")):
        if head.startswith(mark):
            start = head[len(mark) :].decode(encoding, "replace").encode("utf-8", "replace")
    text = start.decode("utf-8", "replace")
    kind = "jsonl" if _JSON_START.match(text) else "html" if _HTML_START.match(text) else "text"
    return kind, io.BufferedReader(_Rejoined(head, stream))


class _Rejoined(io.RawIOBase):
    """A stream with bytes put back in front of it."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head = head
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        if self._head:
            data, self._head = self._head[: len(view)], self._head[len(view) :]
        else:
            data = getattr(self._stream, "read1", self._stream.read)(len(view))
        view[: len(data)] = data
        return len(data)
