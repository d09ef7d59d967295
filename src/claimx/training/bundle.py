"""Making the bundle: half precision, nothing that only training needs, a manifest of SHA-256 sums."""

from __future__ import annotations

import datetime
import json
import shutil
from pathlib import Path
from typing import Any

from claimx.linguistics.models import MANIFEST, PROCESSORS, sha256
from claimx.linguistics.pipeline import SPLIT_WORDS, WHOLE_WORDS
from claimx.training import guard
from claimx.training.context import Context

__all__ = ["bundle", "halve"]

# Kept in single precision: tiny, and their sums are of many small numbers.
_WHOLE_PRECISION = ("tokenize",)
_LONG = 1000


def halve(value: Any) -> Any:
    """Tensors of single precision as half, through dictionaries and lists; everything else as it is."""
    import torch

    if isinstance(value, torch.Tensor):
        return value.half() if value.dtype == torch.float32 else value
    if isinstance(value, dict):
        return type(value)((key, halve(item)) for key, item in value.items())
    if isinstance(value, list):
        return [halve(item) for item in value]
    return value


def packed(state: Any, vectors: list[str]) -> Any:
    """A model's state with long vocabularies as one string each, for `claimx.linguistics.pipeline.unpacked`.

    Args:
        state: what torch loaded.
        vectors: the units of the word vectors' vocabulary; another that is the same is not stored again.
    """
    if not isinstance(state, dict):
        return state
    units = state.get("_id2unit")
    if isinstance(units, list) and len(units) > _LONG and _plain(units, state.get("_unit2id")):
        if units == vectors:
            return {"packed": "shared"}
        rest = {key: value for key, value in state.items() if key not in ("_id2unit", "_unit2id")}
        return {**rest, "packed": "\n".join(units)}
    return type(state)((key, packed(value, vectors)) for key, value in state.items())


def nameless(config: dict[str, Any]) -> dict[str, Any]:
    """A model's arguments without the folders of the machine that trained it."""
    return {k: Path(v).name if isinstance(v, str) and v.startswith("/") else v for k, v in config.items()}


def _plain(units: list[Any], numbers: Any) -> bool:
    """Whether a vocabulary is a list of strings, numbered in order."""
    return all(isinstance(u, str) and "\n" not in u for u in units) and numbers == {u: i for i, u in enumerate(units)}


def _slim(source: Path, target: Path, processor: str, vectors: list[str]) -> None:
    import torch

    state = torch.load(source, map_location="cpu", weights_only=True)
    for leftover in ("optimizer_state_dict", "scheduler_state_dict", "optimizer", "scheduler"):
        state.pop(leftover, None)
    for key in ("config", "args"):
        if isinstance(state.get(key), dict):
            state[key] = nameless(state[key])
    target.parent.mkdir(parents=True, exist_ok=True)
    state = packed(state, [] if processor == "pretrain" else vectors)
    torch.save(state if processor in _WHOLE_PRECISION else halve(state), target)


def bundle(context: Context, target: Path, version: str | None = None) -> Path:
    """Copy the trained models into a folder, slimmed, with their manifest.

    Args:
        context: the training run.
        target: the folder; the model card and licence in it stay.
        version: by default the date.

    Returns:
        the manifest.
    """
    import torch

    source = context.work / "models"
    files = []
    vectors = torch.load(source / "pretrain" / "claimx.pt", weights_only=True)["vocab"]["_id2unit"]
    for part in ("pretrain", *PROCESSORS):
        model = source / part / "claimx.pt"
        if not model.exists():
            continue
        _slim(model, target / part / "claimx.pt", part, vectors)
        files.append(f"{part}/claimx.pt")
    if not (source / SPLIT_WORDS).exists():
        guard.write(context, source)
    for name in (WHOLE_WORDS, SPLIT_WORDS):
        shutil.copyfile(source / name, target / name)
        files.append(name)
    manifest = {
        "name": "claimx",
        "version": version or datetime.date.today().isoformat(),
        "info": {
            "language": "ar",
            "layout": "one folder a Stanza processor",
            "normalisation": "claimx.linguistics.normalise",
            "ner_unit": "words",
            "precision": "half, but the tokenizer",
            "stanza": "1.15",
        },
        "files": [
            {"name": name, "bytes": (target / name).stat().st_size, "sha256": sha256(target / name)} for name in files
        ],
    }
    path = target / MANIFEST
    path.write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path
