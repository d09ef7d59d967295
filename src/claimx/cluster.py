"""Past one machine: the same extraction as a Ray Data pipeline.

Articles come from JSON Lines or Parquet files, read in blocks by whichever machine is free; one actor a worker holds
the models; every batch of articles becomes one part of the output, written under a temporary name and renamed. What
comes back to the caller is a line of counts a part, and what failed.

A part is named after what is in it, so that a batch that Ray does again (a machine went away) replaces its own part and
nothing is there twice.

Needs `claimx[ray]`, on every machine of the cluster. Importing this module does not import Ray.
"""

from __future__ import annotations

import json
import logging
import os
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any, Literal

from claimx.errors import ClaimxError, InputError

__all__ = ["Part", "extract"]

PART = 256
"""Articles a part: some megabytes of JSON, and at most so many are done again when a machine goes away."""

# Reading is hardly any work.
_LITTLE = 0.1

Format = Literal["jsonl", "parquet"]


@dataclass(frozen=True, slots=True)
class Part:
    """What became of one batch: documents written, the file, and a line for each article that failed."""

    count: int
    path: str
    failures: tuple[str, ...]


def extract(
    sources: Sequence[str | Path],
    output: str | Path,
    *,
    format: Format = "jsonl",
    workers: int = 0,
    config: Path | None = None,
    models: Path | None = None,
    min_confidence: float | None = None,
    date: str | None = None,
    cache: Path | None = None,
    address: str | None = None,
    part: int = PART,
) -> Iterator[Part]:
    """Extract over a cluster.

    Args:
        sources: Files or folders of JSON Lines or Parquet, all of one kind, paths or addresses (``s3://…``) that every
            machine can read. Records as `claimx extract` takes them; those without an id are named after their text.
        output: A folder that every machine can write to; parts are added to it.
        format: Parts of JSON Lines, or Parquet with the columns ``id``, ``source`` and ``document`` (JSON).
        workers: Actors, of one core each; 0: one a core of the cluster.
        config, models, min_confidence, cache: As for `claimx.Extractor`, paths on every machine.
        date: Publication date of all articles.
        address: The cluster's; by default RAY_ADDRESS, else this machine alone.
        part: Articles a part, at most.

    Yields:
        The parts, as they are written.

    Raises:
        ClaimxError: Ray is not installed, or the inputs are of no kind that it reads.
    """
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise ClaimxError("--engine ray needs Ray", mend="pip install 'claimx[ray]'") from error
    if not ray.is_initialized():
        alone = address is None and "RAY_ADDRESS" not in os.environ
        cpus = max(2, os.cpu_count() or 1) if alone else None
        ray.init(
            address=address, num_cpus=cpus, log_to_driver=False, logging_level=logging.ERROR, include_dashboard=False
        )
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", module=r"ray\.data")
    names = [str(source) for source in sources]
    kinds = {_kind(name) for name in names}
    if len(kinds) != 1 or None in kinds:
        wrong = next((name for name in names if _kind(name) is None), names[0])
        raise InputError("--engine ray reads JSON Lines or Parquet, all of one kind", source=wrong, mend="name others")
    if kinds == {"parquet"}:
        rows = ray.data.read_parquet(names, include_paths=True, num_cpus=_LITTLE)
    else:
        rows = ray.data.read_text(names, include_paths=True, file_extensions=["jsonl", "ndjson"], num_cpus=_LITTLE)
    settings = {"config": config, "models": models, "min_confidence": min_confidence, "cache": cache}
    cores = int(ray.cluster_resources().get("CPU", 1))
    count = min(workers or cores, max(1, cores))
    # If the workers asked for all cores there would be none for listing and reading files, and all would wait for ever:
    # they ask for a little less, so that one a machine is left.
    machines = len(ray.nodes())
    share = max(0.5, 1 - machines / max(1, cores))
    parts = rows.map_batches(
        _bound(settings=settings, output=_absolute(output), format=format, date=date, lines=kinds != {"parquet"}),
        batch_size=part,
        batch_format="pyarrow",
        compute=ray.data.ActorPoolStrategy(size=count),
        num_cpus=share,
    )
    for row in parts.iter_rows():
        yield Part(int(row["count"]), row["path"], tuple(json.loads(row["failures"])))


def _kind(name: str) -> str | None:
    """``jsonl`` or ``parquet``, by the suffix, or by what a folder on this machine holds."""
    suffixes = {".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet"}
    path = Path(name)
    if "://" not in name and path.is_dir():
        held = {suffixes[p.suffix.lower()] for p in path.rglob("*") if p.suffix.lower() in suffixes}
        return held.pop() if len(held) == 1 else None
    return suffixes.get(path.suffix.lower())


def _absolute(output: str | Path) -> str:
    name = str(output)
    return name if "://" in name else str(Path(name).absolute())


def _bound(**options: Any) -> type[_Worker]:
    """A worker that needs no arguments: Ray starts one again whose machine went away, and keeps none for it."""

    class Bound(_Worker):
        def __init__(self) -> None:
            super().__init__(**options)

    return Bound


class _Worker:
    """Holds the models; turns a batch of records into a part."""

    def __init__(self, settings: Mapping[str, Any], output: str, format: Format, date: str | None, lines: bool) -> None:
        from claimx.extraction import Extractor
        from claimx.reading import Reader

        self._extractor = Extractor(**settings)
        self._reader = Reader(settings["config"])
        self._output, self._format, self._date, self._lines = output, format, date, lines

    def __call__(self, batch: Any) -> Any:
        import pyarrow as pa

        from claimx.writing.json_out import json_line

        failures: list[str] = []
        articles = []
        for record in self._records(batch):
            if isinstance(record, InputError):
                failures.append(str(record))
            else:
                articles.append(record)
        documents = self._extractor.documents(articles, lambda error: failures.append(str(error)))
        made = [(d.article.id, d.article.source, json_line(d)) for d in documents]
        path = self._write(made) if made else ""
        said = {"count": [len(made)], "path": [path], "failures": [json.dumps(failures)]}
        return pa.table(said)

    def _records(self, batch: Any) -> Iterator[Any]:
        for row in batch.to_pylist():
            path = row.pop("path", "-")
            if self._lines:
                try:
                    value = json.loads(row["text"])
                except (ValueError, RecursionError):
                    yield InputError("not valid JSON", source=path, mend='one record a line, as in {"text": "…"}')
                    continue
            else:
                value = {key: item for key, item in row.items() if item is not None}
            yield self._reader.read_record(value, source=path, date=self._date)

    def _write(self, made: Sequence[tuple[str, str, bytes]]) -> str:
        import pyarrow as pa
        import pyarrow.parquet as pq
        from pyarrow import fs

        name = blake2b("\0".join(f"{id}\0{source}" for id, source, _ in made).encode(), digest_size=12).hexdigest()
        system, folder = fs.FileSystem.from_uri(self._output) if "://" in self._output else (
            fs.LocalFileSystem(), self._output,
        )  # fmt: skip
        system.create_dir(folder, recursive=True)
        target = f"{folder}/part-{name}.{self._format}"
        temporary = f"{folder}/.part-{name}.tmp"
        with system.open_output_stream(temporary) as stream:
            if self._format == "jsonl":
                for _, _, line in made:
                    stream.write(line + b"\n")
            else:
                columns = [[m[0] for m in made], [m[1] for m in made], [m[2].decode() for m in made]]
                pq.write_table(pa.table(columns, names=["id", "source", "document"]), stream, compression="zstd")
        system.move(temporary, target)
        return target
