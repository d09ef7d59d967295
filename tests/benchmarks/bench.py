"""Speed and memory beside plain Stanza, in one run: python tests/benchmarks/bench.py NEWS [options].

NEWS is a folder or file of articles: JSON Lines, gzipped or not, one article a line (`text`, `content` or `paragraphs`,
and maybe `title`). A fixed sample of it is taken. Measured are

- start-up: `claimx extract` on one article, beside `import stanza`, loading the same models and parsing that article;
- throughput on N articles with `--jobs`, beside Stanza article by article with its default threads, in turns: once as
  its documentation shows, on the article's text, once on sentences that claimx has cut for it;
- 1, 10, 100 and 1,000 articles: time, rate and peak memory;
- one long article, and one of half its length: cost a character and peak memory;
- the same claims: what the fast path writes is what the article-by-article path writes, byte by byte;
- `--help`, `show`, `summary`, `validate` and `schema`.

On a machine with other work the wall clock says little: seconds of processor time are given as well, for both sides.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
CLAIMX = [sys.executable, "-m", "claimx.cli"]


def articles(source: Path, count: int) -> list[dict[str, str]]:
    """A fixed sample of the articles of a folder, drawn over all its files by their sizes."""
    files = sorted(source.rglob("*.jsonl*")) if source.is_dir() else [source]
    found = []
    for file in files:
        with (gzip.open if file.suffix == ".gz" else open)(file, "rt", encoding="utf-8") as lines:  # type: ignore[operator]
            for number, line in enumerate(lines):
                record = json.loads(line)
                body = record.get("text") or record.get("content") or "\n".join(record.get("paragraphs") or ())
                text = f"{record.get('title') or ''}\n\n{body}".strip()
                if len(text) > 100:
                    found.append({"id": f"{file.name.partition('.')[0]}-{number}", "text": text})
    random.Random(7).shuffle(found)
    if len(found) < count:
        print(f"only {len(found)} articles there: taken again from the start", file=sys.stderr)
        found = [{**a, "id": f"{a['id']}-{n}"} for n in range(count // len(found) + 1) for a in found]
    return found[:count]


def run(command: Sequence[str], **options: Any) -> dict[str, float]:
    """Run a command: wall seconds, processor seconds and peak memory (MiB) of it and all its children.

    Memory of several processes is the sum of what each has to itself, with what they share counted once (`Pss`), at
    its highest; sampled ten times a second.
    """
    began = time.perf_counter()
    process = subprocess.Popen(list(command), stdout=subprocess.DEVNULL, **options)
    peak = 0.0
    while True:
        gone, status, usage = os.wait4(process.pid, os.WNOHANG)
        if gone:
            process.returncode = os.waitstatus_to_exitcode(status)
            break
        peak = max(peak, sum(_memory(pid) for pid in _family(process.pid)))
        time.sleep(0.1 if time.perf_counter() - began > 2 else 0.02)
    wall = time.perf_counter() - began
    if process.returncode:
        raise SystemExit(f"{' '.join(command)}: exit {process.returncode}")
    peak = max(peak, usage.ru_maxrss / 1024)
    # The rusage of a process that was waited for holds that of its own waited-for children.
    return {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "memory": peak}


def _family(pid: int) -> Iterator[int]:
    yield pid
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from _family(int(child))
    except OSError:
        return


def _memory(pid: int) -> float:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    return 0.0


class Plain:
    """Stanza in its own process."""

    def __init__(self, folder: Path, *options: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(HERE / "plain.py"), str(folder), *options],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self._answer()

    def _answer(self) -> dict[str, float]:
        assert self._process.stdout is not None
        answer: dict[str, float] = json.loads(self._process.stdout.readline())
        return answer

    def parse(self, texts: Sequence[str]) -> dict[str, float]:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(list(texts)) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


def write(path: Path, records: Sequence[dict[str, str]]) -> Path:
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), encoding="utf-8")
    return path


def main() -> None:
    """Measure and print."""
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("news", type=Path)
    p.add_argument("--articles", type=int, default=500, metavar="N", help="for the throughput  [500]")
    p.add_argument("--plain", type=int, default=100, metavar="N", help="of them also by Stanza; 0: all  [100]")
    p.add_argument("--jobs", type=int, default=2, metavar="N", help="processes of claimx  [2]")
    p.add_argument("--sizes", default="1,10,100,1000", help="numbers of articles for the table  [1,10,100,1000]")
    p.add_argument("--long", type=int, default=1_000_000, metavar="BYTES", help="of the long article  [1,000,000]")
    p.add_argument("--rounds", type=int, default=3, metavar="N", help="turns of each side  [3]")
    p.add_argument("--only", default="", help="parts to run, by commas: startup,throughput,table,long,same,commands")
    a = p.parse_args()
    parts = set(a.only.split(",")) if a.only else {"startup", "throughput", "table", "long", "same", "commands"}
    sizes = [int(n) for n in a.sizes.split(",")]
    sample = articles(a.news, max([a.articles, *sizes]))
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before")
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        plain = scratch / "models"
        if parts & {"startup", "throughput"}:
            from plain import unslim

            unslim(plain)
        if "startup" in parts:
            startup(sample, plain, scratch, a.rounds)
        if "throughput" in parts:
            throughput(sample[: a.articles], plain, scratch, a.jobs, a.plain or a.articles, a.rounds)
        if "table" in parts:
            table(sample, scratch, sizes, a.jobs)
        if "long" in parts:
            long_article(sample, scratch, a.long)
        if "same" in parts:
            same(sample[: min(200, a.articles)], scratch, a.jobs)
        if "commands" in parts:
            commands(sample[0], scratch)
    print(f"load {os.getloadavg()[0]:.1f} after")


def startup(sample: Sequence[dict[str, str]], plain: Path, scratch: Path, rounds: int) -> None:
    """One article from nothing, each side in turn."""
    text = scratch / "one.txt"
    text.write_text(sorted(sample[:101], key=lambda r: len(r["text"]))[50]["text"], encoding="utf-8")
    code = (
        f"import sys; sys.path.insert(0, {str(HERE)!r})\nfrom pathlib import Path\nfrom plain import pipeline\n"
        f"pipeline(Path({str(plain)!r}))(Path({str(text)!r}).read_text(encoding='utf-8'))"
    )
    both: dict[str, list[dict[str, float]]] = {"ours": [], "plain": []}
    for turn in range(rounds + 1):
        ours = run([*CLAIMX, "extract", str(text)])
        theirs = run([sys.executable, "-c", code])
        if turn:  # the first warms the disk's cache
            both["ours"].append(ours)
            both["plain"].append(theirs)
    print("\nStart-up, one article: median of", rounds)
    _versus(both, "")


def throughput(
    sample: Sequence[dict[str, str]], plain: Path, scratch: Path, jobs: int, stanza: int, rounds: int
) -> None:
    """All articles with claimx in every round; in between, a part of them with Stanza."""
    from claimx.linguistics.sentences import SentenceSplitter

    file = write(scratch / "articles.jsonl", sample)
    words = sum(len(r["text"].split()) for r in sample)
    splitter = SentenceSplitter.from_config()

    def cut(text: str) -> str:
        return "\n\n".join(text[a:b] for a, b in splitter.split(text))

    sides = {"Stanza": (Plain(plain), str), "Stanza, sentences cut": (Plain(plain, "--units"), cut)}
    for process, _ in sides.values():
        process.parse([sample[0]["text"][:500]])
    ours: list[dict[str, float]] = []
    theirs: dict[str, list[dict[str, float]]] = {name: [] for name in sides}
    step = max(1, stanza // rounds)
    done: list[dict[str, str]] = []
    for turn in range(rounds):
        chosen = sample[turn * step : (turn + 1) * step]
        done += chosen
        for name, (process, prepare) in sides.items():
            theirs[name].append(process.parse([prepare(r["text"]) for r in chosen]))
        ours.append(run([*CLAIMX, "extract", str(file), "--jobs", str(jobs), "-q", "-o", str(scratch / "out.jsonl")]))
    for process, _ in sides.values():
        process.close()
    plain_words = sum(len(r["text"].split()) for r in done)
    print(f"\nThroughput, {len(sample)} articles, {words} tokens between spaces, --jobs {jobs}, start-up included")
    print(f"(Stanza: {len(done)} of the articles, {plain_words} tokens, start-up not included; rates are by token)")
    each = len(sample) / words

    def show(name: str, rate: float, kind: str, memory: float, ratio: str) -> None:
        print(f"  {name:22s} {rate:7.0f} tokens and {rate * each:6.2f} articles a {kind:16s} {memory:5.0f} MiB {ratio}")

    for kind, unit in (("wall", "second"), ("cpu", "processor second")):
        us = words / statistics.median(r[kind] for r in ours)
        show("claimx", us, unit, max(r["memory"] for r in ours), "")
        for name, results in theirs.items():
            them = plain_words / sum(r[kind] for r in results)
            show(name, them, unit, max(r["memory"] for r in results), f"claimx is {us / them:.1f} x as fast")


def table(sample: Sequence[dict[str, str]], scratch: Path, sizes: Sequence[int], jobs: int) -> None:
    """Time and memory by the number of articles."""
    print("\n| articles | tokens | processes | seconds | processor s | articles/s | tokens/s | peak memory |")
    print("|---|---|---|---|---|---|---|---|")
    for size in sizes:
        chosen = sample[:size]
        file = write(scratch / f"{size}.jsonl", chosen)
        words = sum(len(r["text"].split()) for r in chosen)
        for processes in sorted({1, jobs} if size <= 100 else {jobs}) if size > 1 else [1]:
            r = run([*CLAIMX, "extract", str(file), "-j", str(processes), "-q", "-o", str(scratch / "out.jsonl")])
            print(
                f"| {size:,} | {words:,} | {processes} | {r['wall']:.1f} | {r['cpu']:.1f} | {size / r['wall']:.2f} | "
                f"{words / r['wall']:.0f} | {r['memory']:.0f} MiB |",
                flush=True,
            )


def long_article(sample: Sequence[dict[str, str]], scratch: Path, size: int) -> None:
    """One article of `size` bytes, one of half, one of a quarter: the cost must grow with the length alone."""
    print(f"\nOne long article (of {size:,} bytes, a half, a quarter)")
    body = "\n\n".join(r["text"] for r in sample)
    while len(body.encode()) < size:
        body += "\n\n" + body
    whole = body.encode()[:size]
    for part in (4, 2, 1):
        text = scratch / "long.txt"
        text.write_bytes(whole[: size // part].decode("utf-8", "ignore").encode())
        r = run([*CLAIMX, "extract", str(text), "--format", "jsonl", "-q"])
        print(
            f"  {size // part:>9,} bytes: {r['wall']:6.1f} s, {r['cpu']:6.1f} processor s "
            f"({r['cpu'] / (size // part) * 1e6:.1f} a million bytes), {r['memory']:.0f} MiB",
            flush=True,
        )


def same(sample: Sequence[dict[str, str]], scratch: Path, jobs: int) -> None:
    """The fast path's documents and those made article by article."""
    from claimx.extraction import Extractor
    from claimx.reading import Reader
    from claimx.writing import dumps

    file = write(scratch / "same.jsonl", sample)
    out = scratch / "same-out.jsonl"
    run([*CLAIMX, "extract", str(file), "--jobs", str(jobs), "-q", "-o", str(out)])
    extractor = Extractor()
    found = [x for x in Reader().read_path(file, input_format="jsonl") if not isinstance(x, Exception)]
    alone = [dumps(extractor.document(article), "jsonl") for article in found]
    fast = out.read_text(encoding="utf-8").splitlines(keepends=True)
    different = sum(x != y for x, y in zip(alone, fast, strict=True))
    print(f"\nSame claims: {different} of {len(alone)} documents differ: --jobs {jobs}, and one article at a time")


def commands(article: dict[str, str], scratch: Path) -> None:
    """What must be there at once."""
    out = scratch / "one.jsonl"
    run([*CLAIMX, "extract", str(write(scratch / "one-in.jsonl", [article])), "-q", "-o", str(out)])
    print("\nCommands (seconds, median of 5)")
    for words in (["--help"], ["show", str(out)], ["summary", str(out)], ["validate", str(out)], ["schema"]):
        times = [run([*CLAIMX, *words]) for _ in range(5)]
        wall, cpu = (statistics.median(t[kind] for t in times) for kind in ("wall", "cpu"))
        print(f"  {words[0]:9s} {wall:.2f} ({cpu:.2f} of the processor)")


def _versus(both: dict[str, list[dict[str, float]]], unit: str) -> None:
    for kind in ("wall", "cpu", "memory"):
        ours, plain = (statistics.median(r[kind] for r in both[side]) for side in ("ours", "plain"))
        what = {"wall": "s", "cpu": "processor s", "memory": "MiB"}[kind]
        print(f"  claimx {ours:8.2f} {what:11s} Stanza {plain:8.2f}   {ours / plain:.2f} x{unit}")


if __name__ == "__main__":
    main()
