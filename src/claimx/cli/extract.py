"""``claimx extract``: articles in, documents out."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from claimx.cli.options import Bidi, BidiMode, Config, Debug, Lang, MinConfidence, Models, Wide, debugging
from claimx.settings import NAME as SETTINGS

if TYPE_CHECKING:
    from claimx.cli.streams import Failures
    from claimx.model import Document


class Format(StrEnum):
    """Forms of output."""

    yaml = "yaml"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"
    table = "table"
    parquet = "parquet"


class Engine(StrEnum):
    """What runs the work."""

    processes = "processes"
    ray = "ray"


class InputFormat(StrEnum):
    """Forms of input."""

    auto = "auto"
    text = "text"
    html = "html"
    jsonl = "jsonl"


SUFFIXES = {
    ".yaml": Format.yaml, ".yml": Format.yaml, ".json": Format.json, ".jsonl": Format.jsonl, ".ndjson": Format.jsonl,
    ".csv": Format.csv,
}  # fmt: skip

EXAMPLE = """Examples:

\b
  claimx extract خبر.txt
  claimx extract أخبار/ --date 2025-05-30 -o أقوال.jsonl
  claimx extract خبر.txt --format json | jq -r '.claims[].speaker.name'
  echo 'قال الوزير إن الأسعار ستنخفض.' | claimx extract - --format table

Exit codes: 0 all read; 1 some article failed (the others are written); 2 wrong usage or configuration."""


def extract(
    context: typer.Context,
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH",
            help="Articles: text, HTML or JSON Lines files, folders, globs, or - for stdin (taken as one article).",
        ),
    ] = None,
    output_format: Annotated[
        Format | None,
        typer.Option(
            "--format",
            "-f",
            metavar="yaml|json|jsonl|csv|table|parquet",
            help="Form of the output; parquet with --engine ray.  [default: by the suffix of --output, else yaml]",
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file, whole or not at all.")
    ] = None,
    output_dir: Annotated[
        Path | None, typer.Option("--output-dir", metavar="FOLDER", help="One file per article, into a folder.")
    ] = None,
    resume: Annotated[
        bool,
        typer.Option(
            "--resume",
            help="Pass over articles whose document is there already: with --output-dir, or with --output of JSON "
            "Lines, which is then added to.",
        ),
    ] = False,
    bom: Annotated[
        bool, typer.Option("--bom", help="Begin with a byte-order mark, by which spreadsheets know UTF-8.")
    ] = False,
    input_format: Annotated[
        InputFormat,
        typer.Option(
            "--input-format", metavar="auto|text|html|jsonl", help="Form of the input; auto goes by suffix and content."
        ),
    ] = InputFormat.auto,
    date: Annotated[
        str | None,
        typer.Option("--date", metavar="YYYY-MM-DD", help="Publication date of the articles, whatever they say."),
    ] = None,
    config: Config = None,
    models: Models = None,
    min_confidence: MinConfidence = None,
    precision: Annotated[bool, typer.Option("--precision", help="Only claims that are most likely right.")] = False,
    recall: Annotated[bool, typer.Option("--recall", help="Every claim that may be one.")] = False,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain",
            help="Say on stderr for every claim which pattern found it and how its speaker was resolved, step by step.",
        ),
    ] = False,
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", min=0, metavar="N", help="Processes to work with; 0: one a core.")
    ] = 1,
    unordered: Annotated[
        bool, typer.Option("--unordered", help="With --jobs: documents as they are ready, not in the articles' order.")
    ] = False,
    engine: Annotated[
        Engine,
        typer.Option(
            "--engine",
            metavar="processes|ray",
            help="ray: over a cluster (RAY_ADDRESS) or this machine, JSON Lines or Parquet in, parts of --format jsonl "
            "or parquet in --output-dir; --jobs workers.",
        ),
    ] = Engine.processes,
    cache: Annotated[
        Path | None,
        typer.Option(
            "--cache",
            metavar="FOLDER",
            help="Keep parses here; what was parsed before is not parsed again, with whatever lexicon.",
        ),
    ] = None,
    lang: Lang = None,
    bidi: BidiMode = Bidi.auto,
    wide: Wide = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no warnings; errors stay.")] = False,
    debug: Debug = False,
) -> None:
    """Find who said what, when and where in articles."""
    from claimx.cli import streams

    if output is not None and output_dir is not None:
        raise typer.BadParameter("give --output or --output-dir, not both", param_hint="--output-dir")
    if sum((precision, recall, min_confidence is not None)) > 1:
        raise typer.BadParameter("give one of --precision, --recall and --min-confidence", param_hint="--precision")
    form = _format(output_format, output)
    if resume and output_dir is None and (output is None or form is not Format.jsonl):
        raise typer.BadParameter("goes with --output-dir, or --output of JSON Lines", param_hint="--resume")
    if output is not None and output.name == SETTINGS:
        raise typer.BadParameter(f"{SETTINGS} is the name of the settings (choose another)", param_hint="--output")
    if form is Format.table and (output or output_dir):
        raise typer.BadParameter("tables go to the terminal (in files: yaml, json, jsonl, csv)", param_hint="--format")
    if form is Format.parquet and engine is not Engine.ray:
        raise typer.BadParameter("parquet goes with --engine ray", param_hint="--format")
    if engine is Engine.ray and (
        output_dir is None or form not in (Format.jsonl, Format.parquet) or resume or explain
    ):
        message = "ray takes --output-dir and --format jsonl or parquet, and neither --resume nor --explain"
        raise typer.BadParameter(message, param_hint="--engine")
    paths = streams.standard_input(paths, what="articles", example="claimx extract خبر.txt")

    from claimx.cli.inputs import Articles, check_date
    from claimx.cli.interrupts import Interrupts
    from claimx.cli.jobs import documents
    from claimx.cli.outputs import Sink
    from claimx.cli.progress import Progress
    from claimx.reading import Reader

    date = check_date(date)
    failures = streams.Failures()
    if engine is Engine.ray:
        threshold = _threshold(precision=precision, recall=recall, given=min_confidence)
        _over_cluster(
            paths, output_dir, failures, quiet=quiet, format=form.value, workers=jobs, config=config, models=models,
            min_confidence=threshold, date=date, cache=cache,
        )  # fmt: skip
        failures.exit()
        return
    reader = Reader(config)
    articles = Articles(reader, paths, input_format.value, date, failures, quiet=quiet)
    sink = None
    if form is not Format.table:
        sink = Sink(form.value, output, output_dir, articles.files, resume=resume, bom=bom)
        articles.wanted = sink.wanted
        if sink.repaired and not quiet:
            streams.complain(f"warning: {output}: a last line that was not whole is done again")
    shared = output is None and output_dir is None and sys.stdout.isatty()
    with Progress(quiet=quiet, shared=shared) as progress, Interrupts() as interrupts:
        progress.loading()
        threshold = _threshold(precision=precision, recall=recall, given=min_confidence)
        found = documents(
            articles,
            config=config,
            models=models,
            min_confidence=threshold,
            jobs=jobs,
            cache=cache,
            loaded=progress.begin,
            failed=None if debugging(context) else failures.add,
            ordered=not unordered,
        )
        results = interrupts.guard(
            progress.count(_explained(found) if explain and sink is not None else found, articles.total)
        )
        try:
            if sink is None:
                _tables(results, lang=lang, bidi=bidi, wide=wide, evidence=explain)
            else:
                sink.write(results)
        except KeyboardInterrupt:
            if output is not None and not resume:
                streams.complain(f"{output}: not written, for it would lack articles")
            raise
    if articles.passed and not quiet:
        streams.complain(f"passed over, their documents being there already: {articles.passed}")
    failures.exit()


def _over_cluster(
    paths: list[str], output: Path | None, failures: Failures, *, quiet: bool, **options: Any
) -> None:
    from claimx.cli import streams
    from claimx.cluster import extract as over_cluster
    from claimx.errors import ArticleError

    assert output is not None
    count = parts = 0
    for part in over_cluster(paths, output, **options):
        count, parts = count + part.count, parts + bool(part.path)
        for failure in part.failures:
            failures.add(ArticleError(failure))
    if not quiet:
        streams.complain(f"{output}: {count} documents in {parts} parts")


def _format(given: Format | None, output: Path | None) -> Format:
    if given is not None:
        return given
    if output is None or not output.suffix:
        return Format.yaml
    try:
        return SUFFIXES[output.suffix.lower()]
    except KeyError:
        known = ", ".join(SUFFIXES)
        message = f"no format is known for {output.suffix!r} (give --format, or one of {known})"
        raise typer.BadParameter(message, param_hint="--output") from None


def _threshold(*, precision: bool, recall: bool, given: float | None) -> float | None:
    if precision or recall:
        from claimx.extraction import PRECISION, RECALL

        return PRECISION if precision else RECALL
    return given


def _explained(documents: Iterable[Document]) -> Iterator[Document]:
    from claimx.cli.streams import complain
    from claimx.display.chain import chain

    for document in documents:
        for claim in document.claims:
            cue = claim.cue.text if claim.cue else ":"
            by = f"{claim.speaker.name} ({chain(document, claim)})"
            complain(f"{document.article.id} {claim.id} {claim.confidence:.2f} {claim.evidence} | {cue} | {by}")
        yield document


def _tables(documents: Iterable[Document], *, lang: str | None, bidi: Bidi, wide: bool, evidence: bool) -> None:
    from claimx.cli import streams
    from claimx.display.show import show
    from claimx.display.words import language

    show(documents, streams.console(wide=wide), language=language(lang), bidi=bidi.value, evidence=evidence)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=EXAMPLE, short_help="Articles in, documents out: who said what, when, where.")(extract)
