"""Files, pages and records in: every encoding, every bad input, one error in place of each."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from claimx.errors import ConfigError, InputError
from claimx.model import Article
from claimx.reading import INPUT_FORMATS, Reader, publication_date, sources

TEXT = (
    "الوزير: الاتفاق قريب\n\n"
    "قال الوزير، أمس الاثنين، إن الاتفاق قريب جدًا، وأضاف أن «الوفد عاد» إلى العاصمة بعد المحادثات.\n"
)


def read(data: bytes | str, **options: str) -> list[Article | InputError]:
    """What a fresh reader makes of standard input."""
    raw = data.encode() if isinstance(data, str) else data
    return list(Reader().read_stdin(io.BytesIO(raw), **options))


def article(data: bytes | str, **options: str) -> Article:
    [found] = read(data, **options)
    assert isinstance(found, Article), found
    return found


def error(data: bytes | str, **options: str) -> str:
    [found] = read(data, **options)
    assert isinstance(found, InputError), found
    assert "\n" not in str(found)
    return str(found)


def lines(*records: object) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


# Decoding


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_marked_encodings_give_the_text_to_the_letter(encoding: str) -> None:
    found = article(TEXT.encode(encoding))
    assert found.text == TEXT
    assert found.warnings == ()


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "cp1256"])
def test_unmarked_encodings_are_recognised_and_said(encoding: str) -> None:
    found = article(TEXT.encode(encoding))
    assert found.text == TEXT
    [warning] = found.warnings
    assert "read as" in warning


def test_iso_8859_6_is_told_from_windows_1256() -> None:
    text = "قال الوزير إن الاتفاق قريب، وأضاف أن الوفد عاد إلى العاصمة بعد المحادثات."
    found = article(text.encode("iso8859-6"))
    assert found.text == text
    assert "ISO 8859-6" in found.warnings[0]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028", "\u2029", "\x85"])
def test_newlines_stay_as_they_are(newline: str) -> None:
    text = TEXT.replace("\n", newline)
    found = article(text)
    assert found.text == text
    assert [part.section for part in found.segments] == ["headline", "body"]


def test_a_damaged_byte_is_an_error_that_says_where() -> None:
    data = TEXT.encode()
    message = error(data[:20] + b"\xff" + data[20:])
    assert message == "-: not UTF-8: byte 0xff at offset 20 (save it as UTF-8)"


def test_a_cut_last_letter_is_a_warning() -> None:
    data = TEXT.strip().rstrip(".").encode()
    found = article(data[:-1])
    assert found.text == TEXT.strip().rstrip(".")[:-1]
    assert "cut" in found.warnings[0]


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"", "empty file"),
        (b" \n\t\n", "empty file"),
        (b"\xef\xbb\xbf", "empty file"),
        (b"\xff\xfe", "empty file"),
        (b"%PDF-1.7\n", "a PDF file"),
        (b"PK\x03\x04rest", "a ZIP or Office file"),
        (b"\x1f\x8b\x08\x00", "unpack it first"),
        (b"\x7fELF\x02\x01\x01\x00\x00\x00\x00", "binary"),
        (bytes(range(256)) * 4, "binary"),
        (TEXT.encode() + b"\0", "binary"),
        ("النص".encode("utf-16") + b"\x00", "not valid UTF-16"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, part: str) -> None:
    assert part in error(data, input_format="text")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("The minister said on Monday that a deal was close.", "not Arabic: 0 %"),
        ("رئیس‌جمهور گفت که این توافق نزدیک است و گفتگوها ادامه خواهد یافت چنانکه پیش‌بینی می‌شد.", "Persian"),
        (TEXT.encode().decode("latin-1").replace("\x85", "."), "once read as Latin-1"),
        ("1234 567", "no letters"),
    ],
)
def test_what_is_not_arabic_is_read_with_a_warning(text: str, part: str) -> None:
    assert any(part in warning for warning in article(text).warnings)


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT * 10, encoding="utf-8")
    [found] = Reader(max_bytes=100).read_path(path)
    assert "larger than 100 bytes" in str(found)
    assert str(found).startswith(str(path))


# Dates


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2025-05-30", "2025-05-30"),
        ("٢٠٢٥-٠٥-٣٠", "2025-05-30"),
        ("20250530", "2025-05-30"),
        ("2025-05-30T23:59:00+03:00", "2025-05-30"),
        ("2025-05-30 02:51:32", "2025-05-30"),
        ("2025-05-30T02:51:32.123Z", "2025-05-30"),
        ("Fri, 30 May 2025 10:00:00 +0300", "2025-05-30"),
        ("30 May 2025 10:00:00 GMT", "2025-05-30"),
    ],
)
def test_dates_that_can_be_read_one_way(written: str, day: str) -> None:
    assert publication_date(written) == day


@pytest.mark.parametrize(
    "written",
    ["30/05/2025", "05-06-2025", "2025", "2025-13-01", "2025-02-30", "1446-12-03", "0205-05-30", "أمس", "", "x" * 999,
     "2025-05-30T99:00", "1748563200", "2025-W22-5", "Fri, 99 May 2025 10:00:00 +0300"],
)  # fmt: skip
def test_other_dates_are_refused(written: str) -> None:
    with pytest.raises(ValueError, match="YYYY-MM-DD"):
        publication_date(written)


@given(st.text(max_size=40))
def test_no_date_makes_it_fail_otherwise(written: str) -> None:
    try:
        assert len(publication_date(written)) == 10
    except ValueError as error:
        assert "YYYY-MM-DD" in str(error)


def test_the_option_goes_before_the_record() -> None:
    record = {"text": TEXT, "date": "2025-05-30"}
    assert (article(lines(record)).date, article(lines(record)).date_from) == ("2025-05-30", "record")
    found = article(lines(record), date="2024-01-01")
    assert (found.date, found.date_from) == ("2024-01-01", "option")
    assert (article(TEXT).date, article(TEXT).date_from) == (None, None)


def test_wrong_options_are_configuration_errors() -> None:
    with pytest.raises(ConfigError, match=r"--date: .*YYYY-MM-DD"):
        Reader().read_path(Path("a.txt"), date="30/05/2025")
    with pytest.raises(ConfigError, match="did you mean 'jsonl'"):
        Reader().read_stdin(io.BytesIO(), input_format="json")
    assert INPUT_FORMATS == ("auto", "text", "html", "jsonl")


# Records


def test_a_record_says_what_it_is() -> None:
    found = article(
        lines(
            {
                "id": 7,
                "text": "قال الوزير إن الاتفاق قريب جدًا.",
                "title": "الاتفاق قريب",
                "date": "2025-05-30",
                "url": "http://example.org/7",
                "outlet": "الساحل",
                "author": "ريم",
                "tags": ["x"],
            }
        )
    )
    assert (found.id, found.source, found.title) == ("7", "http://example.org/7", "الاتفاق قريب")
    assert (found.outlet, found.author, found.date) == ("الساحل", "ريم", "2025-05-30")
    assert [part.section for part in found.segments] == ["body"]


def test_paragraphs_are_lines() -> None:
    assert article(lines({"paragraphs": ["قال الوزير.", "وأضاف."]})).text == "قال الوزير.\nوأضاف."


def test_one_bad_record_does_not_end_the_file(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    good = lines({"text": TEXT})
    bad = [
        '{"text": "قال\n',
        "[]\n",
        "null\n",
        '"text"\n',
        '{"id": 3}\n',
        '{"text": ""}\n',
        '{"text": 5}\n',
        '{"text": "قال", "date": "30/05/2025"}\n',
        '{"text": "قال", "date": 20250530}\n',
        '{"text": "قال", "id": ["x"]}\n',
        '{"text": "قال", "id": true}\n',
        '{"text": "قال", "title": {}}\n',
        '{"paragraphs": [1]}\n',
        '{"schema": "claimx/1"}\n',
        '{"text": ' + "9" * 9999 + "}\n",
        '{"text":' * 50_000 + "\n",
        "\udcff\udcfe\n",
    ]
    path.write_bytes((good + good.join(bad) + good).encode("utf-8", "surrogateescape"))
    found = list(Reader().read_path(path))
    kinds = [type(item) for item in found]
    assert kinds == [Article, InputError] * len(bad) + [Article]
    for number, item in enumerate(found, 1):
        if isinstance(item, InputError):
            assert str(item).startswith(f"{path}:{number}: ")
            assert "\n" not in str(item)
            assert len(str(item)) < 300


def test_errors_name_the_keys_that_are_there() -> None:
    assert "name the key text; there are: 'content', 'id'" in error(lines({"content": TEXT, "id": 1}))


def test_blank_lines_and_a_byte_order_mark_are_no_records() -> None:
    data = "\ufeff\n" + lines({"text": TEXT}) + "\n\r\n" + lines({"text": TEXT})
    assert [type(found) for found in read(data, input_format="jsonl")] == [Article, Article]


def test_a_json_file_may_be_a_list_or_one_record(tmp_path: Path) -> None:
    path = tmp_path / "news.json"
    record = {"text": TEXT, "date": "2025-05-30"}
    for indent in (None, 2):
        path.write_text(json.dumps([record, {}, record], indent=indent), encoding="utf-8")
        found = list(Reader().read_path(path))
        assert [type(item) for item in found] == [Article, InputError, Article]
        assert [item.id for item in found if isinstance(item, Article)] == ["news-1", "news-3"]
        assert f"{path}: record 2: " in str(found[1])
    for indent in (None, 2):
        path.write_text(json.dumps(record, indent=indent), encoding="utf-8")
        [found_one] = Reader().read_path(path)
        assert isinstance(found_one, Article)
        assert found_one.text == TEXT
    path.write_text("[]", encoding="utf-8")
    [nothing] = Reader().read_path(path)
    assert "an empty list" in str(nothing)


def test_a_cut_first_line_is_one_error() -> None:
    found = read('{"text": "قال\n' + lines({"text": TEXT}, {"text": TEXT}))
    assert [type(item) for item in found] == [InputError, Article, Article]


def test_records_in_utf_16_as_powershell_writes_them() -> None:
    data = lines({"text": TEXT}, {"text": "الأستاذ ਊ قال."}).encode("utf-16")
    found = read(data)
    assert [item.text for item in found if isinstance(item, Article)] == [TEXT, "الأستاذ ਊ قال."]


def test_half_a_surrogate_pair_becomes_a_replacement() -> None:
    found = article('{"text": "قال \\ud83d الوزير", "id": "\\udc00"}\n')
    assert found.text == "قال \ufffd الوزير"
    assert found.id == "\ufffd"
    assert found.warnings[0] == "half a surrogate pair was replaced by U+FFFD"
    assert article('{"text": "قال \\ud83d\\ude00"}\n').text == "قال \U0001f600"


def test_a_nul_in_a_record_is_kept() -> None:
    assert article('{"text": "قال \\u0000 الوزير"}').text == "قال \0 الوزير"


def test_a_record_over_the_limit_is_skipped_unread() -> None:
    data = lines({"text": TEXT}) + '{"text": "' + "ا" * 100_000 + '"}\n' + lines({"text": TEXT})
    for encoded in (data.encode(), data.encode("utf-16")):
        found = list(Reader(max_bytes=2_000).read_stdin(io.BytesIO(encoded), input_format="jsonl"))
        assert [type(item) for item in found] == [Article, InputError, Article]


def test_records_are_read_as_they_come() -> None:
    class Endless(io.RawIOBase):
        given = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
            line = lines({"text": "قال الوزير إن الاتفاق قريب."}).encode()
            buffer[: len(line)] = line
            Endless.given += 1
            return len(line)

    stream = io.BufferedReader(Endless())
    articles = Reader().read_stdin(stream)
    for _ in range(5):
        assert isinstance(next(articles), Article)
    assert Endless.given < 500


def test_ids_are_one_in_a_run(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "c.jsonl").write_text(lines({"text": TEXT, "id": "x"}, {"text": TEXT, "id": "x-2"}), encoding="utf-8")
    found = [item for item in Reader().read([tmp_path]) if isinstance(item, Article)]
    assert [item.id for item in found] == ["x", "x-2", "x-3", "x-2-2"]
    assert [bool(item.warnings) for item in found] == [False, True, True, True]
    assert "given already" in found[1].warnings[0]
    assert [item.id for item in Reader().read([tmp_path / "a"]) if isinstance(item, Article)] == ["x"]


# Sources


def test_folders_are_searched_by_suffix_without_hidden_files(tmp_path: Path) -> None:
    names = ["b.txt", "a/z.html", "a/y.jsonl", "A.TXT", ".hidden.txt", ".git/c.txt", "notes.yaml", "c.json"]
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    found = [str(Path(str(path)).relative_to(tmp_path)) for path in sources([tmp_path])]
    assert found == ["A.TXT", "a/y.jsonl", "a/z.html", "b.txt", "c.json"]


def test_patterns_are_expanded_and_each_file_comes_once(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "[x].txt"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    found = sources([tmp_path / "b.txt", str(tmp_path / "*.txt"), tmp_path, "-", "-"])
    assert [path.name for path in found if isinstance(path, Path)] == ["b.txt", "[x].txt", "a.txt", "-"]
    assert sources([tmp_path / "[x].txt"]) == [tmp_path / "[x].txt"]


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("none.txt", "no such file or folder"),
        ("*.nothing", "matches no file"),
        ("empty", "no articles in the folder"),
        ("x" * 5000, "cannot be read"),
        ("a\0b", "no such file or folder"),
    ],
)
def test_names_that_stand_for_nothing_are_errors_in_place(tmp_path: Path, name: str, part: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    first, second = sources([f"{tmp_path}/{name}", tmp_path / "a.txt"])
    assert part in str(first)
    assert "\n" not in str(first)
    assert second == tmp_path / "a.txt"


def test_files_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    [missing] = Reader().read_path(tmp_path / "none.txt")
    assert str(missing) == f"{tmp_path}/none.txt: no such file (check the name)"
    [folder] = Reader().read_path(tmp_path)
    assert "a folder" in str(folder)

    def denied(*_: object) -> None:
        raise PermissionError(13, os.strerror(13))

    monkeypatch.setattr(Path, "open", denied)
    [locked] = Reader().read_path(tmp_path / "a.txt")
    assert "permission denied" in str(locked)


def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "b.txt").symlink_to(tmp_path / "b.txt")
    found = list(Reader().read([tmp_path]))
    assert [type(item) for item in found] == [Article, InputError]


def test_suffix_and_first_characters_tell_the_format(tmp_path: Path) -> None:
    record, page = lines({"text": TEXT}), f"<!DOCTYPE html><html><body><p>{TEXT * 5}</p></body></html>"
    assert article(record).text == TEXT
    assert article("[" + record + "]").text == TEXT
    assert article("{عاجل} قال الوزير إن الاتفاق قريب.").text.startswith("{عاجل}")
    assert article("[فيديو] قال الوزير إن الاتفاق قريب.").text.startswith("[فيديو]")
    (tmp_path / "a.txt").write_text(record, encoding="utf-8")
    [as_text] = Reader().read_path(tmp_path / "a.txt")
    assert isinstance(as_text, Article)
    assert as_text.text == record
    pytest.importorskip("trafilatura")
    (tmp_path / "page").write_text(page, encoding="utf-8")
    [found] = Reader().read_path(tmp_path / "page")
    assert isinstance(found, Article)
    assert "<p>" not in found.text


def test_a_text_in_memory() -> None:
    found = Reader().read_text(TEXT, id="x", date="2025-05-30")
    assert (found.id, found.source, found.date, found.date_from) == ("x", "-", "2025-05-30", "option")
    assert found.title == "الوزير: الاتفاق قريب"
    with pytest.raises(InputError, match="empty article"):
        Reader().read_text(" \n ")
    with pytest.raises(InputError, match="YYYY-MM-DD"):
        Reader().read_text(TEXT, date="غدا")


# Configuration


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("kicker: [x]", "did you mean 'kickers'"),
        ("boilerplate: {line: [x]}", "did you mean 'lines'"),
        ("boilerplate: [x]", "boilerplate must be a mapping"),
        ("kickers: x", "kickers must be a list"),
        ("kickers: [1]", "put it in quotation marks"),
        ("boilerplate: {patterns: ['(']}", "no regular expression"),
        ("max_bytes: big", "number of bytes"),
        ("kickers: [", "not valid YAML"),
    ],
)
def test_a_wrong_configuration_is_named(tmp_path: Path, text: str, part: str) -> None:
    (tmp_path / "reading.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=part) as caught:
        Reader(config=tmp_path)
    assert str(tmp_path) in str(caught.value)


def test_a_reader_can_be_taught(tmp_path: Path) -> None:
    (tmp_path / "reading.yaml").write_text("boilerplate: {lines: [حمّل التطبيق الآن]}\nmax_bytes: 300", encoding="utf-8")
    text = TEXT + "\nحمل التطبيق الآن"
    assert Reader(config=tmp_path).read_text(text).segments[-1].section == "boilerplate"
    assert Reader().read_text(text).segments[-1].section != "boilerplate"
    assert Reader(config=tmp_path).max_bytes == 300


# Anything


@settings(max_examples=300, deadline=None)
@given(
    st.binary(max_size=300) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")),
    st.sampled_from(["auto", "text", "jsonl"]),
)
@example(b'{"text":\xff', "jsonl")
@example(b"\xff\xfe\x00", "jsonl")
def test_nothing_makes_the_reader_fail(data: bytes, kind: str) -> None:
    for found in read(data, input_format=kind):
        if isinstance(found, Article):
            spans = [(part.start, part.end) for part in found.segments]
            assert all(found.text[start:end].strip() for start, end in spans)
        else:
            assert isinstance(found, InputError)
            assert "\n" not in str(found)
