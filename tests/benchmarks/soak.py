"""A long run over real articles, killed at random and resumed: is anything lost, doubled or half, does memory grow?

    python tests/benchmarks/soak.py NEWS.jsonl.gz [MORE.jsonl.gz …] --limit 5000 --kills 20

NEWS holds records with a text (``text``, ``content`` or ``paragraphs``), a line each. ``claimx extract`` is run over
them as a user runs it, with ``--resume``, and killed --kills times at random moments in the first part of the work, by
turns with SIGKILL, SIGTERM and SIGINT; then it is left to finish. At the end every document is compared with its
article, and some articles are extracted once more in one uninterrupted run: the bytes must be the same.

Exit code 1 where anything is wrong. WORK/soak.json has the figures.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import json
import random
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from claimx.errors import InputError
from claimx.model import Article, Document
from claimx.reading import Reader
from claimx.reading.publication import publication_date
from claimx.writing import faults, read_documents

SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
CLAIMX = [sys.executable, "-m", "claimx.cli", "extract"]


def main() -> int:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("news", type=Path, nargs="+", help="articles, JSON Lines, gzipped or not")
    p.add_argument("--limit", type=int, default=5000, help="articles")
    p.add_argument("--kills", type=int, default=20)
    p.add_argument("--part", type=float, default=0.6, help="the kills fall into this part of the work")
    p.add_argument("--work", type=Path, default=Path("soak-work"))
    p.add_argument("--to", choices=("folder", "file"), default="folder", help="one file a document, or JSON Lines")
    p.add_argument("--jobs", type=int, default=1)
    p.add_argument("--again", type=int, default=100, help="articles extracted once more and compared by their bytes")
    p.add_argument("--seed", type=int, default=7)
    a = p.parse_args()
    a.work.mkdir(parents=True, exist_ok=True)
    draw = random.Random(a.seed)
    articles = a.work / "articles.jsonl"
    count = prepare(a.news, articles, a.limit)
    output = a.work / ("out" if a.to == "folder" else "out.jsonl")
    command = [*CLAIMX, str(articles), "--format", "jsonl", "--resume", "--quiet", "--jobs", str(a.jobs)]
    command += ["--output-dir" if a.to == "folder" else "--output", str(output)]
    begun = time.monotonic()
    moments = sorted(draw.sample(range(1, max(a.kills + 1, int(count * a.part))), a.kills))
    segments: list[list[tuple[int, float]]] = []
    for number, moment in enumerate(moments, 1):
        how = SIGNALS[number % len(SIGNALS)]
        run = Run(command, output)
        run.until_done(moment)
        time.sleep(draw.random() * 2)
        code = run.end(how)
        segments.append(run.memory)
        print(f"kill {number}/{a.kills}: {how.name} at {run.done()} documents, exit code {code}", flush=True)
    run = Run(command, output)
    run.until_done(count + 1)
    segments.append(run.memory)
    seconds = time.monotonic() - begun
    wrong = check(articles, output, run)
    wrong += again(articles, output, a.work, draw, a.again)
    growth = flatness(segments[-1])
    figures: dict[str, Any] = {
        "articles": count, "kills": len(moments), "seconds": round(seconds), "jobs": a.jobs, "to": a.to,
        "articles_per_second": round(count / seconds, 2), "last_run": growth, "wrong": wrong[:50],
        "peak_mib": round(max(mib for segment in segments for _, mib in segment)),
    }  # fmt: skip
    if growth["growth"] is not None and growth["growth"] > 1.1:
        wrong.append(f"memory grew by {growth['growth']:.2f}")
    (a.work / "soak.json").write_text(json.dumps(figures, ensure_ascii=False, indent=2), encoding="utf-8")
    print(json.dumps(figures, ensure_ascii=False, indent=2))
    return 1 if wrong else 0


def prepare(news: list[Path], to: Path, limit: int) -> int:
    """Records as claimx takes them, each with an id of its own; returns how many."""
    count = 0
    with to.open("w", encoding="utf-8") as out:
        for path in news:
            with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open() as lines:
                for line in lines:
                    if count == limit:
                        return count
                    record = article(json.loads(line), f"{path.name.partition('.')[0]}-{count}")
                    if record is not None:
                        out.write(json.dumps(record, ensure_ascii=False) + "\n")
                        count += 1
    return count


def article(record: dict[str, Any], id: str) -> dict[str, Any] | None:
    text = record.get("text") or record.get("content") or "\n".join(record.get("paragraphs") or ())
    if not text.strip():
        return None
    made = {"id": id, "text": text, "title": record.get("title"), "url": record.get("url")}
    date = record.get("date") or record.get("time") or record.get("date_extracted") or ""
    with contextlib.suppress(ValueError):
        made["date"] = publication_date(date)
    return {key: value for key, value in made.items() if value}


class Run:
    """One process of claimx, watched: documents done and memory, twice a second."""

    def __init__(self, command: list[str], output: Path) -> None:
        self._output = output
        self.memory: list[tuple[int, float]] = []
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)

    def done(self) -> int:
        """Documents that are there."""
        if self._output.is_dir():
            return sum(not path.name.startswith(".") for path in self._output.iterdir())
        if not self._output.exists():
            return 0
        with self._output.open("rb") as lines:
            return sum(1 for _ in lines)

    def until_done(self, count: int) -> None:
        """Watch until so many documents are there, or the process ends."""
        while self.process.poll() is None and self.done() < count:
            self.memory.append((self.done(), resident(self.process.pid)))
            time.sleep(0.5)

    def end(self, how: signal.Signals) -> int:
        """Send a signal and wait; whoever the process began must go with it."""
        theirs = family(self.process.pid)
        self.process.send_signal(how)
        code = self.process.wait(timeout=300)
        end = time.monotonic() + 20
        while any(Path(f"/proc/{pid}").exists() for pid in theirs if pid != self.process.pid):
            if time.monotonic() > end:
                raise SystemExit(f"processes stay behind: {theirs}")
            time.sleep(0.2)
        return code


def family(pid: int) -> list[int]:
    """A process and those it began."""
    found = [pid]
    for path in Path("/proc").glob(f"{pid}/task/*/children"):
        try:
            for child in path.read_text().split():
                found += family(int(child))
        except OSError:
            continue
    return found


def resident(pid: int) -> float:
    """Memory of a process and those it began, MiB."""
    total = 0.0
    for one in family(pid):
        try:
            for line in Path(f"/proc/{one}/status").read_text().splitlines():
                if line.startswith("VmRSS:"):
                    total += int(line.split()[1]) / 1024
        except OSError:
            continue
    return total


def read(articles: Path) -> Iterator[Article]:
    for item in Reader().read_path(articles):
        if isinstance(item, InputError):
            raise SystemExit(str(item))
        yield item


def documents(output: Path) -> Iterator[Document | Exception]:
    for path in sorted(output.iterdir()) if output.is_dir() else [output]:
        yield from read_documents(path)


def check(articles: Path, output: Path, run: Run) -> list[str]:
    """What is lost, doubled, half or wrong."""
    wrong = []
    assert run.process.stderr is not None
    if run.process.returncode or (errors := run.process.stderr.read()):
        wrong.append(f"the last run left with {run.process.returncode}: {errors}")
    left = {item.id: item for item in read(articles)}
    for document in documents(output):
        if not isinstance(document, Document):
            wrong.append(f"no document: {document}")
            continue
        item = left.pop(document.article.id, None)
        if item is None:
            wrong.append(f"{document.article.id}: doubled, or from nowhere")
        else:
            wrong += [f"{item.id}: {fault}" for fault in faults(document, item.text)]
    wrong += [f"{id}: lost" for id in left]
    beside = output.iterdir() if output.is_dir() else output.parent.glob(".claimx-*")
    wrong += [f"left behind: {path}" for path in beside if path.name.startswith(".")]
    return wrong


def again(articles: Path, output: Path, work: Path, draw: random.Random, count: int) -> list[str]:
    """Some of the articles in one uninterrupted run, in another order: the same bytes?"""
    lines = articles.read_text(encoding="utf-8").splitlines(keepends=True)
    chosen = draw.sample(lines, min(count, len(lines)))
    some = work / "some" / articles.name
    some.parent.mkdir(exist_ok=True)
    some.write_text("".join(chosen), encoding="utf-8")
    command = [*CLAIMX, str(some), "--format", "jsonl", "--quiet", "-o", str(work / "some.jsonl")]
    subprocess.run(command, check=True)
    first = {}
    for path in sorted(output.iterdir()) if output.is_dir() else [output]:
        for line in path.read_text(encoding="utf-8").splitlines():
            first[json.loads(line)["article"]["id"]] = line.replace(str(articles), str(some))
    found = (work / "some.jsonl").read_text(encoding="utf-8").splitlines()
    return [f"{id}: other bytes" for line in found if first[id := json.loads(line)["article"]["id"]] != line]


def flatness(memory: list[tuple[int, float]]) -> dict[str, Any]:
    """Memory over one uninterrupted stretch: its quarters, and the last against the second (the first warms up)."""
    begin = next((n for n, (done, _) in enumerate(memory) if done > memory[0][0] + 32), 0) if memory else 0
    mib = [value for _, value in memory[begin:] if value]
    if len(mib) < 40:
        return {"articles": 0, "quarters_mib": [], "growth": None}
    size = len(mib) // 4
    quarters = [statistics.median(mib[n * size : (n + 1) * size]) for n in range(4)]
    done = memory[-1][0] - memory[begin][0]
    return {
        "articles": done,
        "quarters_mib": [round(q) for q in quarters],
        "growth": round(quarters[3] / quarters[1], 3),
    }


if __name__ == "__main__":
    sys.exit(main())
