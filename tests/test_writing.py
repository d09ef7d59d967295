"""Documents out and in: what is written is what is read, whatever the letters."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import msgspec
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from claimx.errors import ConfigError, DocumentError
from claimx.model import (
    SCHEMA,
    ArticleInfo,
    Claim,
    ClaimSpeaker,
    Content,
    Cue,
    Date,
    Document,
    Place,
    Provenance,
    Span,
    Speaker,
)
from claimx.writing import COLUMNS, FORMATS, dumps, faults, read_documents, write

TEXT = 'قال الوزير أمس في النرويج: "لن نتراجع". وأضاف أن الاتفاق قريب.'


def span(text: str) -> dict[str, object]:
    start = TEXT.index(text)
    return {"text": text, "start": start, "end": start + len(text)}


def make(**changes: object) -> Document:
    """A document over ``TEXT``; ``changes`` go into its article."""
    import hashlib

    article: dict[str, object] = {
        "id": "a", "source": "a.txt", "title": None, "date": "2025-05-30", "date_from": "option", "language": "ar",
        "focus": ["NO"], "characters": len(TEXT), "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
    }  # fmt: skip
    article.update(changes)
    speaker = ClaimSpeaker(
        id="s1", name="الوزير", role=None, kind="person", anonymous=False, mention=Span(**span("الوزير")),  # type: ignore[arg-type]
        resolved_by="title",
    )  # fmt: skip
    first = Claim(
        id="c1", section="body", speaker=speaker, cue=Cue(lemma="قال", act="state", **span("قال")),  # type: ignore[arg-type]
        content=Content(form="direct", quotes=[Span(**span("لن نتراجع"))], **span("لن نتراجع")),  # type: ignore[arg-type]
        within=None, dates=[], places=[], said_on=["d1"], said_in=["p1"], confidence=0.9, evidence="verb+colon",
    )  # fmt: skip
    return Document(
        schema=SCHEMA,
        article=msgspec.convert(article, ArticleInfo),
        claims=[first],
        speakers=[Speaker(id="s1", name="الوزير", role=None, kind="person", mentions=[Span(**span("الوزير"))])],  # type: ignore[arg-type]
        dates=[Date(id="d1", type="DATE", value="2025-05-29", mod=None, calendar="gregorian", **span("أمس"))],  # type: ignore[arg-type]
        places=[
            Place(
                id="p1", name="النرويج", country="NO", kind="country", latitude=62.0, longitude=1e-05,
                geonames_id=3144096, candidates=[], **span("النرويج"),  # type: ignore[arg-type]
            )
        ],
        provenance=Provenance(claimx="0.1.0", stanza=None, models={}, config="123456789012"),
    )  # fmt: skip


def raw(document: Document | None = None) -> dict[str, object]:
    value: dict[str, object] = msgspec.to_builtins(document or make())
    return value


def back(text: str | bytes, *, check: bool = True) -> list[Document | DocumentError]:
    data = text.encode() if isinstance(text, str) else text
    return list(read_documents(io.BytesIO(data), check=check))


# Letters that formats stumble over, and what a YAML loader would take for something else.
LETTERS = st.characters(exclude_categories=["Cs"]) | st.sampled_from(
    "\0\x1b\x85\u2028\u2029\ufeff\u200b\u200f\u202e\u2067\u2069\ufffe\uffff\U0001f600\x9b\x7f\"'\\:#-?,[]{}&*!|>%@`\n\r\t"
    "\u064e\u064f\u0651\u0640"
)
WORDS = st.sampled_from(
    ["NO", "yes", "null", "~", "2025-06-02", "12:30", "1e3", "0x1F", "1_000", ".5", "-", "---", "...", "=", "<<", "",
     " ", " x", "x ", "a: b", "a #b", "a:", "- a", "? a", "! a", "Y", "on", "True", "0o17", "017", "+1", ".inf", "%x",
     "1:30:00", "[a]", "{a}", "\u202eabc", "x\ny", "null ", "NULL", "قال: لا", "\"", "'", "a'b", "''"]
)  # fmt: skip
STRINGS = st.text(LETTERS, max_size=30) | WORDS


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Any document that the types allow: strings, numbers and lists at random, spans that need not fit."""
    string, number = STRINGS, st.integers(0, 2**31)

    def part(**fixed: object) -> dict[str, object]:
        return {name: draw(value) if isinstance(value, st.SearchStrategy) else value for name, value in fixed.items()}

    def one_span() -> dict[str, object]:
        return part(text=string, start=number, end=number)

    def some(count: int) -> int:
        return draw(st.integers(0, count))

    optional = st.none() | string
    value = raw()
    value["article"] = part(
        id=string, source=string, title=optional, date=optional, date_from=None, language=string,
        focus=st.lists(string, max_size=3), characters=number, sha256=string,
    )  # fmt: skip
    claims: list[dict[str, object]] = []
    for _ in range(some(2)):
        [claim] = raw()["claims"]  # type: ignore[misc]
        claim["id"] = draw(string)
        claim["confidence"] = draw(st.floats(0, 1))
        claim["evidence"] = draw(string)
        claim["within"] = draw(optional)
        claim["dates"] = draw(st.lists(string, max_size=3))
        claim["speaker"] |= {"name": draw(string), "role": draw(optional), "mention": draw(st.none()) or one_span()}
        claim["cue"] = None if draw(st.booleans()) else {**claim["cue"], **one_span(), "lemma": draw(string)}
        claim["content"] |= one_span() | {"quotes": [one_span() for _ in range(some(2))]}
        claims.append(claim)
    value["claims"] = claims
    [place] = raw()["places"]  # type: ignore[misc]
    finite = st.floats(allow_nan=False, allow_infinity=False)
    place |= {"latitude": draw(st.none() | finite), "longitude": draw(finite), "country": draw(optional)}
    place["candidates"] = [
        part(name=string, country=optional, kind="city", latitude=finite, longitude=None, geonames_id=number)
        for _ in range(some(2))
    ]
    value["places"] = [place]
    value["provenance"] |= {"models": draw(st.dictionaries(string, string, max_size=3))}  # type: ignore[operator]
    return msgspec.convert(value, Document)


@settings(max_examples=150, deadline=None)
@given(st.lists(documents(), min_size=1, max_size=3), st.sampled_from(["yaml", "json", "jsonl"]))
def test_reading_back_is_the_identity(originals: list[Document], format: str) -> None:
    stream = io.BytesIO()
    assert write(originals, stream, format) == len(originals)
    assert back(stream.getvalue(), check=False) == originals


@settings(max_examples=150, deadline=None)
@given(documents())
def test_any_yaml_loader_reads_the_same(document: Document) -> None:
    text = dumps(document, "yaml")
    for loader in (yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
        assert yaml.load(text, Loader=loader) == raw(document)


@pytest.mark.parametrize("text", ["A?", "A? B", "A?B", "?", "A!", "A#", "A &b", "*", "%", "@", "`", "A|", "- "])
def test_marks_between_brackets_mean_nothing_to_any_loader(text: str) -> None:
    """«[A?]» is a list of one text to YAML 1.2 and an error to PyYAML."""
    document = make()
    document.claims[0].dates = [text, text]
    document.claims[0].content.quotes[0].text = text
    document.claims[0].cue.text = text  # type: ignore[union-attr]
    written = dumps(document, "yaml")
    for loader in (yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
        assert yaml.load(written, Loader=loader) == raw(document)
    assert back(written.encode(), check=False) == [document]


@given(STRINGS)
def test_json_is_json_and_holds_nothing_that_a_terminal_obeys(text: str) -> None:
    line = dumps(make(title=text), "jsonl")
    assert json.loads(line)["article"]["title"] == text
    assert not set(line[:-1]) & set(map(chr, [*range(32), *range(0x7F, 0xA0), 0x2028, 0x2029]))


@given(STRINGS)
def test_yaml_holds_nothing_invisible(text: str) -> None:
    written = dumps(make(title=text), "yaml").replace("\n", "")
    assert not set(written) & set("\x1b\x9b\x85\u2028\u202e\u2067\u200b\ufeff\0\x7f")


def test_yaml_is_readable() -> None:
    text = dumps(make(title='لافروف: "الخيار المفضل"'))
    assert text.startswith("---\nschema: claimx/1\narticle:\n  id: a\n")
    assert "  title: 'لافروف: \"الخيار المفضل\"'\n" in text
    assert "  date: '2025-05-30'\n" in text
    assert "  focus: ['NO']\n" in text
    assert "    mention: {text: الوزير, start: 4, end: 10}\n" in text
    assert "  country: 'NO'\n" in text
    assert "  longitude: 1.0e-05\n" in text
    assert "  said_on: [d1]\n" in text


def test_yaml_does_not_fold_long_lines() -> None:
    long = "كلمة " * 5000
    text = dumps(make(title=long), "yaml")
    assert f"  title: '{long}'\n" in text


def test_json_is_an_object_for_one_and_a_list_for_several() -> None:
    for single, count, kind in ((None, 1, dict), (None, 2, list), (None, 3, list), (False, 1, list), (None, 0, list)):
        stream = io.StringIO()
        write([make()] * count, stream, "json", single=single)
        value = json.loads(stream.getvalue())
        assert isinstance(value, kind)
        assert isinstance(value, dict) or len(value) == count


def test_json_has_arabic_as_it_is_and_keys_in_order() -> None:
    text = dumps(make(), "json")
    assert '"name": "الوزير"' in text
    assert list(json.loads(text)) == ["schema", "article", "claims", "speakers", "dates", "places", "provenance"]


@pytest.mark.parametrize("format", ["yaml", "jsonl", "csv", "json"])
def test_documents_are_written_as_they_come(format: str) -> None:
    stream = io.BytesIO()
    sizes: list[int] = []

    def growing() -> object:
        for _ in range(4):
            sizes.append(len(stream.getvalue()))
            yield make()

    write(growing(), stream, format)  # type: ignore[arg-type]
    assert sizes[3] > sizes[2]


def test_an_interrupted_json_list_is_a_list() -> None:
    def interrupted() -> object:
        yield from [make()] * 3
        raise KeyboardInterrupt

    stream = io.BytesIO()
    with pytest.raises(KeyboardInterrupt):
        write(interrupted(), stream, "json")  # type: ignore[arg-type]
    assert len(back(stream.getvalue())) == 3


def test_an_unknown_format_names_the_nearest() -> None:
    with pytest.raises(ConfigError, match="did you mean 'yaml'"):
        dumps(make(), "yml")
    assert FORMATS == ("yaml", "json", "jsonl", "csv")


# CSV


def rows(document: Document) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(dumps(document, "csv"))))


def test_csv_has_one_claim_a_row() -> None:
    [row] = rows(make())
    assert tuple(row) == COLUMNS
    assert (row["speaker"], row["act"], row["content"]) == ("الوزير", "state", "لن نتراجع")
    assert (row["said_on"], row["said_in"], row["confidence"]) == ("2025-05-29", "النرويج (NO)", "0.9")


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1", "＝1", "\u200f=1", "- نقطة"]
)
def test_csv_cells_are_never_formulas(text: str) -> None:
    [row] = rows(make(title=text))
    assert row["title"].startswith("'")


@given(STRINGS)
def test_csv_reads_back_as_one_row_and_is_safe(text: str) -> None:
    [row] = rows(make(title=text, source=text))
    assert not row["title"].lstrip().startswith(("=", "+", "-", "@"))
    assert not set(row["title"]) & set("\x1b\x9b\0\x7f")


def test_csv_can_begin_with_a_mark_and_yaml_need_not() -> None:
    stream = io.BytesIO()
    write([make()], stream, "csv", bom=True)
    assert stream.getvalue().startswith(b"\xef\xbb\xbfarticle,")


# Reading back


def faulty(**changes: object) -> str:
    """The one error of a document changed at the given ``path__to__key``."""
    value: object = raw()
    for path, new in changes.items():
        at: object = value
        *parents, last = [int(key) if key.isdigit() else key for key in path.split("__")]
        for key in parents:
            at = at[key]  # type: ignore[index]
        at[last] = new  # type: ignore[index]
    found = back(json.dumps(value))
    assert len(found) == 1
    assert isinstance(found[0], DocumentError)
    return str(found[0])


def test_faults_name_the_key() -> None:
    assert "$.claims[0].content.start: " in faulty(claims__0__content__start="x")
    assert "unknown field `extra`" in faulty(article__extra=1)
    assert "$.dates[0].value: expected `str`, got `int`" in faulty(dates__0__value=2025)
    assert "$.claims[0].confidence" in faulty(claims__0__confidence=1.5)
    assert "$.claims[0].cue.act" in faulty(claims__0__cue__act="mumble")
    assert "$.claims[0].said_on[0]: no date 'd9'" in faulty(claims__0__said_on=["d9"])
    assert "$.claims[0].within: no claim 'c9'" in faulty(claims__0__within="c9")
    assert "$.claims[0].within: the claim would hold itself" in faulty(claims__0__within="c1")
    assert "$.claims[0].cue.text: 4 characters, but the span has 3" in faulty(claims__0__cue__text="قالت")
    assert "$.dates[0].end: " in faulty(dates__0__start=900, dates__0__end=903)
    assert "$.article.date: " in faulty(article__date="أمس")
    assert "$.claims[0].content.quotes[0].text" in faulty(claims__0__content__quotes__0__text="لن نتراجه")


def test_every_fault_is_named() -> None:
    value = raw()
    value["claims"] = [dict(value["claims"][0], confidence="x"), dict(value["claims"][0], section="foot")]  # type: ignore[index]
    value["dates"][0]["type"] = "DAY"  # type: ignore[index]
    found = list(map(str, back(json.dumps(value))))
    assert [part in line for line, part in zip(found, ("claims[0]", "claims[1]", "dates[0]"), strict=True)] == [
        True
    ] * 3


def test_spans_are_compared_with_the_text() -> None:
    assert faults(make(), TEXT) == []
    assert any("not what the article says" in fault for fault in faults(make(), TEXT.replace("الوزير", "الأمير")))
    assert any("sha256" in fault for fault in faults(make(), TEXT + " "))


@pytest.mark.parametrize("schema", ["claimx/1", "claimx/1.0"])
def test_this_version_is_read(schema: str) -> None:
    [document] = back(json.dumps(raw() | {"schema": schema}))
    assert isinstance(document, Document)


@pytest.mark.parametrize(
    ("schema", "mend"),
    [
        ("claimx/2", "upgrade"),
        ("claimx/1.1", "upgrade"),
        ("claimx/0.9", "again"),
        ("other/1", "claimx extract"),
        (7, "claimx"),
    ],
)
def test_other_versions_are_refused_with_the_mend(schema: object, mend: str) -> None:
    [error] = back(json.dumps(raw() | {"schema": schema}))
    assert isinstance(error, DocumentError)
    assert mend in str(error)


BILLION = "schema: claimx/1\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (BILLION, "line 2: anchors and aliases are refused"),
        ("schema: !!python/object/apply:os.system ['true']\n", "tag"),
        ("schema: !!str claimx/1\n", "tag"),
        ("schema: claimx/1\nschema: claimx/1\n", "twice"),
        ("a: " + "[" * 100 + "]" * 100, "nested too deeply"),
        ("just words", "no claimx document"),
        ("- a\n- b\n", "no claimx document"),
        ("a: b: c\n", "not valid YAML"),
        ("a: 'x\n", "not valid YAML"),
        ("\x01", "not valid YAML"),
        ("", "empty"),
        ("  \n\n", "empty"),
        ("# nothing\n", "no document"),
        ("{", "not valid JSON"),
        ("[" * 100_000, "JSON"),
        ('{"schema": "claimx/1", "claims": "\\ud800"}', "not valid JSON"),
        ('{"text": "قال"}', "run claimx extract on it first"),
        ("[1]", "no claimx document"),
    ],
)  # fmt: skip
def test_what_is_no_document_is_one_line(text: str, part: str) -> None:
    found = back(text)
    assert len(found) == 1
    assert isinstance(found[0], DocumentError)
    assert part in str(found[0])
    assert "\n" not in str(found[0])


def test_a_faulty_document_does_not_end_the_stream() -> None:
    good = dumps(make(), "yaml")
    kinds = [type(found) for found in back(good + "---\n" + BILLION + good)]
    assert kinds == [Document, DocumentError, Document]
    line = dumps(make(), "jsonl")
    kinds = [type(found) for found in back(line + line[:50] + "\n\n" + line)]
    assert kinds == [Document, DocumentError, Document]
    kinds = [type(found) for found in back(line[:50] + "\n" + line)]
    assert kinds == [DocumentError, Document]


def test_errors_name_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text(dumps(make(), "jsonl") + "{}\n", encoding="utf-8")
    [_, error] = read_documents(path)
    assert str(error).startswith(f"{path}:2: ")
    [error] = read_documents(tmp_path / "none.yaml")
    assert str(error) == f"{tmp_path / 'none.yaml'}: no such file (check the name)"
    [error] = read_documents(tmp_path)
    assert "cannot be read" in str(error)


def test_hand_made_yaml_may_leave_quotation_marks_out() -> None:
    text = (
        dumps(make()).replace("'NO'", "NO").replace("'2025-05-30'", "2025-05-30").replace("'2025-05-29'", "2025-05-29")
    )
    assert "'2025-05-30'" not in text
    assert back(text) == [make()]


@pytest.mark.parametrize("format", ["yaml", "json", "jsonl"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_what_windows_made_of_it_is_read(format: str, encoding: str) -> None:
    assert back(dumps(make(), format).replace("\n", "\r\n").encode(encoding)) == [make()]


def test_too_large_is_refused() -> None:
    for format in ("yaml", "json", "jsonl"):
        [error] = read_documents(io.BytesIO(dumps(make(), format).encode()), max_bytes=100)
        assert "100 bytes" in str(error)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_nothing_makes_the_reader_fail(data: bytes) -> None:
    assert all(isinstance(found, Document | DocumentError) for found in back(data))
