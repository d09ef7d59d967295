"""Tables of one document: heading, claims, dates, places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from claimx.display.chain import chain
from claimx.display.filters import Filter
from claimx.display.rtl import Cell, Mode, clean, detect
from claimx.display.words import LanguageCode, Words, display_config, words
from claimx.model import Claim, Date, Document, Place, Span

# Under this many columns, role stands below the name and where below when.
ROOMY = 120
# Attributes that read in light and dark alike; colours only from the terminal's own sixteen.
_NAME, _DIM, _QUOTE, _HEAD, _TITLE = "bold", "dim", "green", "bold cyan", "bold underline"


def show(
    documents: Iterable[Document],
    console: Console | None = None,
    *,
    language: LanguageCode = "en",
    bidi: str = "auto",
    chosen: Filter | None = None,
    limit: int | None = None,
    evidence: bool = False,
) -> int:
    """Print the tables of documents.

    Args:
        documents: What to show.
        console: Where; stdout by default.
        language: Language of the tables' own words.
        bidi: ``auto``, ``isolate``, ``reshape`` or ``off``, see :mod:`claimx.display.rtl`.
        chosen: Which claims; with a filter, documents without a claim that passes are left out.
        limit: At most so many claims a document.
        evidence: Add the column of which pattern found the claim and how its speaker was resolved.

    Returns:
        How many documents were shown.
    """
    console = console or Console(highlight=False, markup=False, emoji=False)
    mode = mode_for(bidi, console)
    shown = 0
    for document in documents:
        claims = chosen.claims(document) if chosen else document.claims
        if chosen and not claims:
            continue
        if shown:
            console.print()
        shown += 1
        tables = Tables(words(language), mode, wide=console.width >= ROOMY, evidence=evidence)
        console.print(Group(*tables.document(document, claims, limit)))
    return shown


def mode_for(bidi: str, console: Console) -> Mode:
    """The mode that ``--bidi`` means on this console."""
    if bidi == "auto":
        return detect(display_config()["terminals"], terminal=console.is_terminal)
    if bidi == "reshape":
        from claimx.display.rtl import can_reshape
        from claimx.errors import ConfigError

        if not can_reshape():
            raise ConfigError("needs the packages of the extra", source="--bidi", mend="pip install claimx[bidi]")
    return bidi  # type: ignore[return-value]


class Tables:
    """Builds the renderables; holds what all of them share."""

    def __init__(self, own: Words, mode: Mode, *, wide: bool, evidence: bool = False) -> None:
        self.own = own
        self.mode = mode
        self.wide = wide
        self.evidence = evidence

    def cell(self, text: Text | str, style: str = "") -> Cell:
        """A cell of the article's or our own words."""
        return Cell(text, self.mode, style=style, rtl=True if self.own.language == "ar" else None)

    def table(self, columns: Sequence[tuple[str, dict[str, Any]]]) -> Table:
        """An empty table; in Arabic its first column stands at the right."""
        # The edge is padded because tmux loses an isolate in the very first column.
        table = Table(box=SIMPLE_HEAD, expand=True, padding=(0, 0, 0, 1), show_edge=False)
        for key, options in self._ordered(columns):
            table.add_column(self.cell(self.own(key) if key else "", _HEAD), **options)
        return table

    def _ordered(self, row: Sequence[Any]) -> list[Any]:
        return list(row)[::-1] if self.own.language == "ar" else list(row)

    def add(self, table: Table, row: Sequence[RenderableType]) -> None:
        """One row, in the language's order of columns."""
        table.add_row(*self._ordered(row))

    def document(self, document: Document, claims: list[Claim], limit: int | None) -> Iterator[RenderableType]:
        """Everything that is shown of one document."""
        own, info = self.own, document.article
        yield self.cell(info.title or info.id, _TITLE)
        date = info.date or own("unknown")
        if info.date and info.date_from:
            date += f" ({own.date_source(info.date_from)})"
        facts = [info.source, f"{own('published')} {date}"]
        if info.focus:
            facts.append(f"{own('about')} {' '.join(info.focus)}")
        cut = claims[:limit] if limit is not None else claims
        if len(cut) == len(document.claims):
            facts.append(own("count_claims", len(cut)))
        else:
            facts.append(own("count_shown", len(cut), len(document.claims)))
        yield self.cell(" · ".join(facts), _DIM)
        yield ""
        yield self.claims(document, cut) if cut else self.cell(own("no_claims"))
        dates, places = document.dates, document.places
        if len(claims) < len(document.claims):  # filtered: what the other claims are about would only distract
            used = {id for claim in claims for id in (*claim.dates, *claim.said_on, *claim.places, *claim.said_in)}
            dates = [date for date in dates if date.id in used]
            places = [place for place in places if place.id in used]
        if dates:
            yield ""
            yield self.dates(dates)
        if places:
            yield ""
            yield self.places(places)

    def claims(self, document: Document, claims: Iterable[Claim]) -> Table:
        """The claims, one a row."""
        dates = {d.id: d for d in document.dates}
        places = {p.id: p for p in document.places}
        fixed: dict[str, Any] = {"no_wrap": False, "vertical": "top"}
        if self.wide:
            columns = [
                ("who", fixed | {"ratio": 4}), ("role", fixed | {"ratio": 5}), ("act", fixed | {"width": 14}),
                ("what", fixed | {"ratio": 16}), ("when", fixed | {"width": 16}), ("where", fixed | {"ratio": 4}),
                ("confidence", {"width": 5, "justify": "right"}),
            ]  # fmt: skip
        else:
            columns = [
                ("who", fixed | {"ratio": 4}), ("act", fixed | {"width": 9}), ("what", fixed | {"ratio": 9}),
                ("when", fixed | {"width": 13}), ("confidence", {"width": 5, "justify": "right"}),
            ]  # fmt: skip
        if self.evidence:
            columns.append(("evidence", fixed | ({"ratio": 6} if self.wide else {"width": 16})))
        table = self.table(columns)
        table.show_lines = False
        introduced: set[str] = set()
        for claim in claims:
            who = self.cell(self._name(claim), _NAME)
            role = claim.speaker.role if claim.speaker.role != claim.speaker.name else None
            if not self.wide and claim.speaker.id in introduced:
                role = None  # once is enough where room is scarce
            introduced.add(claim.speaker.id)
            act = self._act(claim)
            what = self.cell(marked(claim))
            when = self._when(claim, dates)
            where = self._where(claim, places)
            sure = Text(f"{claim.confidence:.2f}", style=_DIM if claim.confidence < 0.5 else "")
            if self.wide:
                row = [who, self.cell(role or ""), act, what, self._lines(when), self._lines(where), sure]
            else:
                named = [who, self.cell(role, _DIM)] if role else [who]
                row = [Group(*named), act, what, self._lines([*when, *where]), sure]
            if self.evidence:
                row.append(Group(self.cell(claim.evidence, _DIM), self.cell(chain(document, claim), _DIM)))
            self.add(table, row)
        return table

    def _name(self, claim: Claim) -> str:
        return claim.speaker.name + (f" ({self.own('anonymous')})" if claim.speaker.anonymous else "")

    def _act(self, claim: Claim) -> RenderableType:
        if claim.cue is None:
            return self.cell(":")
        act = self.own.act(claim.cue.act)
        if self.own.language == "ar" and act == claim.cue.lemma:
            return self.cell(claim.cue.text)
        return Group(self.cell(claim.cue.text), self.cell(act, _DIM))

    def _when(self, claim: Claim, dates: dict[str, Date]) -> list[Cell]:
        said = [self.cell(f"{self.own('said')} {dates[i].value}") for i in claim.said_on if i in dates]
        return said + [self.cell(dates[i].value) for i in claim.dates if i in dates]

    def _where(self, claim: Claim, places: dict[str, Place]) -> list[Cell]:
        said = _names(places[i] for i in claim.said_in if i in places)
        inside = _names(places[i] for i in claim.places if i in places)
        return [self.cell(f"{self.own('said')} {name}") for name in said] + [self.cell(name) for name in inside]

    def _lines(self, cells: Sequence[RenderableType]) -> RenderableType:
        return Group(*cells) if cells else self.cell("–", _DIM)

    def dates(self, dates: Iterable[Date]) -> Table:
        """The dates of a document."""
        table = self.table([("dates", {"ratio": 3}), ("value", {"ratio": 2}), ("type", {"ratio": 2})])
        for d in dates:
            value = f"{d.mod} {d.value}" if d.mod else d.value
            kind = self.own.date_type(d.type) + (f" ({d.calendar})" if d.calendar != "gregorian" else "")
            self.add(table, [self.cell(d.text), self.cell(value), self.cell(kind)])
        return table

    def places(self, places: Iterable[Place]) -> Table:
        """The places of a document, each once, with how often it is named."""
        columns: list[tuple[str, dict[str, Any]]] = [
            ("places", {"ratio": 3}), ("country", {"width": 8}), ("kind", {"ratio": 2}),
            ("mentions", {"width": 10, "justify": "right"}),
        ]  # fmt: skip
        table = self.table(columns)
        counts: dict[tuple[str, str | None, str], int] = {}
        for p in places:
            key = (p.name, p.country, p.kind)
            counts[key] = counts.get(key, 0) + 1
        for (name, country, kind), n in sorted(counts.items(), key=lambda item: -item[1]):
            self.add(table, [self.cell(name), self.cell(country or "–"), self.cell(self.own.place_kind(kind)), str(n)])
        return table


def _names(places: Iterable[Place]) -> list[str]:
    return list(dict.fromkeys(f"{p.name} {p.country}" if p.country else p.name for p in places))


def marked(claim: Claim) -> Text:
    """A claim's content with its quotations styled, on one line.

    Quotation marks tell without colour, too: those inside the content stay as they are, and outer ones, which the
    content leaves out, are put back.
    """
    content = claim.content
    quotes = sorted(_inside(content.quotes, content.start, content.end), key=lambda q: q.start)
    if not quotes and content.form == "direct" and claim.cue is not None:
        quotes = [Span(text=content.text, start=content.start, end=content.end)]
    shown = Text()
    at = content.start

    def piece(start: int, end: int, style: str | None = None) -> None:
        shown.append(clean(content.text[start - content.start : end - content.start]), style)

    for quote in quotes:
        if quote.start < at:
            continue
        piece(at, quote.start)
        shown.append("«" if quote.start == content.start else "", _QUOTE)
        piece(quote.start, quote.end, _QUOTE)
        shown.append("»" if quote.end == content.end else "", _QUOTE)
        at = quote.end
    piece(at, content.end)
    return shown


def _inside(spans: Iterable[Span], start: int, end: int) -> Iterator[Span]:
    return (s for s in spans if start <= s.start <= s.end <= end)
