"""Scores of documents against annotated articles.

A folder of gold holds, for each article, ``NAME.txt`` (UTF-8) and ``NAME.yaml`` (what is said, copied letter for letter
from a line of the text). Use :func:`evaluate`, or ``claimx eval``.
"""

from claimx.evaluation.gold import Gold, load_gold
from claimx.evaluation.scoring import Result, evaluate, score

__all__ = ["Gold", "Result", "evaluate", "load_gold", "score"]
