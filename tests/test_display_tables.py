"""Tables of documents and of summaries, as text."""

from __future__ import annotations

import io
import json

import msgspec
import pytest
from rich.cells import cell_len
from rich.console import Console

from claimx.display.filters import Filter, fold
from claimx.display.show import show
from claimx.display.summary import DayRow, Summary, dumps, outlet_of, summarise
from claimx.display.summary_tables import bar, day_span, show_summary, sparkline
from claimx.display.words import display_config, locale_language, words
from claimx.errors import ConfigError
from claimx.model import ACTS, KINDS, Document
from documents import TALKS, claim, document, find, speaker, talks


def shown(*documents: Document, width: int = 80, **options: object) -> str:
    """What show prints into a pipe."""
    out = io.StringIO()
    console = Console(file=out, width=width, highlight=False, markup=False, emoji=False)
    show(documents, console, **options)  # type: ignore[arg-type]
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n"))


NARROW = """\
                                          إسطنبول تستضيف جولة جديدة من المفاوضات
talks.txt · published 2025-05-30 (as given) · about RU TR UA · 5 claims

 Who             Act        What                            When           Conf.
────────────────────────────────────────────────────────────────────────────────
   سيرجي لافروف  :                             مذكرة شاملة  –               0.80
  وزير الخارجية
         الروسي
   سيرجي لافروف       أعلن    بلاده انتهت من إعداد المذكرة  said            0.90
                 announces                                  2025-05-27
                                                            said موسكو RU
   سيرجي لافروف      مؤكدًا     الوفد سيصل إلى إسطنبول في 2  2025-06-02      0.85
                 affirms                             يونيو     إسطنبول TR
   سيرجي لافروف       أشار   المذكرة تتناول "كافة الجوانب"  –               0.91
                 states                           المطروحة
 وزارة الخارجية       قالت             «لم نتسلم شيئا بعد»  –               0.45
     الأوكرانية  states

 Dates                              Value                  Type
────────────────────────────────────────────────────────────────────────────────
                          الثلاثاء  2025-05-27             DATE
                           2 يونيو  2025-06-02             DATE

 Places                              Country   Kind                     Mentions
────────────────────────────────────────────────────────────────────────────────
                            إسطنبول  TR        city                            2
                              موسكو  RU        city                            1
"""


def test_at_80_columns() -> None:
    assert shown(talks()) == NARROW


@pytest.mark.parametrize("width", [40, 80, 120, 200])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_line_is_wider_than_the_terminal(width: int, language: str) -> None:
    for line in shown(talks(), width=width, language=language, evidence=width > 40).split("\n"):
        assert cell_len(line) <= width


def test_at_200_columns_each_claim_has_role_and_place_of_its_own() -> None:
    text = shown(talks(), width=200)
    assert text.split("\n")[3].split() == ["Who", "Role", "Act", "What", "When", "Where", "Conf."]
    line = next(line for line in text.split("\n") if "بلاده انتهت من إعداد المذكرة" in line)
    assert "said 2025-05-27" in line
    assert "said موسكو RU" in line
    assert "وزير الخارجية الروسي" in line


def test_in_arabic_the_first_column_stands_at_the_right() -> None:
    lines = shown(talks(), language="ar").split("\n")
    assert lines[3].split() == ["الثقة", "متى", "القول", "الفعل", "القائل"]
    assert "نُشر 2025-05-30" in lines[1]


def test_piped_there_are_no_escape_codes_and_no_isolates() -> None:
    text = shown(talks())
    assert "\x1b" not in text
    assert not set(text) & set("\u2066\u2067\u2068\u2069")


def test_on_a_terminal_it_is_isolated_and_styled() -> None:
    out = io.StringIO()
    show([talks()], Console(file=out, width=80, force_terminal=True, color_system="standard", highlight=False))
    assert "\x1b[" in out.getvalue()
    assert out.getvalue().count("\u2067") + out.getvalue().count("\u2066") == out.getvalue().count("\u2069") > 10


def test_no_color_leaves_no_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    out = io.StringIO()
    show([talks()], Console(file=out, width=80, force_terminal=True, color_system="standard", highlight=False))
    assert not any(f"\x1b[{code}" in out.getvalue() for code in ("32m", "36m", "1;36m"))


def test_quotations_are_marked_without_colour() -> None:
    text = shown(talks(), width=200)
    assert "«لم نتسلم شيئا بعد»" in text  # outer marks, which the content leaves out
    assert 'تتناول "كافة الجوانب" المطروحة' in text


def test_escape_codes_in_an_article_stay_text() -> None:
    text = "قال \x1b[31mأحمد علي\x1b]0;x\x07 إن [bold]الأمر[/bold] انتهى\u202e"
    doc = document(text, title="عنوان\x1b[2J")
    who = speaker(doc, "\x1b[31mأحمد علي", mentions=[find(text, "أحمد علي")])
    claim(doc, text, who, "[bold]الأمر[/bold] انتهى\u202e", cue="قال")
    out = io.StringIO()
    show([doc], Console(file=out, width=100, force_terminal=True, color_system=None, highlight=False))
    assert "\x1b[31m" not in out.getvalue()
    assert "\x1b[2J" not in out.getvalue()
    assert "\x07" not in out.getvalue()
    assert "\u202e" not in out.getvalue()
    assert "[bold]الأمر[/bold] انتهى" in out.getvalue()


def test_evidence_and_limit() -> None:
    text = shown(talks(), width=160, evidence=True, limit=2)
    assert "colon" in text
    assert "participle" not in text
    assert "2 of 5 claims" in text


def test_a_document_without_claims() -> None:
    text = shown(document("لا شيء", title="لا شيء"))
    assert "No claims." in text
    assert "0 claims" in text


@pytest.mark.parametrize(
    ("chosen", "ids"),
    [
        (Filter(), "c1 c2 c3 c4 c5"),
        (Filter(speakers=("لافروف",)), "c1 c2 c3 c4"),
        (Filter(speakers=("وزاره الخارجيه",)), "c5"),  # as typed: no hamza seats, ه for ة
        (Filter(speakers=("وزير الخارجية",)), "c1 c2 c3 c4"),  # a role
        (Filter(acts=("announce", "affirm")), "c2 c3"),
        (Filter(places=("TR",)), "c3"),
        (Filter(places=("tr",)), "c3"),
        (Filter(places=("موسكو",)), "c2"),
        (Filter(min_confidence=0.9), "c2 c4"),
        (Filter(until="2025-05-28"), "c2"),  # said on Tuesday
        (Filter(since="2025-05-28"), "c1 c3 c4 c5"),  # the article's own day
        (Filter(since="2025-05", until="2025-05"), "c1 c2 c3 c4 c5"),
        (Filter(since="2025-06"), ""),
        (Filter(speakers=("لافروف",), acts=("affirm",)), "c3"),
    ],
)
def test_filters(chosen: Filter, ids: str) -> None:
    assert " ".join(c.id for c in chosen.claims(talks())) == ids


def test_time_filters_leave_out_what_has_no_time() -> None:
    assert [c.id for c in Filter(since="1900").claims(talks(day=None))] == ["c2"]


def test_with_filters_documents_without_a_hit_are_left_out() -> None:
    assert shown(talks(), chosen=Filter(speakers=("بيسكوف",))) == ""


def test_fold() -> None:
    assert fold("مُؤكِّدًا  الـقاهرة") == "موكدا القاهره"


def test_summary_merges_a_speaker_over_articles() -> None:
    found = summarise([talks(), talks(day="2025-06-03"), talks(day=None)])
    assert (found.articles, found.claims, found.undated) == (3, 15, 4)
    lavrov, ministry = found.speakers
    assert (lavrov.name, lavrov.role, lavrov.claims, lavrov.articles) == ("سيرجي لافروف", "وزير الخارجية الروسي", 12, 3)
    assert dict(lavrov.acts) == {"announce": 3, "affirm": 3, "state": 3}
    assert (ministry.kind, ministry.claims) == ("organization", 3)
    assert [(d.date, d.claims) for d in found.days] == [("2025-05-27", 3), ("2025-05-30", 4), ("2025-06-03", 4)]
    assert [(p.name, p.country, p.mentions, p.articles, p.claims) for p in found.places] == [
        ("إسطنبول", "TR", 6, 3, 3), ("موسكو", "RU", 3, 3, 3),
    ]  # fmt: skip


def one(name: str, role: str | None, kind: str = "person") -> Document:
    """A document with one speaker and one claim."""
    text = f"قال {name} كلاما"
    doc = document(text)
    claim(doc, text, speaker(doc, name, role=role, kind=kind, mentions=[find(text, name)]), "كلاما", cue="قال")
    return doc


@pytest.mark.parametrize(
    ("first", "second", "merged"),
    [
        (("محمد أحمد", "وزير النفط"), ("محمد أحمد", None), True),
        (("محمد أحمد", "وزير النفط"), ("محمد احمد", "وزير النفط العراقي"), True),
        (("محمد أحمد", "وزير النفط"), ("محمد أحمد", "لاعب المنتخب"), False),  # a common name, another man
        (("محمد أحمد الكعبي", "وزير النفط"), ("محمد أحمد الكعبي", "رئيس الوزراء"), True),  # three names: he rose
        (("لافروف", "وزير"), ("لافروف", "وزير"), False),  # one name is no evidence
        (("مصدر أمني", None, "unnamed"), ("مصدر أمني", None, "unnamed"), False),
        (("وزير النفط", "وزير النفط"), ("وزير النفط", "وزير النفط"), False),  # a function, in whatever country
        (("رويترز", None, "organization"), ("رويترز", None, "organization"), True),
        (("البيان", None, "document"), ("البيان", None, "document"), False),
        (("أمير قطر", None, "person"), ("أمير قطر", None, "group"), False),
    ],
)
def test_who_is_the_same(first: tuple[str, ...], second: tuple[str, ...], merged: bool) -> None:
    found = summarise([one(*first), one(*second)])  # type: ignore[arg-type]
    assert len(found.speakers) == (1 if merged else 2)


def test_days_that_are_none_do_no_harm() -> None:
    doc = talks(day="2025-99-99")
    doc.dates[0].value = "2025-02-30"
    found = summarise([doc, talks()])
    assert {row.date for row in found.days} == {"2025-05-27", "2025-05-30"}
    assert found.undated == 5
    assert "2025-05-27" in summary_text(found)


def test_a_few_claims_of_long_ago_do_not_flatten_the_rest() -> None:
    days = [DayRow("1916-05-16", 1), DayRow("2025-05-01", 5), DayRow("2025-05-09", 5), DayRow("2052-01-01", 1)]
    assert day_span(days) == ("2025-05-01", "2025-05-09")
    assert day_span([DayRow("1916-05-16", 5), DayRow("2025-05-01", 5)]) == ("1916-05-16", "2025-05-01")
    assert day_span([DayRow("2025", 5)]) is None


def test_reshaping_needs_its_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimx.display.rtl.can_reshape", lambda: False)
    with pytest.raises(ConfigError, match=r"--bidi: needs the packages of the extra \(pip install claimx\[bidi\]\)"):
        shown(talks(), bidi="reshape")


def test_reshaped_text_is_only_shown() -> None:
    assert "ﻑﻭﺮﻓﻻ" in shown(talks(), bidi="reshape", width=200)
    before = msgspec.json.encode(talks())
    doc = talks()
    shown(doc, bidi="reshape")
    assert msgspec.json.encode(doc) == before


@pytest.mark.parametrize("width", [1, 10, 25])
def test_tiny_terminals_do_no_harm(width: int) -> None:
    assert shown(talks(), width=width)
    assert summary_text(summarise([talks()]), width)


def test_outlets() -> None:
    assert outlet_of(talks(source="https://www.example.com/a/b")) == "example.com"
    assert outlet_of(talks(source="صحف/الأهرام/1.txt")) == "الأهرام"
    assert outlet_of(talks(source="a.txt")) == "-"


def summary_text(found: Summary, width: int = 80, **options: object) -> str:
    """What the summary prints into a pipe."""
    out = io.StringIO()
    show_summary(found, Console(file=out, width=width, highlight=False), **options)  # type: ignore[arg-type]
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n"))


SPEAKERS = """\
Claims: 15 · speakers: 2 · articles: 3

 Speaker           Claims              Articles  Acts               Over time
────────────────────────────────────────────────────────────────────────────────
    سيرجي لافروف       12  ██████████         3  announces 3,       █··█···█
   وزير الخارجية                                 affirms 3, states
          الروسي                                 3
  وزارة الخارجية        3  ██▌                3  states 3           ···█···█
      الأوكرانية
"""


def test_summary_by_speaker() -> None:
    found = summarise([talks(), talks(day="2025-06-03"), talks(day=None)])
    assert summary_text(found, by="speaker") == SPEAKERS


@pytest.mark.parametrize("width", [60, 80, 200])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_summaries_fit(width: int, language: str) -> None:
    text = summary_text(summarise([talks(), talks(day="2025-06-03")]), width, language=language)
    assert all(cell_len(line) <= width for line in text.split("\n"))


def test_summary_limit_says_what_is_left_out() -> None:
    assert "… and 1 more" in summary_text(summarise([talks()]), by="speaker", limit=1)


def test_summary_of_nothing() -> None:
    assert summary_text(summarise([])).strip() == "Claims: 0 · speakers: 0 · articles: 0"


def test_summary_as_json_and_csv() -> None:
    found = summarise([talks()])
    data = json.loads(dumps(found, "json"))
    assert data["claims"] == 5
    assert data["acts"][0] == {
        "act": "state",
        "claims": 2,
        "speakers": {"سيرجي لافروف": 1, "وزارة الخارجية الأوكرانية": 1},
    }
    assert json.loads(dumps(found, "json", by="place", limit=1))[0]["name"] == "إسطنبول"
    assert dumps(found, "csv", by="date") == (
        "date,claims,articles,speakers\n"
        "2025-05-27,1,1,سيرجي لافروف 1\n"
        "2025-05-30,4,1,سيرجي لافروف 3; وزارة الخارجية الأوكرانية 1\n"
    )


def test_formulas_do_not_reach_a_spreadsheet() -> None:
    lines = dumps(summarise([one("=HYPERLINK(1) علي", None)]), "csv").split("\n")
    assert lines[1].startswith("'=HYPERLINK")


def test_bars_and_sparklines() -> None:
    assert bar(8, 8, 4) == "████"
    assert bar(1, 1000, 4) == "▏"
    assert bar(0, 8, 4) == ""
    assert bar(5, 8, 4) == "██▌"
    assert sparkline([0, 1, 4, 8]) == "·▁▄█"


def test_every_language_has_every_word() -> None:
    data = display_config()
    english, arabic = (set(data["words"][code]) for code in ("en", "ar"))
    assert {key for key in english if not key.endswith("_1")} == arabic
    for code in ("en", "ar"):
        assert set(words(code).acts) == set(ACTS)
        assert set(words(code).kinds) == set(KINDS)


def test_the_locale_chooses_the_language() -> None:
    assert locale_language({"LANG": "ar_EG.UTF-8"}) == "ar"
    assert locale_language({"LANG": "ar_EG.UTF-8", "LC_ALL": "C"}) == "en"
    assert locale_language({}) == "en"


def test_the_documents_here_are_sound() -> None:
    from claimx.writing import faults

    assert faults(talks(), TALKS) == []
    assert msgspec.convert(msgspec.to_builtins(talks()), Document) == talks()
