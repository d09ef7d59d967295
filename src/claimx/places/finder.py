"""Places of an article: candidates, judged one by one, then resolved together."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

from claimx.linguistics.parse import Entity, Parse
from claimx.model.article import Article
from claimx.model.document import Candidate as DocumentCandidate
from claimx.model.document import Place
from claimx.places.candidates import Candidate, candidates
from claimx.places.classify import probability, weights
from claimx.places.features import Context, features
from claimx.places.gazetteer import Entry
from claimx.places.keys import Word, clitics, offset_in, words
from claimx.places.lexicon import Lexicon, lexicon
from claimx.places.resolve import rank

__all__ = ["PlaceFinder", "Reading", "read"]

_RUNNERS_UP = 3
_NAMESAKE = 300_000
_TITLE = 6


@dataclass(frozen=True, slots=True)
class Reading:
    """An article as the finder sees it: its words, the candidates and what the whole tells."""

    candidates: list[Candidate]
    context: Context
    nationalities: Mapping[int, str]


def read(article: Article, parse: Parse | None, entries: Lexicon) -> Reading:
    """Everything that can be said before any candidate is judged."""
    found = words(article.text)
    entities = _entities(found, parse)
    types = _types(found, entities) if entities else None  # without models, or models without names
    places = [row for row in entities if row[0].type == "LOC"]
    offered = candidates(found, entries, article.text, places)
    nationalities = _nationalities(found, entries)
    countries: Counter[str | None] = Counter(nationalities.values())
    headed = set()
    for candidate in offered:
        top = candidate.entries[0] if candidate.entries else None
        if top is not None and top.kept and len({e.country for e in candidate.entries if e.kept}) == 1:
            countries[top.country] += 1
        word = found[candidate.first]
        if candidate.first and word.joined and not candidate.cut and entries.word(found[candidate.first - 1].key).head:
            headed.add(candidate.key)
    del countries[None]
    counts = Counter(candidate.key for candidate in offered)
    context = Context(
        words=found, lexicon=entries, types=types, headed=frozenset(headed), countries=countries, counts=counts,
        text=article.text, segments=article.segments, lines=_lines(found), quotes=_quotes(found),
    )  # fmt: skip
    return Reading(offered, context, nationalities)


class PlaceFinder:
    """Finds and resolves the places of articles.

    Args:
        config: A folder whose ``places.yaml`` is layered on the shipped one, or None.

    Raises:
        ConfigError: That file does not fit.
    """

    def __init__(self, config: Path | None = None) -> None:
        self._lexicon = lexicon(config)

    def find(self, article: Article, parse: Parse | None = None) -> list[Place]:
        """The places in text order, ``p1``, ``p2`` …; spans never overlap and never cross a line.

        Args:
            article: The article; all offsets are code points into its text.
            parse: Its parse; its named entities help, but nothing is missing without it.
        """
        reading = read(article, parse, self._lexicon)
        by = weights(reading.context.types is not None)
        judged = [(probability(features(c, reading.context), by), c) for c in reading.candidates]
        chosen = _choose(judged)
        return _resolve(article.text, chosen, reading)


def _choose(judged: Sequence[tuple[float, Candidate]]) -> list[Candidate]:
    """Candidates above one half, left to right, the longest of those that begin together."""
    out: list[Candidate] = []
    end = -1
    for score, candidate in judged:
        if candidate.first > end and (score > 0.5 or candidate.source == "phrase"):
            end = candidate.last
            if candidate.source != "phrase":
                out.append(candidate)
    return out


def _resolve(text: str, chosen: Sequence[Candidate], reading: Reading) -> list[Place]:
    found, entries = reading.context.words, reading.context.lexicon
    sure: set[str | None] = set(reading.nationalities.values())
    tally: Counter[str | None] = Counter(reading.nationalities.values())
    for candidate in chosen:
        if candidate.source == "kept":
            sure.update(e.country for e in candidate.entries if e.kept)
        meant = {e.country for e in candidate.entries if e.kept} or {e.country for e in candidate.entries[:1]}
        if len(meant) == 1:
            tally.update(meant)
    del tally[None]
    most = max(tally.values(), default=0)
    shares: dict[str | None, float] = {code: (n / most) ** 0.5 for code, n in tally.items()} if most else {}
    home = max(tally, key=lambda code: tally[code]) if tally else None
    out: list[Place] = []
    near: str | None = None
    for number, candidate in enumerate(chosen, 1):
        beside = _beside(candidate, reading)
        kind = entries.word(found[candidate.first - 1].key).head if candidate.first else None
        options = candidate.entries or candidate.inner
        word = found[candidate.first]
        start = word.start + offset_in(text[word.start : word.end], candidate.cut)
        end = found[candidate.last].end
        mention = text[start:end]
        beside = entries.vocalised.get(mention, beside)
        ranked = rank(options, shares, beside, kind, reading.context.line_length(candidate.first))
        if candidate.entries and not _elsewhere(candidate, ranked[0], sure, beside, reading.context):
            top = ranked[0]
            place = _place(number, mention, start, end, top, ranked[1:])
        else:
            country = beside or (ranked[0].country if ranked and not candidate.entries else near or home)
            place = Place(
                id=f"p{number}", text=mention, start=start, end=end, name=" ".join(mention.split()), country=country,
                kind=candidate.kind or kind or "area", latitude=None, longitude=None, geonames_id=None,
                candidates=[_runner_up(entry) for entry in candidate.entries[:_RUNNERS_UP]],
            )  # fmt: skip
        near = place.country or near
        out.append(place)
    return out


def _elsewhere(candidate: Candidate, top: Entry, sure: Set[str | None], beside: str | None, context: Context) -> bool:
    """Whether a small place of the gazetteer cannot be meant: «مدينة ميرلو الهولندية» is not in Argentina.

    A village abroad that nothing else in the article points to is a namesake of one that the gazetteer lacks.
    """
    if top.kept or top.population > _NAMESAKE:
        return False
    if beside is not None:
        return top.country != beside
    return candidate.key in context.headed and bool(sure) and top.country not in sure


def _runner_up(entry: Entry) -> DocumentCandidate:
    return DocumentCandidate(
        name=entry.name, country=entry.country, kind=entry.kind, latitude=entry.latitude,
        longitude=entry.longitude, geonames_id=entry.geonames_id,
    )  # fmt: skip


def _place(number: int, mention: str, start: int, end: int, top: Entry, rest: Sequence[Entry]) -> Place:
    others: list[DocumentCandidate] = []
    for entry in rest:
        if (entry.country, entry.kind) != (top.country, top.kind) and len(others) < _RUNNERS_UP:
            others.append(_runner_up(entry))
    return Place(
        id=f"p{number}", text=mention, start=start, end=end, name=top.name, country=top.country, kind=top.kind,
        latitude=top.latitude, longitude=top.longitude, geonames_id=top.geonames_id, candidates=others,
    )  # fmt: skip


def _beside(candidate: Candidate, reading: Reading) -> str | None:
    """The country of the adjective right after the name («طرابلس اللبنانية»)."""
    found = reading.context.words
    after = candidate.last + 1
    if after < len(found) and found[after].joined and found[after].key.startswith("ال"):
        return reading.nationalities.get(after)
    return None


def _nationalities(found: Sequence[Word], entries: Lexicon) -> dict[int, str]:
    """Words that are adjectives of nationality, by number."""
    out: dict[int, str] = {}
    for number, word in enumerate(found):
        info = entries.word(word.key)
        code = info.nationality
        if info.compound and number + 1 < len(found) and found[number + 1].joined:
            pairs = (f"{reading.key} {found[number + 1].key}" for reading in clitics(word.key))
            code = next((entries.nationalities[pair] for pair in pairs if pair in entries.nationalities), code)
        if code:
            out[number] = code
    return out


def _entities(found: Sequence[Word], parse: Parse | None) -> list[tuple[Entity, int, int]]:
    """The parse's entities with their first and last word."""
    if parse is None:
        return []
    starts = [word.start for word in found]
    out = []
    for sentence in parse.sentences:
        for entity in sentence.entities:
            first = max(bisect_right(starts, entity.start) - 1, 0)
            if first < len(found) and found[first].end <= entity.start:
                first += 1
            last = bisect_right(starts, entity.end - 1) - 1
            if first <= last < len(found):
                out.append((entity, first, last))
    return out


def _types(found: Sequence[Word], entities: Sequence[tuple[Entity, int, int]]) -> list[str]:
    types = ["O"] * len(found)
    for entity, first, last in entities:
        for number in range(first, last + 1):
            types[number] = entity.type
    return types


def _quotes(found: Sequence[Word]) -> dict[int, int]:
    """For each word inside a short quotation the number of the word before its opening mark."""
    out: dict[int, int] = {}
    opened = -1
    for number, word in enumerate(found):
        before = word.before
        if before == " ":
            continue
        broken = "\n" in before
        opens = "«" in before or "“" in before or ('"' in before and opened < 0)
        closes = "»" in before or "”" in before or ('"' in before and opened >= 0)
        if closes and opened > 0 and not broken and number - opened <= _TITLE:
            out.update(dict.fromkeys(range(opened, number), opened - 1))
        if closes or broken:
            opened = -1
        if opens:
            opened = number
    return out


def _lines(found: Sequence[Word]) -> list[int]:
    """The numbers of the words that begin a line."""
    return [number for number, word in enumerate(found) if not number or (word.before != " " and "\n" in word.before)]
