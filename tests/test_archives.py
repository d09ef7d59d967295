"""Archives: processes that share them, runs that are cut short and go on."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from claimx.errors import OutputError
from claimx.model import Article, Document
from claimx.writing import read_documents
from claimx.writing.appending import AppendedLines
from documents import document
from test_cli_pipes import environment, shell
from test_killed import FAKE, many, wait_for


def ids(path: Path) -> list[str]:
    documents = list(read_documents(path))
    assert all(isinstance(d, Document) for d in documents)
    return [d.article.id for d in documents if isinstance(d, Document)]


def resume(folder: Path, *options: str) -> str:
    """Run to the end; what it says."""
    command = " ".join(["claimx extract many.jsonl -o out.jsonl --resume", *options])
    result = shell(command, folder)
    assert result.returncode == 0, result.stderr
    return result.stderr


def test_one_slow_article_holds_up_nobody(tmp_path: Path) -> None:
    many(tmp_path, 100)
    slow = json.dumps({"id": "slow", "text": "قال بطيء كلاما"}) + "\n"
    lines = (tmp_path / "many.jsonl").read_text(encoding="utf-8")
    (tmp_path / "many.jsonl").write_text(slow + lines, encoding="utf-8")
    # The slow one's chunk comes last of all; the others are there long before.
    result = shell("claimx extract many.jsonl --jobs 2 --unordered --format jsonl", tmp_path)
    found = [json.loads(line)["article"]["id"] for line in result.stdout.splitlines()]
    assert sorted(found) == sorted(["slow", *(f"r{n}" for n in range(100))])
    assert found.index("slow") >= 85
    # In order, it comes first, and the others were made meanwhile.
    ordered = shell("claimx extract many.jsonl --jobs 2 --format jsonl", tmp_path)
    assert [json.loads(line)["article"]["id"] for line in ordered.stdout.splitlines()] == [
        "slow", *(f"r{n}" for n in range(100)),
    ]  # fmt: skip


def test_a_job_a_core(tmp_path: Path) -> None:
    expected = many(tmp_path, 20)
    result = shell("claimx extract many.jsonl --jobs 0 --format jsonl", tmp_path)
    assert [json.loads(line)["article"]["id"] for line in result.stdout.splitlines()] == expected


def test_json_lines_are_added_to(tmp_path: Path) -> None:
    expected = many(tmp_path, 10)
    lines = (tmp_path / "many.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "many.jsonl").write_text("".join(lines[:4]), encoding="utf-8")
    resume(tmp_path)
    before = (tmp_path / "out.jsonl").read_bytes()
    (tmp_path / "many.jsonl").write_text("".join(lines), encoding="utf-8")
    assert "passed over, their documents being there already: 4" in resume(tmp_path, "--jobs 2")
    assert (tmp_path / "out.jsonl").read_bytes().startswith(before)
    assert ids(tmp_path / "out.jsonl") == expected
    assert "passed over, their documents being there already: 10" in resume(tmp_path)
    # Another text under the same id is another article; the same article twice is two.
    changed = json.dumps({"id": "r0", "text": "قال الوزير كلاما آخر"}) + "\n"
    (tmp_path / "many.jsonl").write_text("".join(lines) + changed + lines[1], encoding="utf-8")
    resume(tmp_path)
    assert ids(tmp_path / "out.jsonl") == [*expected, "r0-2", "r1-2"]  # the reader numbers them


def documents(count: int) -> list[tuple[Article, Document]]:
    made = []
    for number in range(count):
        article = Article(id=f"r{number}", source="many.jsonl", segments=(), text=f"قال الوزير{number} كلاما")
        made.append((article, document(article.text, id=article.id)))
    return made


def written(path: Path, given: list[tuple[Article, Document]]) -> int:
    """Write what is wanted of them; how many bytes were cut off before."""
    with AppendedLines(path) as lines:
        lines.write([made for article, made in given if lines.wanted(article)])
    return lines.cut


@pytest.mark.parametrize("end", [b'{"schema": "claimx/1", "arti', b"{", b"\0" * 512, b"\n\0\0\n", b"\xd9", b"\n\n"])
def test_a_broken_end_is_cut_off_and_done_again(tmp_path: Path, end: bytes) -> None:
    given = documents(6)
    out = tmp_path / "out.jsonl"
    written(out, given)
    whole = out.read_bytes()
    out.write_bytes(b"".join(whole.splitlines(keepends=True)[:5]) + end)
    assert bool(written(out, given)) == bool(end.strip())
    assert out.read_bytes() == whole


def test_the_last_line_may_be_cut_anywhere(tmp_path: Path) -> None:
    given = documents(3)
    out = tmp_path / "out.jsonl"
    written(out, given)
    whole = out.read_bytes()
    for cut in range(1, len(whole.splitlines(keepends=True)[-1]) + 1):
        out.write_bytes(whole[:-cut])
        written(out, given)
        assert out.read_bytes() == whole


def test_a_broken_end_is_told_of(tmp_path: Path) -> None:
    many(tmp_path, 2)
    resume(tmp_path)
    whole = (tmp_path / "out.jsonl").read_bytes()
    (tmp_path / "out.jsonl").write_bytes(whole[:-9])
    assert "a last line that was not whole is done again" in resume(tmp_path)
    assert (tmp_path / "out.jsonl").read_bytes() == whole


@pytest.mark.parametrize("line", ["notes of mine\nand more\n", '{"id": 1}\n', "[]\n"])
@pytest.mark.parametrize("before", [0, 2])
def test_the_files_of_others_are_left_alone(tmp_path: Path, line: str, before: int) -> None:
    out = tmp_path / "out.jsonl"
    if before:
        written(out, documents(before))
    text = out.read_text(encoding="utf-8") if before else ""
    text += line + (text if "notes" in line else "")
    out.write_text(text, encoding="utf-8")
    with pytest.raises(OutputError, match=r"no document of claimx|not a document of claimx"):
        AppendedLines(out)
    assert out.read_text(encoding="utf-8") == text


def test_resume_takes_json_lines_or_a_folder(tmp_path: Path) -> None:
    many(tmp_path, 1)
    for options in ("", "-o out.yaml"):
        result = shell(f"claimx extract many.jsonl --resume {options}", tmp_path)
        assert result.returncode == 2
        assert "--output of JSON Lines" in result.stderr


def test_two_runs_do_not_write_to_one_file(tmp_path: Path) -> None:
    pytest.importorskip("fcntl")
    many(tmp_path, 400)
    command = [*FAKE, "-o", "out.jsonl", "--resume"]
    first = subprocess.Popen(command, cwd=tmp_path, env=environment(FAKE_SECONDS="0.05"))
    out = tmp_path / "out.jsonl"
    wait_for(lambda: out.exists() and out.stat().st_size > 0)
    second = shell("claimx extract many.jsonl -o out.jsonl --resume", tmp_path)
    first.kill()
    first.wait()
    assert second.returncode == 1
    assert "another run is writing to it" in second.stderr


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_json_lines_killed_again_and_again_and_resumed(tmp_path: Path, jobs: str) -> None:
    expected = many(tmp_path, 120)
    command = [*FAKE, "-o", "out.jsonl", "--resume", "--jobs", jobs, "--unordered"]
    out = tmp_path / "out.jsonl"
    draw = random.Random(21)
    for done in sorted(draw.sample(range(5, 100), 2)):
        process = subprocess.Popen(command, cwd=tmp_path, env=environment(FAKE_SECONDS="0.01"))
        wait_for(lambda least=done: out.exists() and out.read_bytes().count(b"\n") >= least)
        time.sleep(draw.random() / 50)
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=10)
    before = out.read_bytes()
    before = before[: before.rfind(b"\n") + 1]
    wait_for(lambda: subprocess.run(command, cwd=tmp_path, env=environment(), check=False).returncode == 0)
    assert out.read_bytes().startswith(before)
    assert sorted(ids(out)) == sorted(expected)
