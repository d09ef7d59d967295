"""Pipes, interrupts and start-up, as a shell runs them."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
CLAIMX = f"'{sys.executable}' '{TESTS / 'fake_extraction.py'}'"
REAL = [sys.executable, "-m", "claimx.cli"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two articles."""
    (tmp_path / "خبر.txt").write_text("قال الوزير كلاما\n", encoding="utf-8")
    (tmp_path / "ثان.txt").write_text("أعلن الناطق بيانا\n", encoding="utf-8")
    return tmp_path


def environment(**more: str) -> dict[str, str]:
    """No settings and no language of whoever runs the tests."""
    kept = {key: value for key, value in os.environ.items() if key not in ("LC_ALL", "LC_MESSAGES", "COLUMNS")}
    return (
        kept | {"LANG": "C.UTF-8", "XDG_CONFIG_HOME": "/nonexistent", "PYTHONWARNINGS": "error::ResourceWarning"} | more
    )


def shell(command: str, folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a pipeline; ``claimx`` in it is the command with the stand-in extractor."""
    script = f'set -o pipefail; claimx() {{ {CLAIMX} "$@"; }}; {command}'
    return subprocess.run(
        ["bash", "-c", script], cwd=folder, env=environment(**env), capture_output=True, text=True, timeout=60
    )


def test_extract_into_show(folder: Path) -> None:
    result = shell("claimx extract خبر.txt | claimx show -", folder)
    assert (result.returncode, result.stderr) == (0, "")
    assert "خبر.txt · published unknown · 1 claim" in result.stdout
    assert "\x1b" not in result.stdout


def test_extract_into_summary(folder: Path) -> None:
    result = shell("claimx extract . --format jsonl | claimx summary -", folder)
    assert result.returncode == 0
    assert result.stdout.startswith("Claims: 2 · speakers: 2 · articles: 2\n")


def test_extract_into_report_and_validate(folder: Path) -> None:
    result = shell(
        "claimx extract خبر.txt | tee d.yaml | claimx report - --articles خبر.txt && claimx validate d.yaml", folder
    )
    assert result.returncode == 0
    assert 'data-content="a0-c1"' in result.stdout
    assert result.stdout.endswith("documents that fit the schema: 1; compared with their articles: 1\n")


def test_extract_into_jq(folder: Path) -> None:
    if shutil.which("jq"):
        reader = "jq -r '.claims[].speaker.name'"
    else:
        reader = (
            f"'{sys.executable}' -c \"import json, sys; print(json.load(sys.stdin)['claims'][0]['speaker']['name'])\""
        )
    result = shell(f"claimx extract خبر.txt --format json | {reader}", folder)
    assert (result.returncode, result.stdout, result.stderr) == (0, "الوزير\n", "")


def test_several_articles_through_one_pipe_are_one_article(folder: Path) -> None:
    result = shell("cat *.txt | claimx extract - --format json", folder)
    assert json.loads(result.stdout)["article"]["id"] == "stdin"


def test_articles_into_show_are_refused_with_the_mend(folder: Path) -> None:
    result = shell("cat *.txt | claimx show -", folder)
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1
    assert "claimx extract" in result.stderr


@pytest.mark.parametrize("form", ["yaml", "jsonl", "csv", "json", "table"])
def test_a_closed_pipe_ends_quietly(folder: Path, form: str) -> None:
    line = json.dumps({"text": "قال الوزير كلاما"})
    (folder / "many.jsonl").write_text((line + "\n") * 400)
    result = shell(f"claimx extract many.jsonl --format {form} | head -n 1 | wc -l", folder)
    assert result.stdout.strip() == "1"
    assert result.stderr == ""
    assert result.returncode == 0


def test_jobs_give_the_same_bytes(folder: Path) -> None:
    lines = [json.dumps({"id": f"r{n}", "text": f"قال الوزير{n} كلاما"}) for n in range(75)]
    lines[40] = "{"
    (folder / "many.jsonl").write_text("\n".join(lines))
    alone = shell("claimx extract many.jsonl --format jsonl", folder)
    shared = shell("claimx extract many.jsonl --format jsonl --jobs 3", folder)
    assert (alone.returncode, shared.returncode) == (1, 1)
    assert len(alone.stdout.splitlines()) == 74
    assert shared.stdout == alone.stdout
    assert shared.stderr == alone.stderr
    assert shell("claimx extract many.jsonl --jobs 2 | head -n 1", folder).stderr in ("", alone.stderr)


def test_a_locale_without_arabic(folder: Path) -> None:
    result = shell("claimx extract خبر.txt --format table", folder, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert result.returncode == 0
    assert "الوزير" in result.stdout


@pytest.mark.parametrize(
    "options", [["--format", "jsonl"], ["--format", "json"], ["--output-dir", "out"], ["-o", "x.jsonl"]]
)
@pytest.mark.parametrize(("how", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupt_leaves_whole_documents(folder: Path, options: list[str], how: signal.Signals, code: int) -> None:
    (folder / "many.jsonl").write_text(
        "".join(json.dumps({"id": f"r{n}", "text": "قال الوزير كلاما"}) + "\n" for n in range(400))
    )
    command = [sys.executable, str(TESTS / "fake_extraction.py"), "extract", "many.jsonl", *options]
    with (folder / "stdout").open("wb") as stdout:
        process = subprocess.Popen(
            command, cwd=folder, env=environment(FAKE_SECONDS="0.02"), stdout=stdout, stderr=subprocess.PIPE, text=True
        )
    begun = time.monotonic()
    signs = ("stdout", "out/*.yaml", ".claimx-*.tmp")
    while time.monotonic() < begun + 30 and not any(
        p.stat().st_size or p.suffix for one in signs for p in folder.glob(one)
    ):
        time.sleep(0.02)
    time.sleep(0.1)
    process.send_signal(how)
    _, err = process.communicate(timeout=30)
    out = (folder / "stdout").read_text(encoding="utf-8")
    assert process.returncode == code
    assert err.splitlines()[-1] == "claimx: interrupted: what is written is complete"
    if options == ["--format", "jsonl"]:
        lines = out.splitlines()
        assert 0 < len(lines) < 400
        assert [json.loads(line)["article"]["id"] for line in lines] == [f"r{n}" for n in range(len(lines))]
    elif options == ["--format", "json"]:
        assert 0 < len(json.loads(out)) < 400
    elif options[0] == "--output-dir":
        assert 0 < len(list((folder / "out").glob("*.yaml"))) < 400
        assert not list((folder / "out").glob("*.tmp"))
    else:
        assert not (folder / "x.jsonl").exists()
        assert not list(folder.glob(".claimx-*"))
        assert "x.jsonl: not written" in err


@pytest.mark.parametrize(
    "command",
    [
        ["--help"],
        ["extract", "--help"],
        ["show", "d.jsonl"],
        ["summary", "d.jsonl"],
        ["validate", "d.jsonl"],
        ["schema"],
    ],
)
def test_nothing_heavy_is_imported(command: list[str], folder: Path) -> None:
    assert shell("claimx extract . -o d.jsonl", folder).returncode == 0
    code = (
        "import sys, runpy; sys.argv = ['claimx', *sys.argv[1:]]\n"
        "try:\n    runpy.run_module('claimx.cli', run_name='__main__')\n"
        "except SystemExit as end:\n    assert not end.code, end.code\n"
        "heavy = {'torch', 'stanza', 'numpy', 'rich.markdown', 'trafilatura', 'hijridate'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    run = [sys.executable, "-c", code, *command]
    result = subprocess.run(run, cwd=folder, env=environment(), capture_output=True, text=True, timeout=60)
    assert result.returncode == 0, result.stderr
    assert result.stdout


def test_completion_is_offered(folder: Path) -> None:
    result = subprocess.run(
        [*REAL, "--show-completion", "bash"], cwd=folder,
        env=environment(_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1"),
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    assert "complete" in result.stdout
    env = environment(_CLAIMX_COMPLETE="complete_bash", COMP_WORDS="claimx ex", COMP_CWORD="1")
    done = subprocess.run([*REAL], cwd=folder, env=env, capture_output=True, text=True, timeout=60)
    assert done.stdout.split() == ["extract"]


def test_articles_piped_where_documents_belong_are_told_from_broken_yaml() -> None:
    article = "بلدية الميناء تعيد فتح السوق\n\nقال رئيس البلدية: «العمل لم ينته بعد».\n".encode()
    show = [sys.executable, "-m", "claimx.cli", "show", "-"]
    run = subprocess.run(show, input=article, capture_output=True, check=False)
    assert run.returncode == 1
    assert "run claimx extract first" in run.stderr.decode()
