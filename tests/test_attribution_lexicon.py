"""Every entry of the cue lexicon, its example put through the extractor: the claim that the entry promises is found."""

from __future__ import annotations

import pytest

from attribution_cases import core
from claimx.extraction import Extractor
from claimx.lexicon.cues import CueEntry, CueLexicon
from claimx.model import Document
from claimx.reading import Reader

ENTRIES = [e for e in CueLexicon.load().entries if e.example]
FLOOR = 0.97
"""The share of the examples whose claim is found; raised when it rises, never lowered."""

MISSED: dict[str, tuple[str, ...]] = {
    "it is not taken for a cue": ("verb-أطلع", "verb-نسب", "noun-بيان", "noun-بيان جاء فيه"),
    "the content ends or begins elsewhere": ("verb-اتهم", "verb-حرض", "verb-شكر", "verb-أسمى", "noun-خبر"),
}
"""Why an example's claim is not found, with the entries concerned (``kind-lemma``)."""

_MARKS = {id: [pytest.mark.xfail(reason=reason)] for reason, ids in MISSED.items() for id in ids}


def _id(entry: CueEntry) -> str:
    return f"{entry.kind}-{entry.lemma}"


def _found(entry: CueEntry, document: Document) -> bool:
    return any(core(c.content.text) == core(entry.claim) for c in document.claims)


@pytest.fixture(scope="module")
def examples(extractor: Extractor) -> dict[str, Document]:
    reader = Reader()
    articles = [reader.read_text(e.example, id=_id(e)) for e in ENTRIES]
    return {d.article.id: d for d in extractor.documents(articles)}


@pytest.mark.parametrize("entry", [pytest.param(e, id=_id(e), marks=_MARKS.get(_id(e), [])) for e in ENTRIES])
def test_example(entry: CueEntry, examples: dict[str, Document]) -> None:
    document = examples[_id(entry)]
    assert core(entry.claim) in [core(c.content.text) for c in document.claims], entry.example


def test_ids_are_unique() -> None:
    assert len({_id(e) for e in ENTRIES}) == len(ENTRIES)


def test_missed_entries_exist() -> None:
    assert set(_MARKS) <= {_id(e) for e in ENTRIES}


def test_share_never_falls(examples: dict[str, Document]) -> None:
    share = sum(_found(e, examples[_id(e)]) for e in ENTRIES) / len(ENTRIES)
    assert round(share, 3) >= FLOOR


def test_acts_are_those_of_the_entries(examples: dict[str, Document]) -> None:
    """Where the example's claim is found under its own lemma, the speech act is the entry's."""
    for entry in ENTRIES:
        for claim in examples[_id(entry)].claims:
            if claim.cue is not None and claim.cue.lemma == entry.lemma:
                assert claim.cue.act == entry.act, _id(entry)
