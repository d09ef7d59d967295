"""Disks that fill up, targets that are read-only, streams that are closed: one line, and nothing half-written."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from claimx.writing import read_documents, write
from documents import talks
from test_cli_pipes import TESTS, environment, shell

CLAIMX = [sys.executable, str(TESTS / "fake_extraction.py")]
FULL = pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux only")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two hundred articles in one file, one of them large."""
    records = [{"id": f"r{n}", "text": "قال الوزير كلاما"} for n in range(200)]
    records[150]["text"] = "قال " + "و" * 40_000 + " كلاما"
    lines = [json.dumps(record) + "\n" for record in records]
    (tmp_path / "many.jsonl").write_text("".join(lines), encoding="utf-8")
    return tmp_path


def small_files(size: int) -> Callable[[], None]:
    """No file may grow beyond ``size`` bytes: what a quota does."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def run(folder: Path, *arguments: str, size: int | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*CLAIMX, *arguments], cwd=folder, env=environment(), capture_output=True, text=True, timeout=60,
        preexec_fn=small_files(size) if size else None,
    )  # fmt: skip


def test_a_disk_that_fills_up_leaves_the_older_file(folder: Path) -> None:
    (folder / "out.jsonl").write_text("older\n")
    result = run(folder, "extract", "many.jsonl", "-o", "out.jsonl", size=50_000)
    assert (result.returncode, result.stdout) == (1, "")
    mend = "(check the disk and its permissions)"
    assert result.stderr == f"claimx: out.jsonl: cannot be written: file too large {mend}\n"
    assert sorted(path.name for path in folder.iterdir()) == ["many.jsonl", "out.jsonl"]
    assert (folder / "out.jsonl").read_text() == "older\n"


def test_a_disk_that_fills_up_leaves_whole_documents(folder: Path) -> None:
    """The folder has what was written before, and goes on from there."""
    command = ["extract", "many.jsonl", "--output-dir", "out", "--format", "jsonl", "--resume"]
    result = run(folder, *command, size=50_000)
    assert result.returncode == 1
    assert result.stderr.startswith("claimx: out/r150.jsonl: cannot be written: file too large (")
    assert len(result.stderr.splitlines()) == 1
    names = {path.name for path in (folder / "out").iterdir()}
    assert names == {f"r{n}.jsonl" for n in range(150)}
    result = run(folder, *command)
    assert (result.returncode, result.stderr) == (0, "claimx: passed over, their documents being there already: 150\n")
    documents = [d for path in (folder / "out").iterdir() for d in read_documents(path)]
    assert sorted(d.article.id for d in documents) == sorted(f"r{n}" for n in range(200))


@pytest.mark.parametrize("size", [300, 50_000])
def test_a_disk_that_fills_up_leaves_whole_lines(folder: Path, size: int) -> None:
    """Also where there is not room for one: the file that --resume adds to has no half document at its end."""
    command = ["extract", "many.jsonl", "-o", "out.jsonl", "--resume"]
    result = run(folder, *command, size=size)
    assert result.returncode == 1
    assert result.stderr.startswith("claimx: out.jsonl: cannot be written: file too large (")
    assert len(result.stderr.splitlines()) == 1
    data = (folder / "out.jsonl").read_bytes()
    assert data.endswith(b"\n") == (size > 1000) and len(data) <= size
    assert run(folder, *command).returncode == 0
    documents = list(read_documents(folder / "out.jsonl"))
    assert sorted(d.article.id for d in documents) == sorted(f"r{n}" for n in range(200))


def stored(folder: Path) -> None:
    """A document to show."""
    with (folder / "d.jsonl").open("wb") as stream:
        write([talks()], stream, "jsonl")


@FULL
@pytest.mark.parametrize(
    "command",
    [
        "extract many.jsonl", "extract many.jsonl -f json", "extract many.jsonl -f csv", "extract many.jsonl -f table",
        "show d.jsonl", "summary d.jsonl", "summary d.jsonl -f csv", "report d.jsonl", "validate d.jsonl", "schema",
        "--help", "extract --help",
    ],
)  # fmt: skip
def test_standard_output_that_is_full_is_one_line(folder: Path, command: str) -> None:
    stored(folder)
    result = shell(f"claimx {command} > /dev/full", folder)
    assert result.returncode == 1
    assert result.stderr == (
        "claimx: standard output: cannot be written: no space left on device (make room on the disk)\n"
    )


@FULL
def test_a_device_that_is_full_is_named(folder: Path) -> None:
    stored(folder)
    for command in ("extract many.jsonl -f json", "report d.jsonl"):
        result = shell(f"claimx {command} -o /dev/full", folder)
        assert result.returncode == 1
        assert (
            result.stderr == "claimx: /dev/full: cannot be written: no space left on device (make room on the disk)\n"
        )


def powerless(*command: str) -> list[str]:
    """A command that permissions count for, also where the tests run as root."""
    if os.geteuid():
        return list(command)
    tool = shutil.which("setpriv")
    if tool is None:
        pytest.skip("root may write anywhere, and there is no setpriv")
    drop = "-dac_override,-dac_read_search"
    return [tool, f"--bounding-set={drop}", f"--inh-caps={drop}", *command]


@pytest.mark.parametrize("target", ["-o ro/out.jsonl", "--output-dir ro", "--output-dir ro/new"])
def test_a_read_only_folder(folder: Path, target: str) -> None:
    (folder / "ro").mkdir()
    (folder / "ro" / "r0.yaml").write_text("older")
    (folder / "ro").chmod(0o500)
    try:
        command = powerless(*CLAIMX, "extract", "many.jsonl", *target.split())
        result = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, text=True, timeout=60)
    finally:
        (folder / "ro").chmod(0o700)
    assert result.returncode == 1
    assert result.stderr.startswith("claimx: ro/")
    assert result.stderr.endswith(": cannot be written: permission denied (choose a folder that you may write to)\n")
    assert len(result.stderr.splitlines()) == 1
    assert [path.name for path in (folder / "ro").iterdir()] == ["r0.yaml"]
    assert (folder / "ro" / "r0.yaml").read_text() == "older"


def test_articles_that_may_not_be_read(folder: Path) -> None:
    (folder / "mine.txt").write_text("قال الوزير كلاما")
    (folder / "secret.txt").write_text("قال الوزير كلاما")
    (folder / "secret.txt").chmod(0)
    (folder / "closed").mkdir(mode=0)
    command = powerless(*CLAIMX, "extract", "secret.txt", "closed", "mine.txt", "-f", "jsonl")
    result = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, text=True, timeout=60)
    (folder / "closed").chmod(0o700)
    assert result.returncode == 1
    assert result.stderr.lower().splitlines() == [
        "claimx: closed: cannot be read: permission denied (check its permissions)",
        "claimx: secret.txt: cannot be read: permission denied (check its permissions)",
    ] or result.stderr.lower().splitlines() == [
        "claimx: secret.txt: cannot be read: permission denied (check its permissions)",
        "claimx: closed: cannot be read: permission denied (check its permissions)",
    ]
    assert [json.loads(line)["article"]["id"] for line in result.stdout.splitlines()] == ["mine"]


def test_standard_output_that_is_an_input_is_refused(folder: Path) -> None:
    before = (folder / "many.jsonl").read_bytes()
    result = shell("claimx extract many.jsonl -f jsonl >> many.jsonl", folder)
    assert result.returncode == 1
    assert result.stderr == "claimx: many.jsonl: is an input, and standard output goes there (choose another file)\n"
    assert (folder / "many.jsonl").read_bytes() == before


def test_an_output_among_the_articles_is_no_input_of_the_first_run(folder: Path) -> None:
    """«extract . -o out.jsonl», twice: documents are told from articles, and never written over."""
    assert run(folder, "extract", ".", "-o", "out.jsonl").returncode == 0
    before = (folder / "out.jsonl").read_bytes()
    result = run(folder, "extract", ".", "-o", "out.jsonl")
    assert result.returncode == 1
    assert result.stderr == "claimx: out.jsonl: is an input: writing would destroy it (choose another name)\n"
    assert (folder / "out.jsonl").read_bytes() == before


@pytest.mark.parametrize(
    ("command", "code", "err"),
    [
        ("extract many.jsonl >&-", 1, "standard output: cannot be written: bad file descriptor"),
        ("schema >&-", 1, "standard output: cannot be written: bad file descriptor"),
        ("extract - <&-", 1, "-: empty file"),
        ("show - <&-", 1, "-: empty, no document"),
        ("extract many.jsonl -o out.jsonl >&-", 0, ""),
    ],
)
def test_closed_streams(folder: Path, command: str, code: int, err: str) -> None:
    result = shell(f"claimx {command}", folder)
    assert result.returncode == code
    assert len(result.stderr.splitlines()) == bool(err)
    assert err in result.stderr


def test_a_closed_stderr_keeps_no_document_back(folder: Path) -> None:
    """Nor do warnings end up in the output, whose number the system would give to the next file."""
    (folder / "latin.txt").write_text("The minister said nothing at all.")
    result = shell("claimx extract latin.txt many.jsonl -f jsonl -o out.jsonl 2>&-", folder)
    assert (result.returncode, result.stdout) == (0, "")
    assert len((folder / "out.jsonl").read_text(encoding="utf-8").splitlines()) == 201


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have Unicode names only")
def test_names_that_are_no_utf8(tmp_path: Path) -> None:
    for name in (b"a\xff.txt", b"a\xfe.txt", "ا.txt".encode()):
        (tmp_path / os.fsdecode(name)).write_text("قال الوزير كلاما", encoding="utf-8")
    for form in ("yaml", "json", "jsonl", "csv", "table"):
        result = run(tmp_path, "extract", ".", "--format", form, "--quiet")
        assert (result.returncode, result.stderr) == (0, "")
    result = run(tmp_path, "extract", ".", "--output-dir", "out", "-f", "jsonl")
    assert result.returncode == 0
    assert result.stderr.count("the file's name is not UTF-8") == 2
    documents = [d for path in (tmp_path / "out").iterdir() for d in read_documents(path)]
    assert sorted(d.article.id for d in documents) == ["a\ufffd", "a\ufffd-2", "ا"]


def test_a_traceback_cannot_colour_the_terminal(tmp_path: Path) -> None:
    result = run(tmp_path, "extract", "\x1b[31mmissing/x\x9b.txt", "--settings", "x", "--debug")
    assert result.returncode != 0
    (tmp_path / "a.txt").write_text("قال الوزير كلاما", encoding="utf-8")
    result = run(tmp_path, "extract", "a.txt", "-o", "no\x1b[31m/x", "-f", "json", "--debug")
    assert "Traceback" in result.stderr
    assert "no\ufffd[31m/x" in result.stderr
    assert "\x1b" not in result.stderr
