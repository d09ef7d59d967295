"""`python -m claimx.training SUBCOMMAND`: build and measure the bundled models."""

from __future__ import annotations

import argparse
import logging
import sys
from pathlib import Path

from claimx.errors import ClaimxError
from claimx.training.context import Context

PARTS = ("vectors", "guard", "tokenizer", "mwt", "tagger", "lemmatizer", "parser", "ner")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m claimx.training", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="the data folder")
    parser.add_argument("--work", type=Path, default=Path("../build"), help="prepared data, checkpoints, models")
    parser.add_argument("--settings", type=Path, default=Path("config/training.yaml"))
    commands = parser.add_subparsers(dest="command", required=True)
    for part in PARTS:
        commands.add_parser(part, help=f"make the {part}")
    commands.add_parser("all", help="train every part, in order; finished parts are skipped")
    measure = commands.add_parser("evaluate", help="scores from raw text")
    measure.add_argument("--models", type=Path, help="a models folder; the bundled one where it is left out")
    measure.add_argument(
        "--split", action="store_true", help="run our own sentence splitter inside the treebanks' units"
    )
    commands.add_parser("attribution", help="the attribution models, from annotated articles (see attribution --help)")
    pack = commands.add_parser("bundle", help="slim the trained models and copy them")
    pack.add_argument("--target", type=Path, default=Path("src/claimx/resources/models"))
    return parser


def main(argv: list[str] | None = None) -> int:
    """Run a subcommand; returns the exit code."""
    argv = sys.argv[1:] if argv is None else argv
    if argv[:1] == ["attribution"]:  # learns from annotated articles, and has options of its own
        from claimx.training import attribution_run

        return attribution_run.main(argv[1:])
    arguments = _parser().parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    try:
        context = Context.load(arguments.data, arguments.work, arguments.settings)
        if arguments.command == "evaluate":
            from claimx.training import evaluate

            evaluate.evaluate(context, arguments.models, split=arguments.split)
        elif arguments.command == "bundle":
            from claimx.training import bundle

            print(bundle.bundle(context, arguments.target))
        elif arguments.command == "all":
            for part in PARTS:
                done = context.work / "done" / part
                if done.exists():
                    logging.info("%s: done already, see %s", part, done)
                    continue
                _run(part, context)
                done.parent.mkdir(parents=True, exist_ok=True)
                done.touch()
        else:
            _run(arguments.command, context)
    except ClaimxError as problem:
        print(problem, file=sys.stderr)
        return problem.exit_code
    return 0


def _run(command: str, context: Context) -> None:
    # Each part pulls in Stanza's trainer for itself: the help must not wait for torch.
    quick = context.part("quick")
    if quick.get("lstm") and command in ("tagger", "parser", "ner"):
        from claimx.training.speed import quicken

        quicken(rough=bool(quick.get("bfloat16")))
    if command == "vectors":
        from claimx.training import vectors

        vectors.train(context.data, context.work, context.part("vectors") | {"seed": context.seed})
    elif command == "tokenizer":
        from claimx.training import tokenizer

        tokenizer.train(context)
    elif command == "mwt":
        from claimx.training import mwt

        mwt.train(context)
    elif command == "tagger":
        from claimx.training import tagger

        tagger.train(context)
    elif command == "lemmatizer":
        from claimx.training import lemmatizer

        lemmatizer.train(context)
    elif command == "parser":
        from claimx.training import parser

        parser.train(context)
    elif command == "guard":
        from claimx.training import guard

        guard.write(context, context.work / "models")
    elif command == "ner":
        from claimx.training import ner

        ner.train(context)


if __name__ == "__main__":
    sys.exit(main())
