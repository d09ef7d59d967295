"""Processes that are ended from outside: what is written is whole, nobody stays behind, a resumed run has it all."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from claimx.cli.interrupts import Ended, Interrupts
from claimx.model import Document
from claimx.writing import read_documents
from documents import talks
from test_cli_pipes import TESTS, environment, shell

FAKE = [sys.executable, str(TESTS / "fake_extraction.py"), "extract", "many.jsonl", "--quiet"]


def many(folder: Path, count: int) -> list[str]:
    """Articles; their ids."""
    ids = [f"r{n}" for n in range(count)]
    lines = [json.dumps({"id": id, "text": f"قال الوزير{id} كلاما"}) + "\n" for id in ids]
    (folder / "many.jsonl").write_text("".join(lines), encoding="utf-8")
    return ids


def test_a_process_of_jobs_that_is_killed_is_one_line(tmp_path: Path) -> None:
    many(tmp_path, 40)
    with (tmp_path / "many.jsonl").open("a", encoding="utf-8") as more:
        more.write(json.dumps({"text": "هذا يقتل العملية"}) + "\n")
    result = shell("claimx extract many.jsonl --jobs 2 --output-dir out --format json", tmp_path)
    assert result.returncode == 1
    assert result.stderr == (
        "claimx: a process of --jobs was ended from outside, perhaps for want of memory "
        "(give fewer --jobs; --resume goes on)\n"
    )
    assert all(isinstance(d, Document) for path in (tmp_path / "out").iterdir() for d in read_documents(path))


@pytest.mark.skipif(not Path("/proc").exists(), reason="Linux only")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_nobody_stays_behind(tmp_path: Path, how: signal.Signals) -> None:
    many(tmp_path, 4000)
    process = subprocess.Popen(
        [*FAKE, "--jobs", "2", "--output-dir", "out"], cwd=tmp_path, env=environment(FAKE_SECONDS="0.05"), text=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    wait_for(lambda: any((tmp_path / "out").glob("*.yaml")))
    workers = children(process.pid)
    assert len(workers) >= 2
    process.send_signal(how)
    process.wait(timeout=10)
    wait_for(lambda: not any(alive(pid) for pid in workers))


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_killed_again_and_again_and_resumed(tmp_path: Path, how: signal.Signals) -> None:
    ids = many(tmp_path, 120)
    command = [*FAKE, "--output-dir", "out", "--format", "json", "--resume"]
    out = tmp_path / "out"
    draw = random.Random(20)
    for done in sorted(draw.sample(range(5, 110), 4)):
        process = subprocess.Popen(command, cwd=tmp_path, env=environment(FAKE_SECONDS="0.01"))
        wait_for(lambda least=done: len(list(out.glob("*.json"))) >= least)
        time.sleep(draw.random() / 50)
        process.send_signal(how)
        assert process.wait(timeout=10) != 0
    before = {path.name: path.stat().st_mtime_ns for path in out.glob("*.json")}
    assert len(before) < len(ids)
    subprocess.run(command, cwd=tmp_path, env=environment(), check=True)
    documents = [d for path in sorted(out.glob("*.json")) for d in read_documents(path)]
    assert all(isinstance(d, Document) for d in documents)
    assert sorted(d.article.id for d in documents) == sorted(ids)
    assert {name: (out / name).stat().st_mtime_ns for name in before} == before  # nothing was done twice


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_that_is_swallowed_counts_all_the_same(how: signal.Signals) -> None:
    """Python drops exceptions that are raised in callbacks, those of the import system among them."""

    def documents() -> Iterator[Document]:
        for n in range(3):
            if n == 1:
                with contextlib.suppress(KeyboardInterrupt):
                    os.kill(os.getpid(), how)
                    time.sleep(1)
            yield talks()

    taken = []
    with Interrupts() as interrupts, pytest.raises(KeyboardInterrupt) as caught:
        taken.extend(interrupts.guard(documents()))
    assert len(taken) == 1
    assert isinstance(caught.value, Ended) == (how is signal.SIGTERM)


def wait_for(true: object, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not true():  # type: ignore[operator]
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def children(pid: int) -> list[int]:
    """The processes that have ``pid`` for their parent."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text(errors="replace").rpartition(")")[2].split()
            except OSError:
                continue
            if int(stat[1]) == pid:
                found.append(int(entry.name))
    return found


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
