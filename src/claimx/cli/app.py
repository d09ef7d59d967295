"""The application: the commands put together, and what happens to their errors."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from claimx import __version__
from claimx.cli import eval as eval_command
from claimx.cli import extract, models, report, schema, show, summary, validate
from claimx.cli.interrupts import Ended
from claimx.cli.options import SETTINGS_HINT, Debug, debugging
from claimx.cli.streams import complain, traceback_of, utf8_streams
from claimx.errors import ClaimxError

# As shells count them: 128 and the number of the signal.
INTERRUPTED = 130
ENDED = 143


class Commands(TyperGroup):
    """Commands whose errors are one line each; the traceback is kept for ``--debug``."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command and turn what it raises into a line on stderr and an exit code."""
        utf8_streams()
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result
        except BrokenPipeError as error:
            # The reader of a pipe has gone (`| head`): nobody is left to tell. Python would complain at exit when it
            # flushes stdout, so that goes nowhere from here on.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno() if sys.__stdout__ else 1)
            raise typer.Exit(0) from error
        except OSError as error:
            if debugging(ctx):
                raise
            complain(_told(error))
            raise typer.Exit(1) from error
        except ClaimxError as error:
            if debugging(ctx):
                raise
            complain(str(error))
            raise typer.Exit(error.exit_code) from error
        except KeyboardInterrupt as error:
            complain("interrupted: what is written is complete")
            raise typer.Exit(ENDED if isinstance(error, Ended) else INTERRUPTED) from error
        except (RuntimeError, typer.Abort):  # typer's own ways of leaving (Exit is a RuntimeError), and defects of ours
            raise
        except Exception as error:
            if debugging(ctx) or hasattr(error, "format_message"):  # the latter: a usage error, which typer prints
                raise
            complain(f"internal error: {type(error).__name__}: {error} (run again with --debug and report it, please)")
            raise typer.Exit(1) from error


def _told(error: OSError) -> str:
    """``error`` in one line; without a name it comes from standard output, the one stream that is not opened here."""
    if error.filename:
        return f"{error.filename}: {error.strerror or error}"
    from claimx.writing.output import output_error

    with contextlib.suppress(OSError, ValueError):  # what is still to be written cannot be: Python would say so at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return str(output_error(error, Path("standard output")))


app = typer.Typer(
    name="claimx",
    cls=Commands,
    # Plain help: a box around Arabic examples comes apart on terminals that reorder lines, and Rich doubles the time.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    no_args_is_help=True,
)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"claimx {__version__}")
        raise typer.Exit


@app.callback(epilog=SETTINGS_HINT)
def root(
    ctx: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
    settings: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Settings file to use instead of claimx.yaml here and in the user's configuration folder.",
        ),
    ] = None,
    debug: Debug = False,
) -> None:
    """Who said what, when and where, in Arabic news.

    \b
    claimx extract خبر.txt                     the claims of an article, as YAML
    claimx extract خبر.txt | claimx show -     the same as tables
    claimx extract أخبار/ -o out.jsonl         a folder, one document a line
    claimx summary out.jsonl                   who spoke, how often and how
    claimx report out.jsonl -o out.html        a page to read and to share
    """
    if ctx.resilient_parsing:
        return
    from claimx.settings import defaults, load_settings

    ctx.default_map = defaults(load_settings(settings), ctx.command.commands, ctx)  # type: ignore[attr-defined]


extract.register(app)
show.register(app)
summary.register(app)
report.register(app)
validate.register(app)
schema.register(app)
models.register(app)
eval_command.register(app)


def main() -> None:
    """Entry point of the ``claimx`` script."""
    # Matrices here are small: a second thread costs more than it brings, most of all on a busy machine. --jobs is the
    # way to use more cores. Read when numpy is imported.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        app(prog_name="claimx")
    except Exception as error:  # with --debug, or from what stands around the commands: --help on a disk that is full
        if isinstance(error, OSError) and "--debug" not in sys.argv:
            complain(_told(error))
        else:
            sys.stderr.write(traceback_of(error))
        sys.exit(1)
