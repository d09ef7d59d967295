"""The same extraction over a cluster of two workers on this machine. Needs `claimx[ray]`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("ray.data")
import pyarrow as pa
import pyarrow.parquet as pq

SEEDS = sorted((Path(__file__).resolve().parent.parent / "seeds").glob("*.txt"))


def run(folder: Path, *options: str, code: int = 0) -> str:
    command = [sys.executable, "-m", "claimx.cli", "extract", *options]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stderr
    return done.stderr


def test_the_same_output_as_one_process(tmp_path: Path) -> None:
    records = [
        {"id": f"{path.stem}-{n}", "text": path.read_text(encoding="utf-8"), "url": f"https://example.com/{n}"}
        for n in range(2)
        for path in SEEDS
    ]
    lines = [json.dumps(r, ensure_ascii=False) + "\n" for r in records]
    (tmp_path / "in").mkdir()
    for n in range(2):
        (tmp_path / "in" / f"{n}.jsonl").write_text("".join(lines[n::2]), encoding="utf-8")
    run(tmp_path, "in", "-o", "one.jsonl", "-q")
    expected = sorted((tmp_path / "one.jsonl").read_text(encoding="utf-8").splitlines())
    assert len(expected) == len(records)

    code = "from claimx.cluster import extract as e; print(sum(p.count for p in e(['in'], 'parts', workers=2, part=3)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(len(records))
    parts = sorted((tmp_path / "parts").iterdir())
    assert len(parts) >= len(records) // 3
    assert all(part.name.startswith("part-") for part in parts)
    found = [line for part in parts for line in part.read_text(encoding="utf-8").splitlines()]
    assert sorted(found) == expected

    (tmp_path / "in.parquet").mkdir()
    bad = {"id": "bad", "text": " ", "url": None}
    pq.write_table(pa.Table.from_pylist([*records, bad]), tmp_path / "in.parquet" / "0.parquet")
    said = run(
        tmp_path, "in.parquet", "--engine", "ray", "--jobs", "2", "--format", "parquet", "--output-dir", "out", code=1
    )
    assert "record with an empty text" in said
    assert f"{len(records)} documents in" in said
    rows = pq.read_table(tmp_path / "out").to_pylist()
    assert sorted(row["document"] for row in rows) == expected
    assert {row["id"] for row in rows} == {r["id"] for r in records}


def test_what_does_not_go_with_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("قال الوزير كلاما")
    assert "ray takes --output-dir" in run(tmp_path, "a.txt", "--engine", "ray", code=2)
    assert "parquet goes with --engine ray" in run(tmp_path, "a.txt", "--format", "parquet", code=2)
    said = run(tmp_path, "a.txt", "--engine", "ray", "--format", "jsonl", "--output-dir", "x", code=1)
    assert "JSON Lines or Parquet" in said
