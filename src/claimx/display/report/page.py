"""The page, put together: charts, articles with their marks, cards beside them."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from importlib import resources

from claimx import __version__
from claimx.display.report.charts import bars, text, timeline, world
from claimx.display.report.marks import Mark, Piece, lines, marks, pieces
from claimx.display.rtl import LEFT_TO_RIGHT
from claimx.display.summary import SpeakerRow, Speakers, Summary, summarise
from claimx.display.words import LanguageCode, Words, words
from claimx.model import Claim, Date, Document, Place

# What HTML cannot hold; one for one, so that nothing moves.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_TOP = 12
# Neighbours in the list of speakers get hues far from each other.
_GOLDEN = 137.5


def report(
    documents: Iterable[tuple[Document, str | None]],
    *,
    language: LanguageCode = "ar",
    title: str | None = None,
    min_confidence: float = 0.0,
) -> str:
    """A self-contained HTML page over documents.

    Args:
        documents: Each with its article's text, or None where that is not at hand.
        language: Language of the page's own words.
        title: The page's title.
        min_confidence: Claims less certain than this are left out.
    """
    return Page(list(documents), words(language), title, min_confidence).html()


@dataclass(frozen=True, slots=True)
class _Voice:
    """A speaker as the page knows it: ``key`` is the same in all articles."""

    key: str
    hue: int
    row: SpeakerRow


class Page:
    """Builds one page."""

    def __init__(
        self, documents: list[tuple[Document, str | None]], own: Words, title: str | None, min_confidence: float
    ) -> None:
        self.documents = documents
        self.own = own
        self.title = title or own("report")
        self.least = min_confidence
        self.summary: Summary = summarise((d for d, _ in documents), min_confidence=min_confidence)
        self.voices = self._voices()

    def claims(self, document: Document) -> list[Claim]:
        """The claims that are shown."""
        return [claim for claim in document.claims if claim.confidence >= self.least]

    def _voices(self) -> dict[tuple[int, str], _Voice]:
        """Speakers by document and id, merged across articles as in the summary; the most heard come first."""
        index = Speakers()
        of: dict[tuple[int, str], SpeakerRow] = {}
        heard: Counter[int] = Counter()
        for n, (document, _) in enumerate(self.documents):
            for claim in self.claims(document):
                if (n, claim.speaker.id) not in of:
                    of[n, claim.speaker.id] = index.row(claim)
                row = of[n, claim.speaker.id]
                heard[id(row)] += 1
                row.claims += 1
                if claim.speaker.role:
                    row.roles[claim.speaker.role] += 1
        rows = sorted(index.finished(), key=lambda row: -heard[id(row)])
        known = {id(row): _Voice(f"k{i}", round(i * _GOLDEN) % 360, row) for i, row in enumerate(rows)}
        return {key: known[id(row)] for key, row in of.items()}

    def html(self) -> str:
        """The whole page."""
        own = self.own
        style, script = _asset("report.css"), _asset("report.js")
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        # Nothing is fetched, and no script but this page's own runs, whatever an article holds.
        policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; base-uri 'none'"
        direction = "rtl" if own.language == "ar" else "ltr"
        summary = own("summary", self.summary.claims, len(self.summary.speakers), self.summary.articles)
        articles = "\n".join(self.article(n, *pair) for n, pair in enumerate(self.documents))
        return f"""<!doctype html>
<html lang="{own.language}" dir="{direction}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{text(self.title)}</title>
<style>
{style}</style>
</head>
<body>
<a class="skip" href="#articles">{text(own("skip"))}</a>
<header>
<h1>{text(self.title)}</h1>
<p>{text(summary)}</p>
<p class="tools"><label>{text(own("search"))} <input type="search" id="search" autocomplete="off"></label>
<span class="hint">{text(own("follow"))}</span> <output id="following" aria-live="polite"></output></p>
</header>
{self.charts()}
<main id="articles">
{articles}
</main>
<footer><p>{text(own("generated", __version__))}</p></footer>
<script>{script}</script>
</body>
</html>
"""

    def charts(self) -> str:
        """Speakers, acts, days, places."""
        own = self.own
        voices = {voice.key: voice for voice in self.voices.values()}
        top = sorted(voices.values(), key=lambda voice: -voice.row.claims)[:_TOP]
        figures = [
            (own("speakers"), bars([(v.row.name, v.row.claims, v.key) for v in top], label=own("speakers"))),
            (
                own("acts"),
                bars([(own.act(row.act), row.claims, "") for row in self.summary.acts[:_TOP]], label=own("acts")),
            ),
            (own("timeline"), timeline(self.summary.days, label=own("timeline"), rtl=own.language == "ar")),
            (own("map"), world(self.summary.places, label=own("map"))),
        ]
        made = [f"<figure><figcaption>{text(head)}</figcaption>{body}</figure>" for head, body in figures if body]
        return f'<section class="charts">{"".join(made)}</section>'

    def article(self, n: int, document: Document, body: str | None) -> str:
        """One article: its heading, and its text with cards, or cards alone."""
        own, info = self.own, document.article
        facts = [f"<bdi>{text(info.source)}</bdi>"] if info.source != "-" else []
        if info.date:
            facts.append(
                f'{text(own("published"))} <time datetime="{text(info.date)}" dir="ltr">{text(info.date)}</time>'
            )
        if info.focus:
            facts.append(f"{text(own('about'))} <bdi>{text(' '.join(info.focus))}</bdi>")
        facts.append(text(own("count_claims", len(self.claims(document)))))
        inner = self._text(n, document, body) if body is not None else self._cards_alone(n, document)
        title = text(info.title or info.id)
        return (
            f'<article id="a{n}" aria-labelledby="a{n}-title"><h2 id="a{n}-title" lang="ar" dir="auto">{title}</h2>'
            f'<p class="facts">{" · ".join(facts)}</p>{inner}</article>'
        )

    def _text(self, n: int, document: Document, body: str) -> str:
        claims = self.claims(document)
        chosen = frozenset(claim.id for claim in claims)
        among = marks(document, chosen)
        rows = []
        for start, end in lines(body):
            inside = [mark for mark in among if mark.start < end and mark.end > start]
            spans = "".join(self._piece(n, document, body, piece) for piece in pieces(start, end, inside))
            cards = "".join(self.card(n, document, c) for c in claims if start <= c.content.start < end)
            aside = f'<div class="cards">{cards}</div>' if cards else ""
            rows.append(f'<div class="row"><p lang="ar" dir="auto" data-start="{start}">{spans}</p>{aside}</div>')
        return f'<div class="text">{"".join(rows)}</div>'

    def _piece(self, n: int, document: Document, body: str, piece: Piece) -> str:
        shown = escape(_UNFIT.sub("\ufffd", body[piece.start : piece.end]))
        if not piece.marks:
            return shown
        by_kind: dict[str, list[Mark]] = {}
        for mark in piece.marks:
            by_kind.setdefault(mark.kind, []).append(mark)
        attributes = [f'class="{" ".join(by_kind)}"', f'data-start="{piece.start}"']
        claims = by_kind.get("content", []) or by_kind.get("cue", []) or by_kind.get("speaker", [])
        if claims:
            # Where contents nest, the innermost gives the colour: it is the latest to begin.
            speaker = next(c.speaker.id for c in document.claims if c.id == claims[-1].id)
            voice = self.voices[n, speaker]
            keys = " ".join(
                f"a{n}-{text(mark.id)}" for kind in ("content", "cue", "speaker") for mark in by_kind.get(kind, [])
            )
            attributes.append(f'data-claims="{keys}" data-speaker="{voice.key}" style="--hue:{voice.hue}"')
        if content := by_kind.get("content"):
            attributes.append(f'data-content="{" ".join(f"a{n}-{text(mark.id)}" for mark in content)}"')
        titles = [self._date(d) for mark in by_kind.get("date", []) for d in document.dates if d.id == mark.id]
        titles += [self._place(p) for mark in by_kind.get("place", []) for p in document.places if p.id == mark.id]
        if titles:
            attributes.append(f'title="{text(" · ".join(titles))}"')
        return f"<span {' '.join(attributes)}>{shown}</span>"

    def _cards_alone(self, n: int, document: Document) -> str:
        cards = "".join(self.card(n, document, claim, quoted=True) for claim in self.claims(document))
        return f'<p class="note">{_own(self.own("no_text"))}</p><div class="cards alone">{cards}</div>'

    def card(self, n: int, document: Document, claim: Claim, *, quoted: bool = False) -> str:
        """One claim beside the text: who, how, when, where, how certain; ``quoted`` adds what is said."""
        own, voice = self.own, self.voices[n, claim.speaker.id]
        key = f"a{n}-{text(claim.id)}"
        act = own.act(claim.cue.act) if claim.cue else ""
        how = " · ".join(filter(None, (act, own(claim.content.form))))
        role = claim.speaker.role if claim.speaker.role != claim.speaker.name else None
        dates = {d.id: d for d in document.dates}
        places = {p.id: p for p in document.places}
        facts = [f"{own('said')} {self._date(dates[i])}" for i in claim.said_on if i in dates]
        facts += [f"{own('said')} {self._place(places[i])}" for i in claim.said_in if i in places]
        facts += [self._date(dates[i]) for i in claim.dates if i in dates]
        facts += list(dict.fromkeys(self._place(places[i]) for i in claim.places if i in places))
        sure = f"{own('confidence_long')} {claim.confidence:.2f}"
        return "".join(
            (
                f'<div class="card" id="{key}" data-speaker="{voice.key}" style="--hue:{voice.hue}" tabindex="0"',
                f' role="group" aria-label="{text(claim.speaker.name)} {text(how)}">',
                f'<button type="button" class="name" data-speaker="{voice.key}" aria-pressed="false"',
                f' lang="ar" dir="auto">{text(claim.speaker.name)}</button>',
                f' <span class="role" lang="ar" dir="auto">{text(role)}</span>' if role else "",
                f'<p class="how"><span class="act">{text(how)}</span>',
                f' <meter min="0" max="1" value="{claim.confidence:.2f}" title="{text(sure)}">{text(sure)}</meter></p>',
                f'<blockquote lang="ar" dir="auto">{text(claim.content.text)}</blockquote>' if quoted else "",
                f'<p class="facts">{" · ".join(f"<bdi>{_own(fact)}</bdi>" for fact in facts)}</p>' if facts else "",
                "</div>",
            )
        )

    def _date(self, date: Date) -> str:
        return " ".join(filter(None, (date.mod, date.value)))

    def _place(self, place: Place) -> str:
        return " ".join(filter(None, (place.name, place.country)))


def _own(line: str) -> str:
    """A line of ours as HTML: dates and options keep their order among Arabic letters."""
    return LEFT_TO_RIGHT.sub(r'<bdi dir="ltr">\g<0></bdi>', text(line))


def _asset(name: str) -> str:
    return (resources.files("claimx.display.report") / name).read_text(encoding="utf-8")
