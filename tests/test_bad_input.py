"""Bad input as a user meets it: one line that names the file and the mend, an exit code, and the rest goes on."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from claimx.model import Document
from claimx.writing import dumps, read_documents
from documents import talks
from test_disks import run

GOOD = "قال الوزير كلاما"


def text(name: str, data: bytes) -> Callable[[Path], str]:
    def make(folder: Path) -> str:
        (folder / name).write_bytes(data)
        return name

    return make


def empty_folder(folder: Path) -> str:
    (folder / "empty").mkdir()
    return "empty"


def lines(*records: str) -> bytes:
    return "".join(record + "\n" for record in records).encode()


record = json.dumps({"text": GOOD}, ensure_ascii=False)

# What is given beside a good article: documents out of it, exit code, the lines on stderr.
CASES = {
    "missing": (lambda folder: "none.txt", 0, 1, ["none.txt: no such file or folder (check the name)"]),
    "empty folder": (empty_folder, 0, 1, ["empty: no articles in the folder (it takes files ending in .txt, …"]),
    "empty": (text("a.txt", b""), 0, 1, ["a.txt: empty file (give a file with an article)"]),
    "blank": (text("a.txt", b" \n\t\n"), 0, 1, ["a.txt: empty file (give a file with an article)"]),
    "binary": (text("a.txt", b"\x7fELF\0\1"), 0, 1, ["a.txt: holds NUL bytes: a binary file …"]),
    "a PDF": (text("a.txt", b"%PDF-1.7\n"), 0, 1, ["a.txt: a PDF file, no text (save its text as UTF-8)"]),
    "a damaged byte": (
        text("a.txt", GOOD.encode() + b"\xc3 " + GOOD.encode()), 0, 1,
        ["a.txt: not UTF-8: byte 0xc3 at offset 30 (save it as UTF-8)"],
    ),
    "another encoding": (
        text("a.txt", ("قال الوزير في مؤتمر صحفي إن الأسعار سوف تنخفض في الأسواق. " * 3).encode("cp1256")), 1, 0,
        ["warning: a.txt: not UTF-8: read as Windows-1256"],
    ),
    "a record cut in the middle": (
        text("a.jsonl", lines(record, record[:20], record)), 2, 1, ["a.jsonl:2: not valid JSON: …"],
    ),
    "a record without text": (
        text("a.jsonl", lines('{"body": "x"}', record)), 1, 1,
        ["a.jsonl:1: record without text (name the key text; there are: 'body')"],
    ),
    "a wrong date": (
        text("a.jsonl", lines('{"text": "قال الوزير كلاما", "date": "31.2.2025"}', record)), 1, 1,
        ["a.jsonl:1: not a date …"],
    ),
    "an id given twice": (
        text("a.jsonl", lines('{"id": "x", "text": "قال الوزير كلاما"}', '{"id": "x", "text": "قال الوزير لا"}')), 2, 0,
        ["warning: a.jsonl: id 'x' was given already in this run: 'x-2' instead"],
    ),
    "not Arabic": (
        text("a.txt", b"The minister said nothing at all."), 1, 0,
        ["warning: a.txt: not Arabic: 0 % of its letters are Arabic"],
    ),
    "too large": (
        text("a.txt", GOOD.encode() * 20), 0, 1,
        ["a.txt: larger than 500 bytes (raise max_bytes in reading.yaml, or split the file)"],
    ),
    "too large a record": (
        text("a.jsonl", lines(record, json.dumps({"text": GOOD * 40}), record)), 2, 1,
        ["a.jsonl:2: the record is larger than 500 bytes …"],
    ),
    "a document": (
        text("a.jsonl", lines('{"schema": "claimx/1"}')), 0, 1,
        ["a.jsonl:1: a claimx document, not an article (see it with claimx show)"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_extract(tmp_path: Path, case: str) -> None:
    make, documents, code, told = CASES[case]
    name = make(tmp_path)
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "limits").mkdir()
    (tmp_path / "limits" / "reading.yaml").write_text("max_bytes: 500\n")
    command = ["extract", name, "good.txt", "-f", "jsonl", *(["--config", "limits"] if "large" in case else [])]
    result = run(tmp_path, *command)
    assert result.returncode == code, result.stderr
    assert len(result.stdout.splitlines()) == documents + 1
    assert json.loads(result.stdout.splitlines()[-1])["article"]["id"] == "good"
    found = result.stderr.splitlines()
    assert len(found) == len(told), result.stderr
    for line, wanted in zip(found, told, strict=True):
        assert line == f"claimx: {wanted}" or (wanted.endswith("…") and line.startswith(f"claimx: {wanted[:-1]}")), line


def exploding() -> bytes:
    """A billion laughs."""
    names = "abcdefghij"
    steps = [f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]" for a, b in pairwise(names)]
    return lines("a: &a [x, x, x]", *steps)


REFUSED = {
    "no document": (b"a: 1\nb: 2\n", "d.yaml: document 1 (line 1): ", "schema"),
    "a list": (b"- 1\n- 2\n", "d.yaml: document 1 (line 1): ", ""),
    "aliases": (exploding(), "d.yaml: document 1: line 1: anchors and aliases are refused (write the value out)", ""),
    "a tag": (b"schema: !!python/object/apply:os.system [id]\n", "d.yaml: document 1: line 1: the tag ", "is refused"),
    "no YAML": (b"schema: [\n", "d.yaml:2: not valid YAML: ", ""),
    "a newer schema": (b"schema: claimx/2\n", "d.yaml: document 1 (line 1): ", "claimx/2"),
    "nested deeply": (b"[" * 100_000, "d.yaml: ", "nested too deeply"),
}  # fmt: skip


@pytest.mark.parametrize("command", ["show", "validate"])
@pytest.mark.parametrize("case", REFUSED)
def test_documents(tmp_path: Path, case: str, command: str) -> None:
    data, begins, part = REFUSED[case]
    (tmp_path / "d.yaml").write_bytes(data)
    (tmp_path / "good.yaml").write_text(dumps(talks(), "yaml"), encoding="utf-8")
    result = run(tmp_path, command, "d.yaml", "good.yaml")
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1
    assert result.stderr.startswith(f"claimx: {begins}")
    assert part in result.stderr
    assert command == "validate" or "لافروف" in result.stdout  # the good one is shown all the same


def test_a_document_of_an_older_1_x_is_read(tmp_path: Path) -> None:
    """Today's reader is 1.0; a 1.x whose keys it knows is the same document."""
    value = msgspec.to_builtins(talks())
    for version in ("claimx/1", "claimx/1.0"):
        (tmp_path / "d.json").write_text(json.dumps(value | {"schema": version}), encoding="utf-8")
        (document,) = read_documents(tmp_path / "d.json")
        assert isinstance(document, Document)
    result = run(tmp_path, "validate", "d.json")
    assert (result.returncode, result.stderr) == (0, "")


def test_html_of_an_article_never_lives_in_a_report(tmp_path: Path) -> None:
    """From the article's letters through the documents to the page."""
    attack = "<script>alert(1)</script><img/src=x/onerror=alert(1)>\"'><svg/onload=alert(1)>"
    (tmp_path / "a.jsonl").write_text(
        json.dumps(
            {"id": attack, "title": attack, "url": "javascript:alert(1)", "text": f"قال {attack} {attack} كلاما"}
        )
    )
    assert run(tmp_path, "extract", "a.jsonl", "-o", "d.jsonl").returncode == 0
    assert (
        run(tmp_path, "report", "d.jsonl", "--articles", "a.jsonl", "--title", attack, "-o", "r.html").returncode == 0
    )
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;alert(1)" in page
    for alive in ("<script>alert", "<img/src", "<svg/onload", 'href="javascript:', "href='javascript:"):
        assert alive not in page.lower()


def test_a_wrong_date_on_the_command_line_is_wrong_usage(tmp_path: Path) -> None:
    result = run(tmp_path, "extract", "--date", "31.2.2025", "x")
    assert result.returncode == 2
    assert "'31.2.2025' is no date (write it as 2025-05-30)" in result.stderr
