"""What commands read: articles, documents, and articles that belong to documents."""

from __future__ import annotations

import glob
import hashlib
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date as calendar_date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from claimx.errors import ClaimxError, DocumentError, InputError
from claimx.lexicon.loading import near
from claimx.model import ACTS, Article, ArticleInfo, Document

if TYPE_CHECKING:
    from claimx.cli.streams import Failures
    from claimx.reading import Reader

DOCUMENT_SUFFIXES = frozenset({".yaml", ".yml", ".json", ".jsonl", ".ndjson"})
ARTICLE_SUFFIXES = frozenset({".txt", ".text", ".htm", ".html", ".xhtml"})
_PARTIAL = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
EXTRACT_FIRST = "run claimx extract first, and give its output"


def check_date(value: str | None) -> str | None:
    """A full ISO date, or None.

    Raises:
        typer.BadParameter: It is none.
    """
    if value is None:
        return None
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            raise ValueError
        return calendar_date.fromisoformat(value).isoformat()
    except ValueError:
        message = f"{value!r} is no date (write it as 2025-05-30)"
        raise typer.BadParameter(message, param_hint="--date") from None


def check_partial_date(value: str | None, option: str) -> str | None:
    """An ISO date that may lack its day, or day and month."""
    if value is None:
        return None
    found = _PARTIAL.fullmatch(value)
    try:
        if found is None:
            raise ValueError
        calendar_date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        message = f"{value!r} is no date (write it as 2025-05-30, 2025-05 or 2025)"
        raise typer.BadParameter(message, param_hint=option) from None
    return value


def check_acts(values: Iterable[str] | None) -> tuple[str, ...]:
    """Speech acts, one or several by commas in each value."""
    acts = tuple(act for value in values or () for act in value.replace(",", " ").split())
    for act in acts:
        if act not in ACTS:
            raise typer.BadParameter(f"{act!r} is no speech act ({near(act, ACTS)})", param_hint="--act")
    return acts


class Articles:
    """The articles of the paths, read one by one as they are asked for; what cannot be read is reported."""

    def __init__(
        self,
        reader: Reader,
        paths: Iterable[str],
        input_format: str,
        date: str | None,
        failures: Failures,
        *,
        quiet: bool,
    ) -> None:
        self._reader = reader
        self._format = input_format
        self._date = date
        self._failures = failures
        self._quiet = quiet
        self.sources: list[Path | InputError] = reader.sources(list(paths))
        self.wanted: Callable[[Article], bool] = lambda article: True
        self.passed = 0

    @property
    def total(self) -> int | None:
        """How many articles there are, if that can be told without reading them."""
        if self._format == "jsonl":
            return None
        each = [str(source) for source in self.sources if not isinstance(source, Exception)]
        return None if any(one == "-" or one.lower().endswith((".jsonl", ".ndjson")) for one in each) else len(each)

    @property
    def files(self) -> list[Path]:
        """The files that are read."""
        return [source for source in self.sources if isinstance(source, Path) and str(source) != "-"]

    def __iter__(self) -> Iterator[Article]:
        for source in self.sources:
            for item in self._read(source):
                if isinstance(item, InputError):
                    self._failures.add(item)
                    continue
                if not self.wanted(item):
                    self.passed += 1
                    continue
                if not self._quiet:
                    self._warn(item)
                yield item

    def _read(self, source: Path | InputError) -> Iterable[Article | InputError]:
        if isinstance(source, InputError):
            return [source]
        if str(source) == "-":
            return self._reader.read_stdin(sys.stdin.buffer, input_format=self._format, date=self._date)
        return self._reader.read_path(source, input_format=self._format, date=self._date)

    def _warn(self, article: Article) -> None:
        from claimx.cli.streams import complain

        for warning in article.warnings:
            complain(f"warning: {article.source}: {warning}")


def read_documents(paths: Iterable[str]) -> Iterator[Document | ClaimxError]:
    """The documents of files, folders (their files of documents, recursively), globs and stdin (``-``)."""
    from claimx import writing

    for path in paths:
        if path == "-":
            yield from writing.read_documents(sys.stdin.buffer)
            continue
        for file in _files(path):
            if isinstance(file, ClaimxError):
                yield file
            elif file.suffix.lower() in ARTICLE_SUFFIXES:
                yield DocumentError("an article, not a document", source=str(file), mend=EXTRACT_FIRST)
            else:
                yield from writing.read_documents(file)


def _files(path: str) -> list[Path | ClaimxError]:
    given = Path(path)
    if given.is_dir():
        found = sorted(p for p in given.rglob("*") if p.suffix.lower() in DOCUMENT_SUFFIXES and p.is_file())
        return [*found] or [InputError("a folder without documents", source=path, mend=EXTRACT_FIRST)]
    if not given.exists() and glob.has_magic(path):
        names = sorted(glob.glob(path, recursive=True))  # noqa: PTH207 (Path.glob takes no absolute pattern)
        matches = [Path(p) for p in names if Path(p).is_file()]
        return [*matches] or [InputError("no file matches", source=path, mend="check the pattern")]
    if not given.exists():
        return [InputError("no such file", source=path, mend="check the path")]
    return [given]


class Texts:
    """Finds the text of the article that a document was made from, known by its SHA-256."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._by_hash: dict[str, Article] = {}
        self._by_id: dict[str, Article] = {}
        self._seen: set[str] = set()
        for path in paths:
            self._load(path)

    def of(self, info: ArticleInfo, *, by_id: bool = False) -> str | None:
        """The article's text, or None where it is not at hand.

        Args:
            info: What the document says of its article.
            by_id: Take an article of the same id where none has the same SHA-256.
        """
        if info.sha256 not in self._by_hash and info.source != "-" and Path(info.source).is_file():
            self._load(info.source)
        article = self._by_hash.get(info.sha256)
        if article is None and by_id:
            article = self._by_id.get(info.id)
        return article.text if article is not None else None

    def _load(self, path: str) -> None:
        from claimx.reading import Reader

        if path in self._seen:
            return
        self._seen.add(path)
        reader = Reader()
        for source in reader.sources([path]):
            if isinstance(source, InputError):
                raise source
            for item in reader.read_path(source):
                if isinstance(item, Article):
                    self._by_hash[_sha256(item.text)] = item
                    self._by_id[item.id] = item


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
