"""``claimx.yaml``: the defaults of options, in the user's configuration folder and in the current one.

A key at the top is an option of every command that has it; a mapping under a command's name is for that command::

    lang: ar
    min-confidence: 0.5
    extract:
      format: jsonl
      jobs: 2

The current folder's file wins over the user's, a command's own section over the top, and an option that is given over
all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimx.errors import ConfigError

NAME = "claimx.yaml"
# Options whose values are paths: relative ones are meant from the settings file, wherever claimx runs.
PATHS = frozenset({"config", "models", "output", "output-dir", "articles", "cache"})
# Options that make no sense as a default.
_NEVER = frozenset({"help", "version", "settings", "install-completion", "show-completion"})


@dataclass(frozen=True, slots=True)
class Setting:
    """One value, with where it and its section stand (``file:line``); ``command`` is None for a key at the top."""

    command: str | None
    option: str
    value: Any
    where: str
    section: str = ""


def setting_files(user_folder: Path, here: Path | None = None) -> list[Path]:
    """The files there are, the strongest last."""
    return [path for path in (user_folder / NAME, (here or Path.cwd()) / NAME) if path.is_file()]


def load_settings(explicit: Path | None = None, *, user_folder: Path | None = None) -> list[Setting]:
    """Read the settings, the strongest last.

    Args:
        explicit: This file alone, instead of those that are looked for.
        user_folder: The user's configuration folder; the platform's by default.

    Raises:
        ConfigError: A file cannot be read or is no YAML mapping; names file and line.
    """
    if explicit is not None:
        return _read(explicit)
    if user_folder is None:
        import typer

        user_folder = Path(typer.get_app_dir("claimx"))
    return [setting for path in setting_files(user_folder) for setting in _read(path)]


def _read(path: Path) -> list[Setting]:
    import yaml

    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8"
        raise ConfigError(f"cannot be read: {reason}", source=str(path), mend="see claimx --help") from error
    loader = yaml.SafeLoader(text)
    try:
        root = loader.get_single_node()
        if root is None:
            return []
        if not isinstance(root, yaml.MappingNode):
            raise ConfigError("must hold a mapping at the top", source=f"{path}:1", mend="for example lang: ar")
        return list(_settings(loader, root, path, None))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}:{mark.line + 1}" if mark else str(path)
        raise ConfigError(f"not valid YAML: {getattr(error, 'problem', None) or error}", source=where) from error
    finally:
        loader.dispose()


def _settings(loader: Any, node: Any, path: Path, command: str | None, section: str = "") -> Iterable[Setting]:
    import yaml

    for key_node, value_node in node.value:
        where = f"{path}:{key_node.start_mark.line + 1}"
        key = str(key_node.value)
        if isinstance(value_node, yaml.MappingNode):
            if command is not None:
                raise ConfigError(f"{key!r} cannot hold a mapping", source=where, mend="options hold plain values")
            yield from _settings(loader, value_node, path, key, where)
            continue
        value = loader.construct_object(value_node, deep=True)
        if key in PATHS and value is not None:
            parts = value if isinstance(value, list) else [value]
            resolved = [str(path.parent / Path(str(part)).expanduser()) for part in parts]
            value = resolved if isinstance(value, list) else resolved[0]
        yield Setting(command, key, value, where, section)


def defaults(settings: Iterable[Setting], commands: Mapping[str, Any], context: Any) -> dict[str, Any]:
    """Settings as the map of defaults that the command line works with.

    Args:
        settings: What the files say, the strongest last.
        commands: The commands by name, as click has them (``params``, and ``commands`` of a group).
        context: The context that values are checked in.

    Raises:
        ConfigError: An unknown command, an unknown option or a wrong value; names file, line and the nearest right key.
    """
    settings = list(settings)
    if not settings:
        return {}
    from claimx.lexicon.loading import near  # not at import: it brings PyYAML along

    made: dict[str, Any] = {}
    known = {name: _options(command) for name, command in commands.items()}
    # A command's own section is stronger than any key at the top, whatever file that stands in.
    for setting in sorted(settings, key=lambda one: one.command is not None):
        if setting.command is not None and setting.command not in commands:
            raise ConfigError(
                f"unknown command {setting.command!r}", source=setting.section, mend=near(setting.command, commands)
            )
        chosen = [setting.command] if setting.command is not None else list(commands)
        having = [name for name in chosen if setting.option in known[name]]
        if not having:
            keys = {key for name in chosen for key in known[name]} | (set() if setting.command else set(commands))
            raise ConfigError(
                f"unknown option {setting.option!r}", source=setting.where, mend=near(setting.option, sorted(keys))
            )
        for name in having:
            value = None
            for path, param in known[name][setting.option]:
                value = _checked(setting, param, context) if value is None else value
                target = made.setdefault(name, {})
                for step in path:
                    target = target.setdefault(step, {})
                target[param.name] = value
    return made


def _options(command: Any) -> dict[str, list[tuple[tuple[str, ...], Any]]]:
    """A command's options by long name, each with the subcommands that have it."""
    found: dict[str, list[tuple[tuple[str, ...], Any]]] = {}
    for path, one in [((), command), *(((name,), sub) for name, sub in getattr(command, "commands", {}).items())]:
        for param in one.params:
            for name in param.opts:
                if name.startswith("--") and name[2:] not in _NEVER:
                    found.setdefault(name[2:], []).append((path, param))
    return found


def _checked(setting: Setting, param: Any, context: Any) -> Any:
    value = setting.value
    if getattr(param, "is_flag", False):
        if not isinstance(value, bool):
            raise ConfigError(f"{setting.option} must be true or false", source=setting.where)
        return value
    if isinstance(value, list) != bool(param.multiple):
        value = [value] if param.multiple else value
    value = [str(part) for part in value] if isinstance(value, list) and param.multiple else str(value)
    try:
        param.process_value(context, value)
    except Exception as error:
        message = getattr(error, "message", None) or str(error)
        raise ConfigError(f"{setting.option}: {message}", source=setting.where) from error
    return value
