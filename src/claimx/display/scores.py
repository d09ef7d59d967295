"""Tables of scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from claimx.display.rtl import Cell
from claimx.display.show import mode_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from claimx.evaluation import Result
    from claimx.evaluation.scoring import Share


def show_scores(result: Result, console: Console, *, errors: bool = False, bidi: str = "auto") -> None:
    """Print the figures, their breakdown, and on demand every difference first."""
    mode = mode_for(bidi, console)
    if errors:
        for one in result.differences:
            where = f"{one.article}:{one.line}" if one.line else one.article
            close = f" (overlap {one.overlap:.2f})" if one.overlap is not None else ""
            console.print(f"{where} {one.what} {one.problem}{close}", style="bold", markup=False)
            for label, text in (("gold ", one.gold), ("found", one.found)):
                if text is not None:
                    console.print(
                        f"  {label}", Cell(text, mode, rtl=False) if console.is_terminal else text, markup=False
                    )
        console.print()
    table = _table("", "F1", "precision", "recall", "gold", "found")
    for name, figure in result.figures.items():
        numbers = (f"{value:.3f}" for value in (figure.f1, figure.precision, figure.recall))
        table.add_row(name, *numbers, str(figure.gold), str(figure.found))
    console.print(table)
    table = _table("of the pairs at 0.3", "right", "of")
    for name, share in result.shares.items():
        table.add_row(name, f"{share.share:.3f}", str(share.of))
    console.print(table)
    for title, groups in (("recall", result.recall), ("precision", result.precision)):
        console.print(_groups(title, groups))
    table = _table("confidence", "right", "of")
    rows = result.as_dict()["calibration"]
    for row in rows:
        if row["of"]:
            table.add_row(f"{row['from']:.1f} to {row['to']:.1f}", f"{row['share']:.3f}", str(row["of"]))
    if table.row_count:
        console.print(table)
    if result.missing:
        console.print(f"no document for {len(result.missing)}: {', '.join(result.missing)}", markup=False)


def _groups(title: str, groups: Mapping[str, Mapping[str, Share]]) -> Table:
    table = _table(f"attributed@0.8: {title} by", "", title, "of", left=2)
    for by, shares in groups.items():
        for n, (name, share) in enumerate(sorted(shares.items(), key=lambda item: -item[1].of)):
            table.add_row("" if n else by, name, f"{share.share:.3f}", str(share.of))
    return table


def _table(*heads: str, left: int = 1) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for n, head in enumerate(heads):
        table.add_column(head, justify="left" if n < left else "right")
    return table
