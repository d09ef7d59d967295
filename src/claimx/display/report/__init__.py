"""The HTML report: one self-contained page, with the claims marked in the articles' texts."""

from claimx.display.report.page import report

__all__ = ["report"]
