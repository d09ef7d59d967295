"""Where a training reads from and writes to, and the settings it goes by."""

from __future__ import annotations

import logging
import os
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from claimx.errors import ConfigError
from claimx.training.prepare import Spelling, Treebanks
from claimx.training.vectors import token_counts

__all__ = ["LANG", "SHORTHAND", "Context", "run_stanza"]

LANG = "ar"
SHORTHAND = "ar_claimx"

_log = logging.getLogger(__name__)


@dataclass
class Context:
    """One training run.

    Attributes:
        data: the data folder.
        work: the folder for prepared data, checkpoints and models; grows to about a gigabyte.
        settings: the contents of the settings file.
    """

    data: Path
    work: Path
    settings: dict[str, Any]

    @classmethod
    def load(cls, data: Path, work: Path, settings: Path) -> Context:
        """Read the settings file.

        Raises:
            ConfigError: it is missing, or not a mapping.
        """
        try:
            loaded = yaml.safe_load(settings.read_text(encoding="utf-8"))
        except (OSError, yaml.YAMLError) as problem:
            raise ConfigError(
                str(problem), source=str(settings), mend="give a training.yaml with --settings"
            ) from problem
        if not isinstance(loaded, dict):
            raise ConfigError("not a mapping", source=str(settings))
        return cls(data, work, loaded)

    def part(self, name: str) -> dict[str, Any]:
        """The settings of one part; an empty mapping where it has none."""
        return dict(self.settings.get(name) or {})

    @property
    def seed(self) -> int:
        """The seed of everything random."""
        return int(self.settings.get("seed", 7))

    def rng(self, salt: str) -> random.Random:
        """A generator of its own for each purpose, so that one part's use of it does not shift another's."""
        return random.Random(f"{self.seed}:{salt}")

    @cached_property
    def banks(self) -> Treebanks:
        """The treebanks in their splits."""
        return Treebanks.load(self.data, seed=self.seed)

    @cached_property
    def counts(self) -> Any:
        """Token counts of the news."""
        return token_counts(self.data, self.work)

    @cached_property
    def spelling(self) -> Spelling:
        """How the news spell words that the treebank writes without hamzas."""
        return Spelling(self.counts)

    @property
    def pretrain(self) -> Path:
        """The word vectors."""
        return self.work / "models" / "pretrain" / "claimx.pt"

    def model(self, part: str) -> Path:
        """The model file of a part, in training precision."""
        return self.work / "models" / part / "claimx.pt"


def run_stanza(main: Callable[[Sequence[str]], Any], arguments: Sequence[object]) -> Any:
    """Run one of Stanza's trainers in this process, timed.

    Args:
        main: the `main` of a module of `stanza.models`.
        arguments: its command line.
    """
    argv = [str(argument) for argument in arguments]
    # Parsing silences Stanza; training wants to be watched.
    logging.getLogger("stanza").setLevel(logging.INFO)
    _log.info("stanza: %s", " ".join(argv))
    started = time.monotonic()
    result = main(argv)
    _log.info("took %.0f s on %s thread(s)", time.monotonic() - started, os.environ.get("OMP_NUM_THREADS", "all"))
    return result


def extra_arguments(settings: dict[str, Any]) -> list[str]:
    """`{steps: 3000, charlm: true}` as `--steps 3000 --charlm`; false and null leave an option out."""
    arguments: list[str] = []
    for name, value in settings.items():
        if value is True:
            arguments.append(f"--{name}")
        elif value is not None and value is not False:
            arguments += [f"--{name}", str(value)]
    return arguments
