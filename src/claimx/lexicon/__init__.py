"""Loading and checking the YAML files of ``config/``, with errors that name file and line."""

from claimx.lexicon.loading import config_hash, config_path, load_config, near

__all__ = ["config_hash", "config_path", "load_config", "near"]
