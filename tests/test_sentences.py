"""The sentence splitter: where units end, and where they do not."""

from __future__ import annotations

import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.linguistics.sentences import SentenceSplitter

SPLITTER = SentenceSplitter.from_config()


def units(text: str) -> list[str]:
    return [text[a:b] for a, b in SPLITTER.split(text)]


@pytest.mark.parametrize(
    "text",
    [
        "جاء في البيان أن النمو بلغ 3.5 في المئة",
        "قال د. سامي إن الأمر انتهى",
        "كتب م. أ. الخطيب مقالا",
        "نقلت (أ.ف.ب) الخبر",
        "نقلت وكالة د.ب.أ. عن مصدر",
        "قال «هذا صعب. هذا مستحيل» ثم مضى",
        'قال "هذا صعب. هذا مستحيل" ثم مضى',
        "قال “هذا صعب! هذا مستحيل” ثم مضى",
        "زار الموقع www.example.com أمس",
        "1. البند الأول",
        "اجتمع (وزير. مدير) هنا",
    ],
)
def test_one_unit(text: str) -> None:
    assert units(text) == [text]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("وصل الوفد. وغادر الوزير.", ["وصل الوفد.", "وغادر الوزير."]),
        ("هل وصل؟ نعم! لا؟!", ["هل وصل؟", "نعم!", "لا؟!"]),
        ("انتظر... ثم مضى… وعاد", ["انتظر...", "ثم مضى…", "وعاد"]),
        ("سطر أول\nسطر ثان\r\n\n ثالث", ["سطر أول", "سطر ثان", "ثالث"]),
        ("قال الوزير.وأضاف المدير", ["قال الوزير.", "وأضاف المدير"]),
        ("«لم تغلق. ثم تابع. ومضى", ["«لم تغلق.", "ثم تابع.", "ومضى"]),
        ('"لم تغلق. ثم تابع', ['"لم تغلق.', "ثم تابع"]),
        ("وقال: «انتهى الأمر. لا رجعة.» وغادر", ["وقال: «انتهى الأمر. لا رجعة.»", "وغادر"]),
        ("بلغ العدد 20. وارتفع", ["بلغ العدد 20.", "وارتفع"]),
        ("«نعم.» «لا.»", ["«نعم.» «لا.»"]),
        ("   ", []),
        ("", []),
    ],
)
def test_units(text: str, parts: list[str]) -> None:
    assert units(text) == parts


def test_a_stretch_of_the_text() -> None:
    text = "عنوان.\nجملة. أخرى.\nذيل"
    found = SPLITTER.split(text, 7, 19)
    assert [text[a:b] for a, b in found] == ["جملة.", "أخرى."]


def test_long_units_are_cut_at_commas() -> None:
    text = "، ".join(["كلمة أخرى طويلة"] * 200)
    parts = units(text)
    assert all(len(part.split()) <= 120 for part in parts)
    assert all(part.endswith("،") for part in parts[:-1])
    assert " ".join(parts) == text


@pytest.mark.parametrize("piece", ["كلمة، ", "«كلمة. ", '"كلمة. ', "(", "أ.", "؟", "كلمة ", "«»", ". "])
def test_time_is_linear(piece: str) -> None:
    started = time.perf_counter()
    SPLITTER.split(piece * 30_000)
    assert time.perf_counter() - started < 10


@given(st.text(alphabet='ابجد .؟!…«»“”"()،؛\n123أ'))
def test_units_are_ordered_and_lose_nothing(text: str) -> None:
    found = SPLITTER.split(text)
    place = 0
    kept = ""
    for start, end in found:
        assert place <= start < end <= len(text)
        assert "\n" not in text[start:end]
        kept += text[start:end]
        place = end
    assert "".join(kept.split()) == "".join(text.split())


def test_no_torch() -> None:
    import subprocess

    code = (
        "import sys, claimx.linguistics.models, claimx.linguistics.normalise, claimx.linguistics.sentences;"
        "sys.exit('torch' in sys.modules or 'stanza' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
