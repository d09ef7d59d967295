"""Where in which file an entry of a configuration stands: for error messages only, so that loading stays fast."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from claimx.lexicon.loading import config_path

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def locate(name: str, user: Path | None, *steps: str | int) -> str:
    """``FILE:LINE`` of a value in the layered ``NAME.yaml``; the file alone where the line is not to be found.

    Lists of the shipped file and of the user's file are concatenated, as :func:`~claimx.lexicon.loading.load_config`
    does, so an index beyond the shipped list points into the user's.

    Args:
        name: File name without suffix.
        user: The user's own folder, or None.
        steps: Keys and indices that lead to the value; a key as last step gives the line of the key itself.
    """
    paths = [config_path() / f"{name}.yaml"]
    if user is not None and (user / f"{name}.yaml").exists():
        paths.append(user / f"{name}.yaml")
    lengths: dict[tuple[str | int, ...], int] = {}
    found = str(paths[0])
    for path in paths:
        with path.open(encoding="utf-8-sig") as stream:
            node: Any = yaml.compose(stream, Loader=_LOADER)
        line = _descend(node, steps, lengths)
        if line is not None:
            found = f"{path}:{line + 1}"
    return found


def _descend(node: Any, steps: tuple[str | int, ...], lengths: dict[tuple[str | int, ...], int]) -> int | None:
    line: int | None = None
    for depth, step in enumerate(steps):
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value == str(step):
                    line, node = key.start_mark.line, value
                    break
            else:
                return None
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            before = lengths.get(steps[:depth], 0)
            lengths[steps[:depth]] = before + len(node.value)
            if not before <= step < before + len(node.value):
                return None
            node = node.value[step - before]
            line = node.start_mark.line
        else:
            return None
    return line
