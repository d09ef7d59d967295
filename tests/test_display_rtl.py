"""Right-to-left cells: order, widths, and nothing that a terminal would obey."""

from __future__ import annotations

import io
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from claimx.display.rtl import LRI, PDI, RLI, Cell, Mode, clean, detect, is_rtl, isolate, reshape
from claimx.display.words import display_config

TERMINALS = display_config()["terminals"]


def render(text: str, mode: Mode, width: int = 20, rtl: bool | None = None) -> list[str]:
    """The lines of a cell."""
    out = io.StringIO()
    console = Console(file=out, width=width, highlight=False, markup=False, emoji=False)
    console.print(Cell(text, mode, rtl=rtl))
    return out.getvalue().rstrip("\n").split("\n")


def test_arabic_is_isolated_and_stands_at_the_right() -> None:
    assert render("قال الوزير", "isolate") == ["          " + RLI + "قال الوزير" + PDI]


def test_latin_stays_as_it_is() -> None:
    assert render("2025-05-30", "isolate") == ["2025-05-30"]


def test_a_line_that_begins_latin_runs_from_the_left() -> None:
    assert render("said موسكو RU", "isolate") == [LRI + "said موسكو RU" + PDI]


def test_every_line_of_a_folded_cell_has_its_own_isolate() -> None:
    lines = render("قال الوزير إن الأسعار ستنخفض في البلاد كلها", "isolate")
    assert len(lines) > 1
    for line in lines:
        assert (line.count(RLI), line.count(PDI)) == (1, 1)
        assert line.strip().startswith(RLI)
        assert line.endswith(PDI)


def test_dates_keep_their_order_among_arabic() -> None:
    assert render("قيل 2025-05-27", "isolate")[0].strip() == f"{RLI}قيل {LRI}2025-05-27{PDI}{PDI}"
    assert "2025-05-27" in reshape("قيل 2025-05-27")


def test_off_changes_nothing() -> None:
    assert render("قال", "off") == [" " * 17 + "قال"]


def test_reshape_gives_presentation_forms_in_visual_order() -> None:
    # lam and alef become one sign, the first letter stands last, brackets look the other way
    assert reshape("لا (قال)") == "(ﻝﺎﻗ) ﻻ"
    assert reshape("plain") == "plain"


@pytest.mark.parametrize("mode", ["isolate", "off"])
@pytest.mark.parametrize("text", ["مُؤَكِّدًا", "كـــتب", "قال «لا» 12", "\u202eقال\u202c", "لِلَّهِ"])
def test_widths_are_right(text: str, mode: Mode) -> None:
    # What takes no column: marks and format characters. Everything else here takes one.
    def columns(line: str) -> int:
        return sum(unicodedata.category(c) not in ("Mn", "Cf") for c in line)

    for line in render(text, mode, width=12):
        assert columns(line) == cell_len(line) == 12


@pytest.mark.parametrize(
    "text",
    ["a\x1b[31mred", "a\x1b]0;title\x07", "a\x9b2J", "a\rb", "a\x08b", "a\x00b", "a\ud800b", "a\u202eb", "a\u2028b"],
)
def test_controls_never_reach_the_terminal(text: str) -> None:
    shown = clean(text)
    assert not any(unicodedata.category(c) in ("Cc", "Cs", "Cf") or c in "\u2028\u2029" for c in shown)


@settings(deadline=None)
@given(st.text())
def test_clean_is_safe_for_any_text(text: str) -> None:
    shown = clean(text)
    assert "\n" not in shown
    assert "\x1b" not in shown
    shown.encode("utf-8")
    assert clean(shown) == shown


@settings(deadline=None)
@given(st.text(alphabet="قلا \n\tab\u0651\u202e\u2067\x1b-9«»"), st.sampled_from(["isolate", "reshape", "off"]))
def test_no_cell_is_wider_than_its_column(text: str, mode: Mode) -> None:
    for line in render(text, mode, width=7):
        assert cell_len(line) <= 7
        assert line.count(RLI) + line.count(LRI) == line.count(PDI)


@pytest.mark.parametrize(
    ("env", "mode"),
    [
        ({"TERM_PROGRAM": "vscode"}, "reshape"),
        ({"TERM_PROGRAM": "iTerm.app"}, "reshape"),
        ({"TERM_PROGRAM": "Apple_Terminal"}, "isolate"),
        ({"VTE_VERSION": "7600", "TERM": "xterm-256color"}, "isolate"),
        ({"TERM": "linux"}, "off"),
        ({"TERM": "xterm-256color"}, "isolate"),
        ({"TMUX": "/tmp/tmux", "TERM_PROGRAM": "vscode"}, "isolate"),
    ],
)
def test_terminals_are_told_apart(env: dict[str, str], mode: str) -> None:
    assert detect(TERMINALS, terminal=True, env=env) == mode
    assert detect(TERMINALS, terminal=False, env=env) == "off"


def test_without_the_extra_it_isolates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimx.display.rtl.can_reshape", lambda: False)
    assert detect(TERMINALS, terminal=True, env={"TERM_PROGRAM": "vscode"}) == "isolate"


def test_isolate_leaves_other_scripts_alone() -> None:
    assert isolate("abc") == "abc"
    assert not is_rtl("abc 123")
