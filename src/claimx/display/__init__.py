"""Tables for terminals, summaries over many documents, and the HTML report.

Nothing here extracts anything, and nothing here imports torch. The modules are imported where they are used:
:mod:`claimx.display.show`, :mod:`claimx.display.summary`, :mod:`claimx.display.report`.
"""
