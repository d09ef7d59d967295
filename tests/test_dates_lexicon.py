"""The words of time: CLDR knows the same months, no word is lost, and a wrong file is refused with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel import Locale

from claimx.dates import DateFinder
from claimx.dates.lexicon import Month, key, load_lexicon
from claimx.errors import ConfigError
from claimx.lexicon.loading import load_config
from claimx.model import Article

LEXICON = load_lexicon()
LOCALES = [
    "ar", "ar_AE", "ar_BH", "ar_DZ", "ar_EG", "ar_IQ", "ar_JO", "ar_KW", "ar_LB", "ar_LY", "ar_MA", "ar_MR", "ar_OM",
    "ar_PS", "ar_QA", "ar_SA", "ar_SD", "ar_SY", "ar_TN", "ar_YE",
]  # fmt: skip


def values(name: str) -> list[Month]:
    """The months that a name means."""
    first, *rest = key(name).split()
    known = list({v for r, c, v in LEXICON.phrases.get(first, []) if c == "month" and list(r) == rest})
    if not rest and "month" in LEXICON.words.get(first, {}):
        known.append(LEXICON.words[first]["month"])
    return known


@pytest.mark.parametrize("locale", LOCALES)
def test_gregorian_months_are_those_of_cldr(locale: str) -> None:
    for number, name in Locale.parse(locale).months["format"]["wide"].items():
        assert values(name) == [Month("gregorian", number)], name


def test_hijri_months_are_those_of_cldr() -> None:
    # Babel carries the Gregorian calendar alone; these are CLDR's names of calendar «islamic», locale «ar».
    names = ["محرم", "صفر", "ربيع الأول", "ربيع الآخر", "جمادى الأولى", "جمادى الآخرة", "رجب", "شعبان", "رمضان", "شوال",
             "ذو القعدة", "ذو الحجة"]  # fmt: skip
    for number, name in enumerate(names, 1):
        assert values(name) == [Month("hijri", number)], name


def test_weekdays_are_those_of_cldr() -> None:
    for number, name in Locale.parse("ar").days["format"]["wide"].items():
        assert LEXICON.words[key(name)]["weekdays"] == number + 1


def test_every_family_has_twelve_months() -> None:
    for family, names in LEXICON.families.items():
        assert sorted(names) == list(range(1, 13)), family
        assert all(names.values())


def test_no_word_means_two_months_or_two_numbers() -> None:
    for category in ("months", "cardinals", "ordinals", "weekdays", "seasons", "relative_days", "decades"):
        seen: dict[tuple[str, str], object] = {}
        data = load_config("dates")[category]
        entries = (
            [((f["calendar"], n), w) for f in data for n, words in f["names"].items() for w in words]
            if category == "months" else [(value, w) for value, words in data.items() for w in words]
        )  # fmt: skip
        for value, word in entries:
            assert seen.setdefault((category, key(word)), value) == value, word


def test_every_word_is_found_as_it_is_written() -> None:
    data = load_config("dates")
    for category in ("weekdays", "relative_days", "positions", "decades", "cardinals"):
        for value, words in data[category].items():
            for word in words:
                first, *rest = key(word).split()
                info = LEXICON.info(first)
                single = info.forms[category].value if not rest and category in info.forms else None
                phrases = [f.value for r, c, f in info.phrases if c == category and list(r) == rest]
                assert value in [single, *phrases], word


@pytest.mark.parametrize(
    ("word", "category", "value", "strip", "definite"),
    [
        ("والجمعه", "weekdays", 5, 1, False),
        ("للجمعه", "weekdays", 5, 2, False),
        ("وبالامس", "relative_days", -1, 2, False),
        ("لعام", "year_words", True, 1, False),
        ("وللعام", "year_words", True, 3, False),
        ("بيونيو", "month", Month("gregorian", 6), 1, False),
        ("الخمسين", "cardinals", 50, 0, True),
    ],
)  # fmt: skip
def test_clitics_come_off(word: str, category: str, value: object, strip: int, definite: bool) -> None:
    form = LEXICON.info(word).forms[category]
    assert (form.value, form.strip) == (value, strip)
    assert form.definite is definite or category in ("year_words", "relative_days")


def write(folder: Path, text: str) -> Path:
    (folder / "dates.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_user_adds_words(tmp_path: Path) -> None:
    finder = DateFinder(write(tmp_path, "months:\n- family: mine\n  calendar: gregorian\n  names: {6: [حزيرون]}\n"))
    found = finder.find(Article(id="t", source="-", text="في 2 حزيرون 2024", segments=()))
    assert [d.value for d in found] == ["2024-06-02"]


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("\nweekdayz: {1: [x]}\n", 2, "did you mean 'weekdays'?"),
        ("weekdays:\n  9: [x]\n", 2, "unknown key 9"),
        ("deixis:\n  this: [x]\n  nexxt: [x]\n", 3, "did you mean 'next'?"),
        ("same: 5\n", 1, "must be a list"),
        ("same: [yes]\n", 1, "is not a word"),
        ("units:\n  fortnight: {one: [x]}\n", 2, "unknown key 'fortnight'"),
        ("months:\n- family: f\n  calendar: gregorain\n  names: {1: [x]}\n", 3, "did you mean 'gregorian'?"),
    ],
    ids=["key", "weekday", "deixis", "scalar", "boolean", "unit", "calendar"],
)
def test_a_wrong_file_is_refused_with_its_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    with pytest.raises(ConfigError) as error:
        DateFinder(write(tmp_path, text))
    assert says in str(error.value)
    assert f"dates.yaml:{line}:" in str(error.value)
