"""Fuzzing by coverage with Atheris: readers, documents, normaliser, dates, attribution over a made-up parse.

    pip install 'claimx[fuzz]'
    python tests/benchmarks/fuzz.py --seconds 900            # every target, one after the other, 900 s each
    python tests/benchmarks/fuzz.py --target dates --seconds 60
    python tests/benchmarks/fuzz.py --replay FILE --target dates

A fault does not end the run: the first input that shows it is kept under WORK/TARGET/findings with its traceback, one
a place in the code. Inputs that take more than --slow seconds of the processor are kept as well. The corpus in WORK
grows from run to run. Exit code 1 where something was found.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
TARGETS = ("readers", "documents", "normaliser", "dates", "attribution")
SEEDS = TESTS.parent / "seeds"
# The longest input of each, in bytes: long enough for a paragraph, short enough to try many.
LONGEST = {"readers": 4096, "documents": 4096, "normaliser": 1024, "dates": 768, "attribution": 1280}

WORDS = """
قال وقال قالت أكد وأكد أضاف وأضاف مؤكدا مشيرا أوضح أعلن نفى حذر لفت شدد ذكر نقلت بحسب وفقا لـ قوله قائلا إن
أن بأن إلى أنه الوزير وزير الخارجية رئيس الرئيس المتحدث باسم مصدر مصادر مسؤول وكالة صحيفة بيان تقرير سيرجي
لافروف محمد بن عبد الله هو هي هم الذي التي موسكو بغداد القاهرة طرابلس واشنطن ولاية مدينة يوم اليوم أمس غدا
الماضي الجاري المقبل الأحد الاثنين الجمعة صباح مساء الساعة يناير مايو حزيران تموز رمضان شوال هـ م 2025 ١٤٤٦
عام سنة شهر أسبوع قبل بعد منذ خلال حتى من في على عن كل نصف ربع الأول الثاني العشرين عشر قرن عقد
"""


def main() -> int:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--target", action="append", choices=TARGETS, help="these alone")
    p.add_argument("--seconds", type=int, default=900, help="for each target")
    p.add_argument("--work", type=Path, default=Path("fuzz-work"), help="corpus, findings, statistics")
    p.add_argument("--slow", type=float, default=5.0, help="processor seconds after which an input counts as slow")
    p.add_argument("--replay", type=Path, help="run one input through the target and show what happens")
    p.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    a = p.parse_args()
    chosen = a.target or list(TARGETS)
    sys.path.insert(0, str(TESTS))
    if a.replay:
        import fuzz_targets

        fuzz_targets.TARGETS[chosen[0]](a.replay.read_bytes())
        return 0
    if a.child:
        child(chosen[0], a.work, a.seconds, a.slow)
        return 0
    found = 0
    for target in chosen:
        found += run(target, a.work, a.seconds, a.slow)
    return 1 if found else 0


def run(target: str, work: Path, seconds: int, slow: float) -> int:
    """One target for its time; a process that dies is started anew with the corpus that it left."""
    folder = work / target
    for name in ("corpus", "seeds", "findings", "crashes"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(target)):
        (folder / "seeds" / f"{number:03}").write_bytes(seed[: LONGEST[target]])
    (folder / "dictionary").write_text("".join(dictionary()), encoding="ascii")
    (folder / "stats.jsonl").unlink(missing_ok=True)
    end = time.monotonic() + seconds
    while (left := int(end - time.monotonic())) > 0:
        command = [sys.executable, __file__, "--child", "--target", target, "--work", str(work), "--slow", str(slow)]
        with (folder / "log").open("ab") as log:
            code = subprocess.run([*command, "--seconds", str(left)], stdout=log, stderr=log, check=False).returncode
        if code == 0:
            break
        time.sleep(1)
    stats = [json.loads(line) for line in (folder / "stats.jsonl").read_text().splitlines()]
    by_process = {one["process"]: one for one in stats}
    inputs = sum(one["inputs"] for one in by_process.values())
    findings = sorted((folder / "findings").glob("*.txt"))
    crashes = sorted((folder / "crashes").iterdir())
    corpus = len(list((folder / "corpus").iterdir()))
    slowest = max((one["slowest"] for one in by_process.values()), default=0.0)
    print(
        f"{target}: {inputs:,} inputs in {seconds} s, {len(by_process)} process(es), corpus {corpus}, "
        f"slowest {slowest:.2f} s, findings {len(findings)}, killed {len(crashes)}",
        flush=True,
    )
    for one in findings:
        print(f"  {one}: {one.read_text(encoding='utf-8').splitlines()[0]}", flush=True)
    for one in crashes:
        print(f"  {one}", flush=True)
    return len(findings) + len(crashes)


def child(target: str, work: Path, seconds: int, slow: float) -> None:
    """The process that fuzzes."""
    import os

    import atheris

    with atheris.instrument_imports(include=["claimx"]):
        import fuzz_targets
    work = work.resolve()
    folder = work / target
    one = Watched(fuzz_targets.TARGETS[target], folder, slow)
    arguments = [
        sys.argv[0], f"-max_total_time={seconds}", f"-max_len={LONGEST[target]}", "-timeout=120", "-rss_limit_mb=4096",
        f"-artifact_prefix={folder / 'crashes'}/", f"-dict={folder / 'dictionary'}", "-print_final_stats=1",
        str(folder / "corpus"), str(folder / "seeds"),
    ]  # fmt: skip
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    atheris.Setup(arguments, one)
    atheris.Fuzz()


class Watched:
    """A target whose faults are kept, not raised, and whose inputs are counted."""

    def __init__(self, target: Callable[[bytes], None], folder: Path, slow: float) -> None:
        self._target = target
        self._folder = folder
        self._slow = slow
        self._known: set[str] = set()
        self._inputs = 0
        self._slowest = 0.0
        self._told = 0.0
        self._began = time.time()

    def __call__(self, data: bytes) -> None:
        begun = time.process_time()
        try:
            self._target(data)
        except Exception as error:
            self._keep(data, _place(error), "".join(traceback.format_exception(error)), str(error))
        spent = time.process_time() - begun
        self._inputs += 1
        self._slowest = max(self._slowest, spent)
        if spent > self._slow:
            self._keep(data, f"slow-{int(spent)}", "", f"{spent:.1f} s for {len(data)} bytes")
        if time.monotonic() - self._told > 2:
            self._told = time.monotonic()
            line = {"process": self._began, "inputs": self._inputs, "slowest": self._slowest}
            with (self._folder / "stats.jsonl").open("a") as stats:
                stats.write(json.dumps(line) + "\n")

    def _keep(self, data: bytes, place: str, trace: str, message: str) -> None:
        if place in self._known:
            return
        self._known.add(place)
        name = hashlib.sha256(place.encode()).hexdigest()[:10]
        path = self._folder / "findings" / name
        if not path.exists():
            path.write_bytes(data)
            path.with_suffix(".txt").write_text(f"{place}: {message}\n{trace}", encoding="utf-8", errors="replace")


def _place(error: BaseException) -> str:
    """Kind of the fault and the innermost line of claimx, or of the check, that it came from."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [f for f in frames if "claimx" in f.filename or f.filename.endswith(("fuzz_targets.py", "_cases.py"))]
    last = (ours or frames)[-1]
    return f"{type(error).__name__} {Path(last.filename).name}:{last.lineno}"


def seeds(target: str) -> Iterator[bytes]:
    """Inputs to begin with: the sample articles, whole and by paragraph, in the form that the target takes."""
    texts = [path.read_bytes() for path in sorted(SEEDS.glob("*.txt"))]
    parts = [part for text in texts for part in text.split(b"\n\n") if len(part) > 40]
    if target == "readers":
        yield from (b"\x01" + text for text in texts)
        for n, text in enumerate(parts):
            record = json.dumps({"id": f"r{n}", "text": text.decode(), "date": "2025-05-30"}, ensure_ascii=False)
            yield b"\x03" + record.encode() + b"\n" + record.encode()[: 30 + n]
            page = b"<html><head><title>x</title></head><body><article><h1>x</h1><p>" + text + b"</p></article></body>"
            yield (b"\x02" if n % 2 else b"\x00") + page
        for encoding in ("cp1256", "utf-16"):
            yield from (b"\x00" + text.decode().encode(encoding, "replace") for text in parts[:6])
    elif target == "documents":
        import documents as made
        from claimx.writing import dumps

        document = made.talks()
        document.claims, document.dates = document.claims[:2], document.dates[:1]
        yield from (dumps(document, form).encode() for form in ("yaml", "json", "jsonl"))
        document.claims, document.speakers, document.dates, document.places = [], [], [], []
        yield from (dumps(document, form).encode() * n for form in ("yaml", "jsonl") for n in (1, 3))
        yield b"a: &a [*a]\n"
        yield b"a: !!python/object/apply:os.system [ls]\n"
    else:
        lead = {"normaliser": b"", "dates": b"\x01"}.get(target)
        for n, text in enumerate([*parts, *texts]):
            steer = bytes((n * 31 + k * 17) % 256 for k in range(24))
            yield (steer if lead is None else lead) + text


def dictionary() -> Iterator[str]:
    """Words and marks for libFuzzer to put in: cues, months, clitics, names, markup, marks of direction."""
    words = WORDS.split()
    marks = [
        *(
            "«",
            "»",
            '"',
            "“",
            "”",
            "(",
            ")",
            ":",
            ".",
            "؟",
            "،",
            "؛",
            "…",
            "–",
            " ",
            "\n",
            "\r\n",
            "\n\n",
            "ـ",
            "🙂",
            "ﷺ",
            "ﻻ",
        ),
        *("\u200f", "\u202b", "\u202c", "\u2067", "\u2069", "\u0640", "\u064e", "\u0651", "\u0654", "\ufeff", "\u00a0"),
        *("<p>", "</p>", "<div>", "<h1>", "&quot;", '{"text": "', '", "id": "', "}\n{", "\\u06", "1/2/2025", "12:30"),
        *("---\n", "- ", "schema: claimx/1\n", "&a ", "*a", "!!", "\u2028"),
    ]
    for word in [*words, *(f" {word} " for word in words), *marks]:
        yield '"' + "".join(f"\\x{byte:02x}" for byte in word.encode()) + '"\n'


if __name__ == "__main__":
    sys.exit(main())
