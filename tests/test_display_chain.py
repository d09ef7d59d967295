"""How a speaker was resolved, as --explain tells it."""

from __future__ import annotations

from claimx.display.chain import chain
from documents import claim, document, find, speaker

TEXT = """قال وزير النفط زكريا حمد إن الإنتاج سيزيد.
وأكد الوزير أن الأسعار ستستقر، مضيفا أن الطلب كبير."""


def test_a_dropped_subject_leads_to_the_title_and_the_title_to_the_name() -> None:
    doc = document(TEXT)
    full = find(TEXT, "وزير النفط زكريا حمد")
    minister = speaker(doc, "زكريا حمد", role="وزير النفط", mentions=[full, find(TEXT, "الوزير")])
    claim(doc, TEXT, minister, "الإنتاج سيزيد", cue="قال", mention="وزير النفط زكريا حمد")
    titled = claim(doc, TEXT, minister, "الأسعار ستستقر", cue="أكد", mention="الوزير")
    titled.speaker.resolved_by = "title"
    claim(doc, TEXT, minister, "الطلب كبير", cue="مضيفا")
    first, second, third = doc.claims
    assert chain(doc, first) == "name «وزير النفط زكريا حمد»"
    assert chain(doc, second) == "title «الوزير» ← name «وزير النفط زكريا حمد»"
    assert chain(doc, third) == "dropped ← c2 title «الوزير» ← name «وزير النفط زكريا حمد»"


def test_claims_of_others_between_are_no_steps() -> None:
    doc = document(TEXT)
    minister = speaker(doc, "زكريا حمد", mentions=[find(TEXT, "زكريا حمد")])
    other = speaker(doc, "الوزير", mentions=[find(TEXT, "الوزير")])
    claim(doc, TEXT, minister, "الإنتاج سيزيد", cue="قال", mention="زكريا حمد")
    claim(doc, TEXT, other, "الأسعار ستستقر", cue="أكد", mention="الوزير")
    last = claim(doc, TEXT, minister, "الطلب كبير", cue="مضيفا")
    assert chain(doc, last) == "dropped ← c1 name «زكريا حمد»"


def test_nobody_before_leaves_the_name_alone() -> None:
    doc = document(TEXT)
    minister = speaker(doc, "زكريا حمد", mentions=[])
    only = claim(doc, TEXT, minister, "الطلب كبير", cue="مضيفا")
    assert chain(doc, only) == "dropped ← name «زكريا حمد»"
