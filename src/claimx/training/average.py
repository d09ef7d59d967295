"""Averaging the weights of several checkpoints of one training.

At a constant learning rate a network circles around an optimum; the mean of its last checkpoints lies nearer to it
than any of them (Izmailov et al. 2018, stochastic weight averaging). Trainings that went apart from one checkpoint,
on batches in another order, can be averaged just as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

__all__ = ["average", "snapshots"]


def average(checkpoints: Sequence[Path], target: Path) -> Path:
    """Write a model whose weights are the mean of those of the checkpoints; all else is the last one's.

    Args:
        checkpoints: Stanza model files of the same shape.
        target: the file to write, without the state of optimizers.
    """
    import torch

    states = [torch.load(path, map_location="cpu", weights_only=True) for path in checkpoints]
    for state in states:
        for leftover in ("optimizer_state_dict", "scheduler_state_dict"):
            state.pop(leftover, None)
    merged = _mean(states)
    target.parent.mkdir(parents=True, exist_ok=True)
    torch.save(merged, target)
    return target


def _mean(values: Sequence[Any]) -> Any:
    import torch

    last = values[-1]
    if isinstance(last, torch.Tensor) and last.is_floating_point():
        return torch.stack(tuple(values)).mean(0)
    if isinstance(last, dict):
        return type(last)(
            (key, _mean([value[key] for value in values]) if key in values[0] else last[key]) for key in last
        )
    return last


@contextmanager
def snapshots(folder: Path) -> Iterator[None]:
    """While Stanza's parser trains, keep a copy of the weights at every checkpoint, `STEP.pt`."""
    from stanza.models.depparse.trainer import Trainer

    save = Trainer.save
    folder.mkdir(parents=True, exist_ok=True)

    def save_and_keep(self: Any, filename: str, *arguments: Any, save_optimizer: bool = False, **options: Any) -> None:
        save(self, filename, *arguments, save_optimizer=save_optimizer, **options)
        if save_optimizer:
            save(self, str(folder / f"{self.global_step}.pt"), *arguments, **options)

    Trainer.save = save_and_keep
    try:
        yield
    finally:
        Trainer.save = save


def last(folder: Path, count: int) -> list[Path]:
    """The last snapshots of a folder, in order of their steps."""
    found = [path for path in folder.glob("*.pt") if re.fullmatch(r"\d+", path.stem)]
    return sorted(found, key=lambda path: int(path.stem))[-count:]
