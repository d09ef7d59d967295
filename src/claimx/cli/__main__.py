"""``python -m claimx.cli``."""

from claimx.cli import main

if __name__ == "__main__":  # the processes of --jobs import this module again
    main()
