"""Every command, run as a user runs it; the extractor is a stand-in, so that no model is needed."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import msgspec
import pytest
import yaml
from typer.testing import CliRunner

import fake_extraction
from claimx import __version__, writing
from claimx.cli import app
from claimx.model import SCHEMA, Document
from documents import TALKS, talks

COMMANDS = ["extract", "show", "summary", "report", "validate", "schema", "eval", "models"]


class Result:
    """What a run left: output, errors, exit code."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, no settings of whoever runs the tests, the stand-in extractor."""
    import sys

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LANG", "C.UTF-8")
    for name in ("LC_ALL", "LC_MESSAGES", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    before = sys.modules.get("claimx.extraction")
    fake_extraction.install()
    fake_extraction.CALLS.clear()
    yield tmp_path
    if before is not None:
        sys.modules["claimx.extraction"] = before
    else:
        sys.modules.pop("claimx.extraction", None)


def run(*args: str, stdin: str | bytes | None = None) -> Result:
    """Run claimx."""
    result = CliRunner().invoke(app, list(args), input=stdin, prog_name="claimx")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return Result(result.exit_code, result.stdout, result.stderr)


def article(name: str, text: str = "قال الوزير كلاما") -> str:
    """An article file."""
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text, encoding="utf-8")
    return name


def stored(name: str = "talks.jsonl", *documents: Document) -> str:
    """A file of documents."""
    with Path(name).open("wb") as stream:
        writing.write(documents or (talks(),), stream, "jsonl")
    return name


# extract


def test_extract_writes_yaml() -> None:
    result = run("extract", article("خبر.txt"))
    assert result.code == 0
    assert result.err == ""
    assert result.out.startswith("---\nschema: claimx/1\narticle:\n  id: خبر\n  source: خبر.txt\n")
    assert yaml.safe_load(result.out)["claims"][0]["content"]["text"] == "كلاما"


@pytest.mark.parametrize("form", ["yaml", "json", "jsonl"])
def test_every_format_reads_back(form: str) -> None:
    article("a.txt")
    article("b.txt", "أعلن الناطق بيانا")
    result = run("extract", "a.txt", "b.txt", "--format", form, "-o", f"out.{form}")
    assert (result.code, result.out, result.err) == (0, "", "")
    documents = list(writing.read_documents(Path(f"out.{form}")))
    assert [d.article.id for d in documents if isinstance(d, Document)] == ["a", "b"]


def test_the_suffix_of_the_output_gives_the_format() -> None:
    article("a.txt")
    for name in ("o.json", "o.jsonl", "o.csv", "o.yml", "o"):
        assert run("extract", "a.txt", "-o", name).code == 0
    assert json.loads(Path("o.json").read_text())["article"]["id"] == "a"
    assert json.loads(Path("o.jsonl").read_text())["article"]["id"] == "a"
    assert Path("o.csv").read_text().startswith("article,source,")
    assert Path("o.yml").read_text() == Path("o").read_text()


def test_an_unknown_suffix_is_refused() -> None:
    result = run("extract", article("a.txt"), "-o", "o.xls")
    assert result.code == 2
    assert "no format is known for '.xls' (give --format, or one of .yaml" in result.err
    assert run("extract", "a.txt", "-o", "o.xls", "--format", "csv").code == 0


def test_the_settings_are_not_written_over() -> None:
    result = run("extract", article("a.txt"), "-o", "claimx.yaml")
    assert result.code == 2
    assert "claimx.yaml is the name of the settings" in result.err


def test_csv_for_spreadsheets() -> None:
    article("a.txt")
    assert run("extract", "a.txt", "-f", "csv", "--bom", "-o", "o.csv").code == 0
    data = Path("o.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert [(r["speaker"], r["content"]) for r in rows] == [("الوزير", "كلاما")]


def test_extract_as_a_table() -> None:
    result = run("extract", article("a.txt"), "-f", "table", "--lang", "ar")
    assert result.code == 0
    assert "القائل" in result.out
    assert "\x1b" not in result.out
    assert run("extract", "a.txt", "-f", "table", "-o", "x").code == 2


def test_folders_globs_stdin_and_records_in_one_run() -> None:
    article("f/a.txt")
    article("f/deep/b.txt")
    article("g1.txt")
    Path("r.jsonl").write_text('{"id": "r1", "text": "قال الوزير كلاما", "date": "2025-05-30"}\n')
    result = run("extract", "f", "g*.txt", "r.jsonl", "-", "--format", "jsonl", stdin="قال الناطق بيانا")
    assert result.code == 0
    infos = [json.loads(line)["article"] for line in result.out.splitlines()]
    assert [i["id"] for i in infos] == ["a", "b", "g1", "r1", "stdin"]
    assert infos[3]["date"] == "2025-05-30"


def test_one_bad_article_stops_nothing() -> None:
    article("a.txt")
    article("b.txt")
    Path("empty.txt").write_text("")
    result = run("extract", "a.txt", "empty.txt", "missing.txt", "b.txt", "--format", "jsonl")
    assert result.code == 1
    assert len(result.out.splitlines()) == 2
    assert result.err.splitlines() == [
        "claimx: empty.txt: empty file (give a file with an article)",
        "claimx: missing.txt: no such file or folder (check the name)",
    ]


def test_the_date_reaches_the_article() -> None:
    result = run("extract", article("a.txt"), "--date", "2025-05-30", "-f", "json")
    assert json.loads(result.out)["article"]["date"] == "2025-05-30"
    wrong = run("extract", "a.txt", "--date", "30.5.2025")
    assert wrong.code == 2
    assert "'30.5.2025' is no date (write it as 2025-05-30)" in wrong.err


def test_an_input_is_never_written_over() -> None:
    article("a.txt")
    result = run("extract", "a.txt", "-f", "yaml", "-o", "a.txt")
    assert result.code != 0
    assert result.err.startswith("claimx: a.txt: is an input")
    assert Path("a.txt").read_text() == "قال الوزير كلاما"


def test_output_that_cannot_be_written() -> None:
    article("a.txt")
    result = run("extract", "a.txt", "-o", "none/out.json")
    assert result.code == 1
    assert len(result.err.splitlines()) == 1
    assert "none/out.json" in result.err


def test_output_dir_and_resume() -> None:
    article("a.txt")
    article("b.txt")
    assert run("extract", "a.txt", "--output-dir", "out").code == 0
    before = Path("out/a.yaml").stat().st_mtime_ns
    result = run("extract", "a.txt", "b.txt", "--output-dir", "out", "--resume")
    assert result.code == 0
    assert sorted(p.name for p in Path("out").iterdir()) == ["a.yaml", "b.yaml"]
    assert Path("out/a.yaml").stat().st_mtime_ns == before
    assert "passed over, their documents being there already: 1" in result.err
    assert run("extract", "a.txt", "--resume").code == 2
    assert run("extract", "a.txt", "--output-dir", "out", "-o", "x.json").code == 2


def test_no_id_leaves_the_output_folder() -> None:
    Path("r.jsonl").write_text('{"id": "../../x", "text": "قال الوزير كلاما"}\n')
    assert run("extract", "r.jsonl", "--output-dir", "out/deep").code == 0
    assert [p.parent for p in Path().rglob("*.yaml")] == [Path("out/deep")]


def test_presets() -> None:
    article("a.txt")
    run("extract", "a.txt", "--precision")
    run("extract", "a.txt", "--recall")
    run("extract", "a.txt", "--min-confidence", "0.5")
    run("extract", "a.txt")
    assert [call["min_confidence"] for call in fake_extraction.CALLS] == [0.75, 0.0, 0.5, None]
    result = run("extract", "a.txt", "--precision", "--min-confidence", "0.5")
    assert result.code == 2
    assert "give one of --precision, --recall and --min-confidence" in result.err
    assert run("extract", "a.txt", "--min-confidence", "2").code == 2


def test_explain_goes_to_stderr() -> None:
    result = run("extract", article("a.txt"), "--explain", "-f", "jsonl")
    assert result.err == "claimx: a c1 0.90 verb+أن | قال | الوزير (name «الوزير»)\n"
    assert len(result.out.splitlines()) == 1


def test_warnings_and_quiet() -> None:
    article("latin.txt", "The minister said nothing at all today.")
    assert "warning: latin.txt: not Arabic" in run("extract", "latin.txt").err
    assert run("extract", "latin.txt", "--quiet").err == ""


def test_wrong_models_are_one_line() -> None:
    result = run("extract", article("a.txt"), "--models", "nowhere")
    assert (result.code, result.out) == (2, "")
    assert result.err == "claimx: nowhere: no such models folder (give another folder)\n"


def test_nothing_to_read_is_a_usage_error(monkeypatch: pytest.MonkeyPatch) -> None:
    import claimx.cli.streams as streams

    class Terminal:
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(streams.sys, "stdin", Terminal())
    with pytest.raises(Exception, match="no articles given") as caught:
        streams.standard_input(None, what="articles", example="claimx extract خبر.txt")
    assert caught.value.exit_code == 2  # type: ignore[attr-defined]


def test_several_articles_through_a_pipe_are_one() -> None:
    result = run("extract", "-", "-f", "json", stdin="قال الوزير كلاما\nقال الوزير كلاما\n")
    assert json.loads(result.out)["article"]["characters"] == 34


def test_a_defect_is_one_line_without_debug(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: object, articles: object, on_error: object) -> None:
        raise KeyError("lemma")

    monkeypatch.setattr(fake_extraction.Extractor, "documents", fail)
    result = run("extract", article("a.txt"))
    assert result.code == 1
    assert result.err == "claimx: internal error: KeyError: 'lemma' (run again with --debug and report it, please)\n"
    with pytest.raises(AssertionError):
        run("extract", "a.txt", "--debug")  # the traceback is let through


# show


def test_show_reads_what_extract_writes() -> None:
    made = run("extract", article("a.txt"))
    result = run("show", "-", stdin=made.out)
    assert result.code == 0
    assert "a.txt · published unknown · 1 claim\n" in result.out
    assert "\x1b" not in result.out


def test_show_filters() -> None:
    name = stored()
    assert "1 of 5 claims" in run("show", name, "--act", "affirm").out
    assert "2 of 5 claims" in run("show", name, "--act", "affirm,announce").out
    assert "1 of 5 claims" in run("show", name, "--speaker", "الأوكرانية").out
    assert "1 of 5 claims" in run("show", name, "--place", "TR").out
    assert "1 of 5 claims" in run("show", name, "--until", "2025-05-28").out
    assert "3 of 5 claims" in run("show", name, "--limit", "3").out
    assert "4 of 5 claims" in run("show", name, "--min-confidence", "0.5").out
    none = run("show", name, "--speaker", "بيسكوف")
    assert (none.code, none.out, none.err) == (0, "", "claimx: no claim passes the filters\n")


def test_show_wide_in_arabic() -> None:
    result = run("show", stored(), "--wide", "--lang", "ar", "--explain")
    head = next(line for line in result.out.split("\n") if "القائل" in line)
    assert head.split() == ["الدليل", "الثقة", "أين", "متى", "القول", "الفعل", "الصفة", "القائل"]
    assert max(map(len, result.out.split("\n"))) >= 200


def test_wrong_filters() -> None:
    result = run("show", stored(), "--act", "anounce")
    assert result.code == 2
    assert "did you mean 'announce'?" in result.err
    assert "write it as 2025-05-30, 2025-05 or 2025" in run("show", "talks.jsonl", "--since", "May").err


def test_show_of_an_article_says_what_to_do() -> None:
    result = run("show", article("a.txt"))
    assert (result.code, result.out) == (1, "")
    assert result.err == "claimx: a.txt: an article, not a document (run claimx extract first, and give its output)\n"
    piped = run("show", "-", stdin="قال الوزير كلاما")
    assert piped.code == 1
    assert "claimx extract" in piped.err
    record = run("show", "-", stdin='{"text": "قال الوزير كلاما"}')
    assert "run claimx extract on it first" in record.err


def test_show_of_a_folder_and_of_nothing() -> None:
    Path("docs").mkdir()
    stored("docs/x.jsonl")
    assert run("show", "docs").code == 0
    Path("none").mkdir()
    for name in ("none", "missing.yaml", "m*.yaml"):
        result = run("show", name)
        assert result.code == 1
        assert result.err.startswith(f"claimx: {name}: ")


def test_the_same_fault_is_not_told_a_hundred_times() -> None:
    Path("articles.jsonl").write_text('{"text": "قال الوزير كلاما"}\n' * 100)
    lines = run("show", "articles.jsonl").err.splitlines()
    assert len(lines) == 4
    assert lines[0].startswith("claimx: articles.jsonl:1: an article")
    assert lines[-1].endswith(": 97 more times")
    assert len(run("validate", "articles.jsonl").err.splitlines()) == 100


def test_a_report_is_never_written_over_its_documents() -> None:
    before = Path(stored()).read_bytes()
    result = run("report", "talks.jsonl", "-o", "talks.jsonl")
    assert result.code == 1
    assert "is an input" in result.err
    assert Path("talks.jsonl").read_bytes() == before


# summary


def test_summary() -> None:
    result = run("summary", stored("two.jsonl", talks(), talks(day="2025-06-03")))
    assert result.code == 0
    assert result.out.startswith("Claims: 10 · speakers: 2 · articles: 2\n")
    for head in ("Speaker", "Act", "Place", "Day", "Outlet"):
        assert f"\n {head} " in result.out


def test_summary_formats() -> None:
    name = stored()
    assert json.loads(run("summary", name, "-f", "json").out)["claims"] == 5
    rows = list(csv.DictReader(io.StringIO(run("summary", name, "-f", "csv", "--by", "act").out)))
    assert [(r["act"], r["claims"]) for r in rows] == [("state", "2"), ("affirm", "1"), ("announce", "1")]
    assert run("summary", name, "--by", "colour").code == 2
    assert json.loads(run("summary", name, "-f", "json", "--min-confidence", "0.9").out)["claims"] == 2


# validate and schema


def test_validate() -> None:
    result = run("validate", stored())
    assert (result.code, result.err) == (0, "")
    assert result.out == "documents that fit the schema: 1; compared with their articles: 0\n"


def test_validate_compares_with_the_articles() -> None:
    article("talks.txt", TALKS)
    assert "compared with their articles: 1" in run("validate", stored()).out  # the source itself
    Path("talks.txt").rename("elsewhere.txt")
    assert "compared with their articles: 0" in run("validate", "talks.jsonl").out
    assert "compared with their articles: 1" in run("validate", "talks.jsonl", "--articles", "elsewhere.txt").out
    article("talks.txt", TALKS.replace("موسكو", "كييف "))
    result = run("validate", "talks.jsonl", "--articles", "talks.txt")
    assert result.code == 1
    assert "not that of the text" in result.err
    assert "not what the article says there" in result.err
    assert run("validate", "talks.jsonl", "--articles", "nowhere.txt").code == 1


def test_validate_names_every_fault() -> None:
    data = msgspec.to_builtins(talks())
    data["claims"][0]["content"]["end"] += 1
    data["claims"][1]["speaker"]["id"] = "s9"
    Path("bad.json").write_text(json.dumps(data))
    Path("cut.jsonl").write_text('{"schema": "claimx/1", \n')
    result = run("validate", "bad.json", "cut.jsonl")
    assert result.code == 1
    lines = result.err.splitlines()
    assert all(line.startswith("claimx: bad.json:1: $.claims[") for line in lines[:-1])
    assert len(lines) >= 3
    assert lines[-1].startswith("claimx: cut.jsonl")


def test_schema() -> None:
    schema = json.loads(run("schema").out)
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert schema["title"] == f"claimx document, {SCHEMA}"
    assert "$id" not in schema
    assert schema["$defs"]["Document"]["properties"]["schema"] == {"const": SCHEMA}
    assert list(schema["$defs"]["Claim"]["properties"])[:4] == ["id", "section", "speaker", "cue"]


# help, version, settings


@pytest.mark.parametrize(
    "command", [[], *([c] for c in COMMANDS), ["models", "list"], ["models", "check"], ["models", "download"]]
)
def test_every_help_has_an_arabic_example(command: list[str]) -> None:
    result = run(*command, "--help")
    assert result.code == 0
    assert any("\u0600" < letter < "\u06ff" for letter in result.out)
    assert "claimx " in result.out
    assert all(len(line) <= 80 for line in result.out.split("\n"))


def test_version_and_no_arguments() -> None:
    assert run("--version").out == f"claimx {__version__}\n"
    assert "Usage: claimx" in run().out + run().err
    assert run("extrakt").code == 2


def test_settings_stand_under_options() -> None:
    article("a.txt")
    Path("claimx.yaml").write_text("min-confidence: 0.4\nextract:\n  format: jsonl\n  quiet: true\n")
    result = run("extract", "a.txt")
    assert json.loads(result.out)["article"]["id"] == "a"
    assert fake_extraction.CALLS[-1]["min_confidence"] == 0.4
    assert run("extract", "a.txt", "--format", "yaml", "--min-confidence", "0.1").out.startswith("---")
    assert fake_extraction.CALLS[-1]["min_confidence"] == 0.1


def test_the_project_stands_over_the_user(place: Path) -> None:
    article("a.txt")
    (place / "config/claimx").mkdir(parents=True)
    (place / "config/claimx/claimx.yaml").write_text("extract: {format: csv, jobs: 1}\n")
    assert run("extract", "a.txt").out.startswith("article,")
    Path("claimx.yaml").write_text("extract: {format: json}\n")
    assert run("extract", "a.txt").out.startswith("{")
    Path("other.yaml").write_text("extract: {format: yaml}\n")
    assert run("--settings", "other.yaml", "extract", "a.txt").out.startswith("---")


def test_paths_in_settings_are_meant_from_their_file(place: Path) -> None:
    article("a.txt")
    (place / "config/claimx").mkdir(parents=True)
    (place / "config/claimx/claimx.yaml").write_text("models: mine\n")
    result = run("extract", "a.txt")
    assert str(place / "config/claimx/mine") in result.err


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("lang: ar\nformatt: json\n", "claimx.yaml:2: unknown option 'formatt' (did you mean 'format'?)"),
        ("extrakt:\n  format: json\n", "claimx.yaml:1: unknown command 'extrakt' (did you mean 'extract'?)"),
        ("show:\n  limt: 3\n", "claimx.yaml:2: unknown option 'limt' (did you mean 'limit'?)"),
        ("extract: {jobs: many}\n", "claimx.yaml:1: jobs: "),
        ("extract:\n  format: xml\n", "claimx.yaml:2: format: "),
        ("extract: {quiet: perhaps}\n", "claimx.yaml:1: quiet must be true or false"),
        ("- a\n", "claimx.yaml:1: must hold a mapping at the top"),
        ("a: [\n", "claimx.yaml:2: not valid YAML"),
        ("a: !!python/object/apply:os.system [ls]\n", "claimx.yaml:1: not valid YAML"),
    ],
)
def test_wrong_settings_name_file_and_line(text: str, line: str) -> None:
    Path("claimx.yaml").write_text(text)
    result = run("schema")
    assert (result.code, result.out) == (2, "")
    assert len(result.err.splitlines()) == 1
    assert line in result.err
    assert str(Path("claimx.yaml")) in result.err


def test_a_settings_file_that_is_missing() -> None:
    result = run("--settings", "nowhere.yaml", "schema")
    assert result.code == 2
    assert "nowhere.yaml: cannot be read: No such file" in result.err


def test_models_without_models() -> None:
    result = run("models", "list", "--models", "nowhere")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("claimx: nowhere: no such models folder")
    assert run("models", "check", "--models", "nowhere").code == 2


def test_the_manual_is_what_the_commands_say() -> None:
    from claimx.cli.reference import PAGE, manual

    mend = "run python -m claimx.cli.reference"
    assert PAGE.read_text(encoding="utf-8") == manual(), mend
    for command in COMMANDS:
        assert f".SH CLAIMX {command.upper()}" in manual()
