"""Find and read the YAML files of ``config/``, with a user's own folder layered on top."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from claimx.errors import ConfigError

# CSafeLoader is some ten times faster; both refuse YAML tags that build Python objects.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def config_path() -> Path:
    """The folder of the shipped lexicons: inside the wheel, or the repository's ``config/`` in a source tree."""
    package = Path(__file__).resolve().parent.parent
    shipped = package / "config"
    return shipped if shipped.is_dir() else package.parent.parent / "config"


def load_config(name: str, user: Path | None = None) -> dict[str, Any]:
    """Read ``config/NAME.yaml``, layered under a user's file of the same name.

    Mappings are merged key by key, lists are concatenated (shipped entries first, so that a user's come last and may
    override), scalars are replaced.

    Args:
        name: File name without suffix.
        user: A folder with the user's own files, or None.

    Raises:
        ConfigError: The file is missing, is not YAML or holds no mapping; names file and line.
    """
    data = _read(config_path() / f"{name}.yaml")
    if user is not None:
        own = user / f"{name}.yaml"
        if own.exists():
            data = merge(data, _read(own))
    return data


def merge(base: Mapping[str, Any], extra: Mapping[str, Any]) -> dict[str, Any]:
    """``base`` with ``extra`` on top: mappings merge, lists concatenate, everything else is replaced."""
    out = dict(base)
    for key, value in extra.items():
        old = out.get(key)
        if isinstance(old, Mapping) and isinstance(value, Mapping):
            out[key] = merge(old, value)
        elif isinstance(old, list) and isinstance(value, list):
            out[key] = old + value
        else:
            out[key] = value
    return out


def _read(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        mend = "reinstall claimx or mend --config"
        raise ConfigError("no such configuration file", source=str(path), mend=mend) from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot be read: {error}", source=str(path), mend="save it as UTF-8") from error
    try:
        data = yaml.load(text, Loader=_LOADER)  # a safe loader: no tags, no objects
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}:{mark.line + 1}" if mark else str(path)
        raise ConfigError(f"not valid YAML: {getattr(error, 'problem', None) or error}", source=where) from error
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise ConfigError("must hold a mapping at the top", source=str(path))
    return data


def config_hash(user: Path | None = None) -> str:
    """Twelve hex digits of the SHA-256 over every configuration file in force, for a document's provenance."""
    digest = hashlib.sha256()
    for folder in filter(None, (config_path(), user)):
        for path in sorted(folder.glob("*.yaml")):
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def near(word: str, known: Iterable[str]) -> str:
    """A mend that names the nearest right key: ``did you mean 'act'?``, or the keys there are."""
    keys = list(known)
    best = difflib.get_close_matches(word, keys, 1)
    return f"did you mean {best[0]!r}?" if best else f"one of: {', '.join(keys)}"
