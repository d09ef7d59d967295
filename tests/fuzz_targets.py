"""What is fuzzed, and what must hold: one function a target, each taking any bytes and failing on a fault of claimx.

``tests/benchmarks/fuzz.py`` drives them by coverage; ``tests/test_fuzz.py`` runs them over what was found before.
Nothing here needs the linguistic models: attribution works on a parse made from the input itself, a tree of arbitrary
tags.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable, Iterator, Mapping

from attribution_cases import Case, check_sound
from claimx.attribution import Attributor
from claimx.dates import DateFinder
from claimx.errors import ClaimxError, InputError
from claimx.linguistics.normalise import fold, normalise
from claimx.linguistics.parse import Entity, Parse, Sentence, Token, Word
from claimx.linguistics.sentences import SentenceSplitter
from claimx.model import SCHEMA, Article, ArticleInfo, Document, Provenance, Segment
from claimx.places import PlaceFinder, focus
from claimx.reading import INPUT_FORMATS, Reader
from claimx.writing import FORMATS, dumps, faults, read_documents

_LARGEST = 1 << 20
_ONE_LINE = re.compile(r"[^\n\r]+")
_VALUE = re.compile(r"[0-9XPTYMWDHSQUNE./:+A-Z_-]+")
_CLITICS = frozenset("وفبلكس")
_MARKS = re.compile("[\ud800-\udfff\u0610-\u061a\u064b-\u065f\u200b-\u200f\u202a-\u202e]")
_UPOS = (
    *("VERB", "NOUN", "PROPN", "ADJ", "ADP", "CCONJ", "SCONJ", "PRON", "PART", "PUNCT"),
    *("NUM", "DET", "AUX", "X", "ADV"),
)
_DEPRELS = (
    *("nsubj", "obj", "ccomp", "xcomp", "conj", "cc", "case", "mark", "nmod", "amod", "flat", "parataxis", "advcl"),
    *("punct", "acl", "dep", "obl", "appos", "nsubj:pass"),
)
_NER = (
    *("O", "O", "O", "O", "B-PER", "I-PER", "E-PER", "S-PER"),
    *("B-ORG", "E-ORG", "S-ORG", "S-LOC", "B-LOC", "E-LOC", "S-MISC"),
)
_FEATS: tuple[Mapping[str, str], ...] = (
    {},
    {"Gender": "Masc", "Number": "Sing", "Person": "3", "VerbForm": "Fin", "Aspect": "Perf", "Voice": "Act"},
    {"Gender": "Fem", "Number": "Sing", "Case": "Gen", "Definite": "Cons"},
    {"Gender": "Masc", "Number": "Plur", "Aspect": "Imp", "Voice": "Pass"},
    {"Number": "Dual", "Case": "Nom", "Definite": "Ind"},
)

DATES = DateFinder()
PLACES = PlaceFinder()
ATTRIBUTOR = Attributor()
SPLITTER = SentenceSplitter.from_config()


def readers(data: bytes) -> None:
    """Bytes as articles in every format, the first byte choosing it."""
    if not data:
        return
    kind = INPUT_FORMATS[data[0] % len(INPUT_FORMATS)]
    reader = Reader(max_bytes=_LARGEST)
    ids = set()
    for item in reader.read_stdin(io.BytesIO(data[1:]), input_format=kind):
        if isinstance(item, InputError):
            assert _ONE_LINE.fullmatch(str(item)), "an error of several lines"
            continue
        assert item.id not in ids, "an id given twice"
        ids.add(item.id)
        _sound_article(item)


def documents(data: bytes) -> None:
    """Bytes as documents: each is refused in one line, or is written and read back the same."""
    for item in read_documents(io.BytesIO(data), max_bytes=_LARGEST):
        if isinstance(item, ClaimxError):
            assert _ONE_LINE.fullmatch(str(item)), "an error of several lines"
            continue
        _same_again(item)


def normaliser(data: bytes) -> None:
    """Any text, lone surrogates included: the map is monotone and inside, both ways of normalising agree."""
    raw = data.decode("utf-8", "surrogateescape")
    found = normalise(raw)
    assert found.text == fold(raw), "with and without the map"
    assert len(found.text) == len(found.starts) == len(found.ends), "a map of another length"
    last = 0
    for start, end in zip(found.starts, found.ends, strict=True):
        assert last <= start < end <= len(raw), "a map that runs back"
        last = start
    assert not _MARKS.search(found.text), "marks left"
    end = 0
    for start, stop in SPLITTER.split(raw):
        assert end <= start < stop <= len(raw), "units out of order"
        assert not raw[end:start].strip() and raw[start:stop].strip(), "letters lost between units"
        end = stop
    assert not raw[end:].strip(), "letters lost behind the last unit"


def dates(data: bytes) -> None:
    """Dates of any text, published on a day or on none; the first byte chooses."""
    if not data:
        return
    published = (None, "2025-05-30", "2024-02-29", "1700-01-01", "2200-12-31")[data[0] % 5]
    article = _article(data[1:], published)
    if article is None:
        return
    text, end = article.text, 0
    found = DATES.find(article)
    for date in found:
        assert text[date.start : date.end] == date.text == date.text.strip() != "", "a span that is not its text"
        assert end <= date.start and "\n" not in date.text, "spans that overlap or cross lines"
        assert date.value and _VALUE.fullmatch(date.value), "a value that is no TIMEX3"
        end = date.end
    assert DATES.find(article) == found, "twice, and not the same"
    DATES.publication_date(article)


_STEER = 24


def attribution(data: bytes) -> None:
    """Everything behind the models, over a parse steered by the first bytes: a sound document that reads back."""
    steer, rest = data[:_STEER], data[_STEER:]
    if not steer:
        return
    article = _article(rest, "2025-05-30" if steer[0] % 2 else None)
    if article is None:
        return
    parse = fake_parse(article, steer) if steer[0] % 8 else None
    found = DATES.find(article, parse)
    places = PLACES.find(article, parse)
    claims, speakers = ATTRIBUTOR.attribute(article, parse, found, places)
    document = Document(
        schema=SCHEMA,
        article=ArticleInfo(
            id=article.id, source=article.source, title=article.title, date=article.date, date_from=article.date_from,
            language="ar", focus=focus(article, places), characters=len(article.text),
            sha256=hashlib.sha256(article.text.encode()).hexdigest(),
        ),
        claims=claims, speakers=speakers, dates=found, places=places,
        provenance=Provenance(claimx="0", stanza=None, models={}, config=""),
    )  # fmt: skip
    assert faults(document, article.text) == [], faults(document, article.text)
    check_sound([Case("-", article.text)], {"-": document})
    _same_again(document)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "readers": readers,
    "documents": documents,
    "normaliser": normaliser,
    "dates": dates,
    "attribution": attribution,
}


def _article(data: bytes, published: str | None) -> Article | None:
    text = data.decode("utf-8", "replace")
    try:
        return Reader().read_text(text, id="-", date=published)
    except InputError:
        return None


def _sound_article(article: Article) -> None:
    end = 0
    for part in article.segments:
        assert end <= part.start < part.end <= len(article.text), "segments out of order"
        line = article.text[part.start : part.end]
        assert line == line.strip(), "white space inside a segment"
        assert not re.search(r"\w", article.text[end : part.start]), "letters that no segment has"
        end = part.end
    assert not re.search(r"\w", article.text[end:]), "letters behind the last segment"
    assert not re.search("[\ud800-\udfff]", article.text), "half a surrogate pair"
    article.text.encode()
    for warning in article.warnings:
        assert _ONE_LINE.fullmatch(warning), "a warning of several lines"


def _same_again(document: Document) -> None:
    for form in FORMATS:
        text = dumps(document, form)
        text.encode()
        if form != "csv":
            assert list(read_documents(io.BytesIO(text.encode()))) == [document], f"not the same as {form}"


def fake_parse(article: Article, steer: bytes) -> Parse:
    """A parse of the article as the models might give it: real units, words with arbitrary tags in a proper tree."""
    choose = _chooser(steer)
    sentences = [
        _sentence(article.text, start, end, choose)
        for part in article.segments
        if part.section != "boilerplate"
        for start, end in _units(article.text, part)
    ]
    return Parse(article.text, tuple(s for s in sentences if s is not None))


def _units(text: str, part: Segment) -> Iterator[tuple[int, int]]:
    yield from SPLITTER.split(text, part.start, part.end)


def _chooser(steer: bytes) -> Callable[[int], int]:
    state = 0

    def choose(among: int) -> int:
        nonlocal state
        state += 1
        # Neighbouring choices differ even where the steering bytes repeat.
        return (steer[state % len(steer)] + state // len(steer) * 7) % among

    return choose


def _sentence(text: str, start: int, end: int, choose: Callable[[int], int]) -> Sentence | None:
    plain = normalise(text[start:end])
    pieces: list[list[tuple[str, int, int]]] = []
    for found in re.finditer(r"\w+|[^\w\s]", plain.text):
        low, high = found.span()
        cut = low + 1 if high - low > 2 and plain.text[low] in _CLITICS and choose(2) else low
        spans = [(low, cut), (cut, high)] if cut > low else [(low, high)]
        pieces.append([(plain.text[a:b], *plain.span(a, b)) for a, b in spans])
    count = sum(map(len, pieces))
    if not count:
        return None
    heads = _tree(count, choose)
    words: list[Word] = []
    tokens: list[Token] = []
    entities: list[Entity] = []
    for number, piece in enumerate(pieces):
        first = len(words)
        for word, low, high in piece:
            kind = _UPOS[choose(len(_UPOS))] if word[0].isalnum() else "PUNCT"
            relation = "root" if heads[len(words)] < 0 else _DEPRELS[choose(len(_DEPRELS))]
            feats = _FEATS[choose(len(_FEATS))]
            at, head = start + low, heads[len(words)]
            words.append(Word(len(words), word, at, start + high, word, kind, feats, head, relation, number))
        tag = _NER[choose(len(_NER))]
        low, high = words[first].start, words[-1].end
        tokens.append(Token(number, text[low:high], low, high, first, len(words) - 1, tag))
        if tag.startswith("S-"):
            entities.append(Entity(text[low:high], low, high, tag[2:]))
    return Sentence(start, end, tuple(words), tuple(tokens), tuple(entities))


def _tree(count: int, choose: Callable[[int], int]) -> list[int]:
    """Heads of a tree: each word hangs on one that hangs already."""
    root = choose(count)
    heads = [-1] * count
    hanging = [root]
    for i in range(count):
        if i != root:
            heads[i] = hanging[-1 - choose(min(len(hanging), 12))]
            hanging.append(i)
    return heads
