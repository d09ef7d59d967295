"""The HTML report: marks where the offsets say, text escaped, nothing fetched; rendered in a browser."""

from __future__ import annotations

import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from claimx import writing
from claimx.cli import app
from claimx.display.report import report
from claimx.display.report.charts import timeline, world
from claimx.display.report.marks import lines, marks, pieces
from claimx.display.summary import DayRow, PlaceRow
from claimx.model import Document
from documents import TALKS, claim, document, find, place, speaker, talks

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
HOSTILE = 'قال <b>أحمد</b> علي إن "<script>alert(1)</script>" & \x1b[31m كلام \'x\' onerror="y"\x00 انتهى'


class Reader(HTMLParser):
    """Collects what the tests ask of a page."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.contents: dict[str, list[tuple[int, str]]] = {}
        self.paragraphs: dict[int, str] = {}
        self._open: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "input", "line", "rect", "circle", "path", "link", "br", "img"):
            self._open.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        for tag, attributes in self._open:
            if tag == "span" and attributes.get("data-content"):
                for key in (attributes["data-content"] or "").split():
                    self.contents.setdefault(key, []).append((int(attributes["data-start"] or -1), data))
            if tag == "p" and attributes.get("data-start"):
                start = int(attributes["data-start"] or 0)
                self.paragraphs[start] = self.paragraphs.get(start, "") + data


def hostile() -> Document:
    """A document in which every text tries to be HTML."""
    doc = document(
        HOSTILE, id="<i>", source="https://x/?a=<script>&b='\"", title="<script>alert(2)</script>", focus=["<u>"]
    )
    who = speaker(doc, "<b>أحمد</b> علي", role="<img src=x>", mentions=[find(HOSTILE, "<b>أحمد</b> علي")])
    where = place(doc, HOSTILE, "كلام", "EG", latitude=30.0, longitude=31.0, name="<svg onload=alert(3)>")
    claim(doc, HOSTILE, who, '"<script>alert(1)</script>" & \x1b[31m كلام', cue="قال", places=[where])
    return doc


def test_marks_are_where_the_offsets_say() -> None:
    doc = talks()
    page = Reader(report([(doc, TALKS)]))
    for one in doc.claims:
        parts = page.contents[f"a0-{one.id}"]
        assert parts[0][0] == one.content.start
        assert "".join(text for _, text in parts) == one.content.text
    assert {TALKS[start : start + len(text)] for start, text in page.paragraphs.items()} == set(
        page.paragraphs.values()
    )


def test_contents_may_nest_and_cross() -> None:
    text = "قال أحمد علي إن سالم حسن أكد أن الأمر انتهى تماما"
    doc = document(text)
    outer = speaker(doc, "أحمد علي", mentions=[find(text, "أحمد علي")])
    inner = speaker(doc, "سالم حسن", mentions=[find(text, "سالم حسن")])
    claim(doc, text, outer, "سالم حسن أكد أن الأمر انتهى", cue="قال", mention="أحمد علي")
    claim(doc, text, inner, "الأمر انتهى تماما", cue="أكد", mention="سالم حسن", within="c1")
    page = Reader(report([(doc, text)]))
    for one in doc.claims:
        assert "".join(part for _, part in page.contents[f"a0-{one.id}"]) == one.content.text
    both = [a for tag, a in page.tags if tag == "span" and a.get("data-content") == "a0-c1 a0-c2"]
    assert {a["data-speaker"] for a in both} == {"k1"}  # the innermost speaks


@given(st.text(alphabet="قا \n<&\"'\x1b", max_size=40), st.data())
@settings(max_examples=60, deadline=None)
def test_cutting_loses_nothing(text: str, data: st.DataObject) -> None:
    doc = document(text)
    who = speaker(doc, "أحد", mentions=[])
    for _ in range(data.draw(st.integers(0, 4)) if text else 0):
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        made = claim(doc, text, who, text[start:end])
        made.content.start, made.content.end = start, end
    among = marks(doc)
    joined = [text[piece.start : piece.end] for start, end in lines(text) for piece in pieces(start, end, among)]
    assert "".join(joined) == "".join(text[start:end] for start, end in lines(text))
    assert "".join("".join(joined).split()) == "".join(text.split())


def test_everything_is_escaped() -> None:
    for body in (HOSTILE, None):
        html = report([(hostile(), body)], title="<script>alert(4)</script>")
        page = Reader(html)
        tags = [tag for tag, _ in page.tags]
        assert tags.count("script") == 1
        assert not {"img", "u", "i", "b"} & set(tags)
        assert not [key for _, attributes in page.tags for key in attributes if key.startswith("on")]
        assert "\x1b" not in html
        assert "\x00" not in html
        html.encode("utf-8")


def test_nothing_is_fetched_and_only_its_own_script_runs() -> None:
    html = report([(talks(), TALKS)])
    policy = next(a["content"] for tag, a in Reader(html).tags if tag == "meta" and "http-equiv" in a)
    assert policy is not None
    assert policy.startswith("default-src 'none'")
    assert "script-src 'sha256-" in policy
    assert not re.search(r"""(?:src|href)\s*=\s*["'](?!#)""", html)
    assert not re.search(r"url\(|@import|fetch\(|XMLHttpRequest", html)


def test_without_the_text_claims_stand_by_themselves() -> None:
    html = report([(talks(), None)])
    assert "نص هذا المقال غير متاح" in html
    assert html.count("<blockquote") == 5
    assert "data-content=" not in html


def test_languages_and_directions() -> None:
    arabic, english = report([(talks(), TALKS)]), report([(talks(), TALKS)], language="en")
    assert '<html lang="ar" dir="rtl">' in arabic
    assert '<html lang="en" dir="ltr">' in english
    assert "Who said what" in english
    assert '<p lang="ar" dir="auto"' in english


def test_confidence_leaves_claims_out_everywhere() -> None:
    html = report([(talks(), TALKS)], min_confidence=0.86)
    assert "a0-c2" in html
    assert "a0-c5" not in html


def test_a_speaker_has_one_key_over_all_articles() -> None:
    page = Reader(report([(talks(), TALKS), (talks(day="2025-06-03"), TALKS)]))
    keys = {a["data-speaker"] for tag, a in page.tags if tag == "button" and "data-speaker" in a}
    assert keys == {"k0", "k1"}


def test_a_report_of_nothing() -> None:
    assert "</html>" in report([])


def test_charts_leave_out_what_they_cannot_draw() -> None:
    assert timeline([DayRow("2025-05-27", 3)], label="x") == ""
    assert timeline([DayRow("2025", 3), DayRow("2025-05", 3)], label="x") == ""
    long_ago = [DayRow("1916-05-27", 1), DayRow("2025-05-27", 4), DayRow("2025-05-28", 1), DayRow("2052-01-01", 1)]
    assert timeline(long_ago, label="x").count("<rect") == 2
    assert world([PlaceRow("أوروبا", None, "continent", None, None, 3)], label="x") == ""


def test_the_map_has_a_point_for_each_place() -> None:
    rows = [PlaceRow("إسطنبول", "TR", "city", 41.01, 28.95, 5), PlaceRow("موسكو", "RU", "city", 55.75, 37.62, 2)]
    drawn = world(rows, label="x")
    circles = [tuple(map(float, found)) for found in re.findall(r'cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)"', drawn)]
    (x1, y1, r1), (x2, y2, r2) = circles
    assert x1 < x2  # Moscow lies east of Istanbul
    assert y1 > y2  # and north
    assert r1 > r2


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An article and its document."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    Path("talks.txt").write_text(TALKS, encoding="utf-8")
    Path("talks.yaml").write_text(writing.dumps(talks(), "yaml"), encoding="utf-8")
    return tmp_path


def test_command_finds_the_text_by_its_source(files: Path) -> None:
    result = CliRunner().invoke(app, ["report", "talks.yaml", "-o", "out.html"])
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    assert 'data-content="a0-c1"' in Path("out.html").read_text(encoding="utf-8")
    Path("talks.txt").rename("moved.txt")
    assert "data-content=" not in CliRunner().invoke(app, ["report", "talks.yaml"]).stdout
    assert "data-content=" in CliRunner().invoke(app, ["report", "talks.yaml", "--articles", "moved.txt"]).stdout
    Path("talks.txt").write_text(TALKS + "!", encoding="utf-8")  # another text: its offsets would lie
    assert "data-content=" not in CliRunner().invoke(app, ["report", "talks.yaml"]).stdout


def browser(*args: str) -> str:
    """Run headless Chromium; returns what it prints."""
    assert CHROMIUM is not None
    run = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", *args]
    return subprocess.run(run, capture_output=True, text=True, timeout=90, check=True).stdout


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
def test_in_a_browser(tmp_path: Path) -> None:
    """The page's own script runs, the articles' do not; marks hold their text; following works; no overflow."""
    probe = """
      const out = {};
      const spans = (id) => Array.from(document.querySelectorAll("span[data-content]"))
        .filter((one) => one.dataset.content.split(" ").includes(id)).map((one) => one.textContent).join("");
      out.texts = ["a0-c1", "a0-c2", "a0-c3", "a0-c4", "a0-c5"].map(spans);
      out.hostile = spans("a1-c1");
      document.querySelector(".card button").click();
      out.followed = document.querySelectorAll(".card.followed").length;
      out.said = document.getElementById("following").textContent;
      document.dispatchEvent(new KeyboardEvent("keydown", {key: "Escape", bubbles: true}));
      out.after = document.querySelectorAll(".followed").length;
      const mark = document.querySelector("span[data-content~='a0-c2']");
      mark.dispatchEvent(new MouseEvent("mouseover", {bubbles: true}));
      out.lit = document.getElementById("a0-c2").classList.contains("lit");
      const box = mark.getBoundingClientRect();
      const row = document.getElementById("a0-c2").closest(".row").getBoundingClientRect();
      out.beside = box.top >= row.top && box.bottom <= row.bottom && box.width > 0;
      out.overflow = document.documentElement.scrollWidth > window.innerWidth;
      const search = document.getElementById("search");
      search.value = "الاوكرانيه"; search.dispatchEvent(new Event("input"));
      out.hits = Array.from(document.querySelectorAll(".card")).filter((one) => !one.hidden).length;
      document.body.setAttribute("data-probe", JSON.stringify(out));
    """
    html = report([(talks(), TALKS), (hostile(), HOSTILE)])
    # the probe is let past the page's own policy; nothing else is
    html = re.sub(r"script-src '[^']+'", "script-src 'unsafe-inline'", html, count=1)
    html = html.replace("</body>", f"<script>{probe}</script></body>")
    path = tmp_path / "page.html"
    path.write_text(html, encoding="utf-8")
    import html as entities
    import json

    for width in (1280, 500):
        dom = browser(f"--window-size={width},1200", "--dump-dom", path.as_uri())
        found = re.search(r'data-probe="([^"]*)"', dom)
        assert found is not None
        out = json.loads(entities.unescape(found[1]))
        assert out["texts"] == [one.content.text for one in talks().claims]
        assert out["hostile"] == '"<script>alert(1)</script>" & \ufffd[31m كلام'
        assert (out["followed"], out["said"], out["after"]) == (4, "سيرجي لافروف", 0)
        assert out["lit"]
        assert out["beside"]
        assert not out["overflow"]
        assert out["hits"] == 1


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
def test_its_script_passes_its_own_policy(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    html = report([(talks(), TALKS)])
    # a click that only the page's own script answers
    path.write_text(html.replace("<body>", '<body><script>document.title = "broken"</script>'), encoding="utf-8")
    assert "<title>broken</title>" not in browser("--dump-dom", path.as_uri())
