"""The scores on the annotated development articles never fall below what was reached (``floors.yaml``).

Runs wherever the annotated articles lie beside the repository; they are not part of it.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from claimx.evaluation import Result, load_gold, score
from claimx.evaluation.gold import gold_files
from claimx.extraction import Extractor
from claimx.reading import Reader

ROOT = Path(__file__).resolve().parent.parent
DEV = ROOT.parent / "shared" / "gold" / "dev"
FLOORS: dict[str, float] = yaml.safe_load((ROOT / "tests" / "floors.yaml").read_text(encoding="utf-8"))

pytestmark = pytest.mark.skipif(not DEV.is_dir(), reason="the annotated articles are not here")


@pytest.fixture(scope="module")
def result(extractor: Extractor) -> Result:
    golds = [load_gold(path) for path in gold_files(DEV)]
    reader = Reader()
    articles = [reader.read_text(g.text, id=g.id, date=g.date) for g in golds]
    return score(golds, {d.article.id: d for d in extractor.documents(articles)})


@pytest.mark.parametrize("figure", sorted(FLOORS))
def test_no_figure_falls_below_its_floor(result: Result, figure: str) -> None:
    reached = result.shares[figure].share if figure in result.shares else result.figures[figure].f1
    assert round(reached, 3) >= FLOORS[figure]
