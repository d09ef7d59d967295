"""Finding the models, and saying whether they are whole.

The models that ship with claimx lie in `claimx/resources/models`, one folder a processor, with a manifest of SHA-256
sums. Any other folder of Stanza models will do as well: one laid out the same way, or Stanza's own with a folder `ar`
in it.

Importing this module imports neither torch nor Stanza.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

from claimx.errors import ModelError

__all__ = [
    "MANIFEST",
    "ModelFile",
    "Models",
    "bundled_folder",
    "check_models",
    "download_models",
    "find_models",
    "list_models",
    "unpacked",
]

MANIFEST = "manifest.json"
PROCESSORS = ("tokenize", "mwt", "pos", "lemma", "depparse", "ner")
_NEEDED = ("tokenize", "pos", "lemma", "depparse")
# Parts that others build on: word vectors, character language models.
_FOUNDATIONS = ("pretrain", "forward_charlm", "backward_charlm")


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of a models folder.

    Attributes:
        processor: what it is for: `tokenize`, `pretrain` …
        name: its path within the folder, with forward slashes.
        path: where it lies.
        size: in bytes.
        sha256: what the manifest says its sum is; None where there is no manifest.
    """

    processor: str
    name: str
    path: Path
    size: int
    sha256: str | None = None


@dataclass(frozen=True)
class Models:
    """A models folder, understood.

    Attributes:
        folder: the folder itself.
        name: `claimx` for the bundled ones, else the folder's name.
        version: the version in the manifest; an empty string where there is none.
        files: its files; one for each processor.
        info: what else the manifest says (`ner_unit`: whether entities were taught on `words` or `tokens`).
        official: whether it is laid out as Stanza downloads its own.
    """

    folder: Path
    name: str
    version: str
    files: tuple[ModelFile, ...]
    info: Mapping[str, Any] = field(default_factory=dict)
    official: bool = False

    def path(self, processor: str) -> Path | None:
        """The file for a processor, or None where the folder has none."""
        for file in self.files:
            if file.processor == processor:
                return file.path
        return None

    def provenance(self) -> dict[str, str]:
        """Processor → a version, or the head of the file's sum: for a document's `provenance`."""
        known = f"{self.name} {self.version}".strip()
        return {f.processor: f"{known} {f.sha256[:12]}" if f.sha256 else known for f in self.files}


def bundled_folder() -> Path:
    """The folder of the models that ship with claimx."""
    return Path(str(resources.files("claimx") / "resources" / "models"))


def find_models(path: Path | None = None, needed: Sequence[str] = _NEEDED) -> Models:
    """Find the models of a folder, or those that ship with claimx.

    Args:
        path: a folder of Stanza models; None for the bundled ones.
        needed: the processors that must be there.

    Raises:
        ModelError: there is no such folder, or something the pipeline needs is not in it.
    """
    folder = path if path is not None else bundled_folder()
    mend = "give another --models folder" if path is not None else "reinstall claimx"
    if not folder.is_dir():
        raise ModelError("no such models folder", source=str(folder), mend=mend)
    manifest = _manifest(folder)
    official = False
    root = folder
    if not any((folder / processor).is_dir() for processor in PROCESSORS) and (folder / "ar").is_dir():
        root, official = folder / "ar", True
    sums: dict[str, Any] = {f.get("name", ""): f for f in manifest.get("files", [])}
    files = []
    for processor in (*_FOUNDATIONS, *PROCESSORS):
        chosen = _choose(root / processor, folder, processor)
        if chosen is None:
            continue
        name = chosen.relative_to(folder).as_posix()
        files.append(ModelFile(processor, name, chosen, chosen.stat().st_size, sums.get(name, {}).get("sha256")))
    have = {file.processor for file in files}
    missing = [processor for processor in needed if processor not in have]
    if missing:
        raise ModelError(f"no Arabic Stanza model for {', '.join(missing)} in it", source=str(folder), mend=mend)
    name = str(manifest.get("name") or folder.name)
    return Models(folder, name, str(manifest.get("version") or ""), tuple(files), manifest.get("info") or {}, official)


def _manifest(folder: Path) -> dict[str, Any]:
    path = folder / MANIFEST
    if not path.exists():
        return {}
    try:
        loaded = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise ModelError(f"damaged manifest: {problem}", source=str(path), mend="fetch the models again") from problem
    files = loaded.get("files", []) if isinstance(loaded, dict) else None
    if not isinstance(files, list) or not all(isinstance(f, dict) and isinstance(f.get("name"), str) for f in files):
        raise ModelError("damaged manifest: no list of files", source=str(path), mend="fetch the models again")
    if not isinstance(loaded.get("info") or {}, dict):
        raise ModelError("damaged manifest: info is no object", source=str(path), mend="fetch the models again")
    return dict(loaded)


# Of several models for one processor, Stanza's default comes first: those of the treebank with character models.
_PREFERRED = ("claimx", "padt_charlm", "padt", "aqmar_charlm", "aqmar", "conll17", "fasttext157", "ccwiki")


def _choose(folder: Path, root: Path, processor: str) -> Path | None:
    if not folder.is_dir():
        return None
    found = sorted(folder.glob("*.pt"))
    if not found:
        return None

    def rank(path: Path) -> tuple[int, str]:
        for place, wanted in enumerate(_PREFERRED):
            if path.stem == wanted or path.stem.startswith(wanted + "_"):
                return place, path.stem
        return len(_PREFERRED), path.stem

    return min(found, key=rank)


def list_models(path: Path | None = None) -> list[ModelFile]:
    """The files of a models folder: what `claimx models list` shows.

    Raises:
        ModelError: as `find_models`.
    """
    return list(find_models(path).files)


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal.

    Raises:
        OSError: it cannot be read.
    """
    digest = hashlib.sha256()
    with path.open("rb") as source:
        while block := source.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def refuse_damaged(models: Models) -> None:
    """Compare the files with their manifest: a bit that was turned may load, and be wrong ever after.

    Raises:
        ModelError: a file is missing or another than the manifest says. Without a manifest there is nothing to compare.
    """
    faults = _faults(models.folder)
    if faults:
        more = f", and {len(faults) - 1} more" if len(faults) > 1 else ""
        name, fault = faults[0]
        raise ModelError(f"{fault}{more}", source=str(name), mend="fetch the models again, or reinstall claimx")


def check_models(path: Path | None = None) -> list[str]:
    """Whether the files of a models folder are whole.

    Returns:
        one line a fault, naming the file; an empty list where all is well. A folder without a manifest is checked for
        being complete and no more.

    Raises:
        ModelError: as `find_models`.
    """
    return [f"{file}: {fault}" for file, fault in _faults(find_models(path).folder)]


def _faults(folder: Path) -> list[tuple[Path, str]]:
    """Files that are not as the manifest of the folder says, each with what is wrong."""
    faults = []
    for entry in _manifest(folder).get("files", []):
        file = folder / entry["name"]
        if not file.is_file():
            faults.append((file, "missing"))
        elif file.stat().st_size != entry.get("bytes"):
            faults.append((file, f"{file.stat().st_size} bytes instead of {entry.get('bytes')}"))
        elif sha256(file) != entry.get("sha256"):
            faults.append((file, "damaged, its SHA-256 is not the manifest's"))
    return faults


def download_models(folder: Path) -> Models:
    """Fetch Stanza's official Arabic models into a folder. Nothing else in claimx touches the network.

    Args:
        folder: where to put them; made where it does not exist.

    Raises:
        ModelError: the hub cannot be reached, or the folder cannot be written.
    """
    import stanza

    try:
        folder.mkdir(parents=True, exist_ok=True)
        stanza.download("ar", model_dir=str(folder), processors="tokenize,mwt,pos,lemma,depparse,ner", verbose=False)
    except Exception as problem:
        # Whatever goes wrong in there (no route, a proxy, a disk that is full) means the same to the user.
        reason = " ".join(str(problem).split())[:160] or type(problem).__name__
        raise ModelError(
            f"Stanza's models could not be fetched: {type(problem).__name__}: {reason}",
            source=str(folder),
            mend="check the connection, or copy a models folder from elsewhere and give it with --models",
        ) from problem
    return find_models(folder)


def unpacked(state: Any, shared: Mapping[str, Any]) -> Any:
    """A model's state with its vocabularies as Stanza knows them.

    torch's safe unpickler is written in Python and takes seconds for long lists: the bundled models keep a long
    vocabulary as one string, and that of the word vectors not at all (`shared`, its state).
    """
    if isinstance(state, dict):
        if state.get("packed") == "shared":
            return {**shared}
        if "packed" in state:
            rest = {key: value for key, value in state.items() if key != "packed"}
            units = state["packed"].split("\n")
            return {**rest, "_id2unit": units, "_unit2id": {unit: i for i, unit in enumerate(units)}}
        for key, value in state.items():
            if isinstance(value, dict | list):
                state[key] = unpacked(value, shared)
    elif isinstance(state, list) and state and isinstance(state[0], dict):
        return [unpacked(item, shared) for item in state]
    return state
