"""``python -m claimx.cli``."""

from claimx.cli import main

main()
