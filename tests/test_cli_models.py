"""``claimx models`` on a folder made for it, and ``claimx extract`` on the bundled models where they are built."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from claimx import writing
from claimx.cli import app
from claimx.linguistics.models import MANIFEST, bundled_folder
from claimx.model import Document

SEED = Path(__file__).resolve().parents[1] / "seeds" / "istanbul-talks.txt"
ATTRIBUTION = bundled_folder().parent / "attribution" / "attribution.json.gz"
needs_models = pytest.mark.skipif(
    not (bundled_folder() / MANIFEST).is_file(), reason="the bundled models are not built"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A models folder in shape only."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)
    made = tmp_path / "نماذج"
    files = []
    for part in ("tokenize", "mwt", "pos", "lemma", "depparse", "ner"):
        path = made / part / "claimx.pt"
        path.parent.mkdir(parents=True)
        path.write_bytes(part.encode() * 1000)
        data = path.read_bytes()
        files.append({"name": f"{part}/claimx.pt", "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()})
    (made / MANIFEST).write_text(json.dumps({"name": "mine", "version": "3", "files": files}), encoding="utf-8")
    return made


def run(*args: str) -> tuple[int, str, str]:
    """Exit code, output, errors."""
    result = CliRunner().invoke(app, list(args))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


def test_list(folder: Path) -> None:
    code, out, err = run("models", "list", "--models", str(folder))
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == f"mine 3  {folder}"
    assert [line.split()[0] for line in lines[1:]] == ["tokenize", "mwt", "pos", "lemma", "depparse", "ner", "together"]
    assert lines[1].split()[-1] == "tokenize/claimx.pt"


def test_check(folder: Path) -> None:
    code, out, err = run("models", "check", "--models", str(folder))
    assert (code, out, err) == (0, f"{folder}: 6 files, every sum is right\n", "")
    (folder / "pos" / "claimx.pt").write_bytes(b"pox" * 1000)
    (folder / "ner" / "claimx.pt").unlink()
    code, out, err = run("models", "check", "--models", str(folder))
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 2
    assert "pos/claimx.pt: damaged" in err
    assert "ner/claimx.pt: missing" in err


def test_check_without_a_manifest(folder: Path) -> None:
    (folder / MANIFEST).unlink()
    code, out, _ = run("models", "check", "--models", str(folder))
    assert (code, out) == (0, f"{folder}: 6 files, complete; no manifest to compare with\n")


def test_download_without_a_network(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from claimx.errors import ModelError
    from claimx.linguistics import models

    def fail(folder: Path) -> None:
        raise ModelError("Stanza's models could not be fetched", source=str(folder), mend="check the connection")

    monkeypatch.setattr(models, "download_models", fail)
    code, out, err = run("models", "download", "new")
    assert (code, out) == (2, "")
    assert err == "claimx: new: Stanza's models could not be fetched (check the connection)\n"


@needs_models
def test_the_bundled_models_are_whole() -> None:
    code, out, err = run("models", "check")
    assert (code, err) == (0, "")
    assert "every sum is right" in out


@needs_models
@pytest.mark.skipif(not ATTRIBUTION.is_file(), reason="the attribution model is not built")
def test_extract_on_the_real_thing(tmp_path: Path) -> None:
    """The seed from end to end in a process of its own, as a newcomer runs it; and the same in two processes."""
    claimx = [sys.executable, "-m", "claimx.cli"]
    env = os.environ | {"XDG_CONFIG_HOME": str(tmp_path), "LANG": "C.UTF-8"}
    made = subprocess.run(
        [*claimx, "extract", str(SEED)], cwd=tmp_path, env=env, capture_output=True, timeout=300, check=True
    )
    assert made.stderr == b""
    (tmp_path / "talks.yaml").write_bytes(made.stdout)
    documents = list(writing.read_documents(tmp_path / "talks.yaml"))
    assert len(documents) == 1
    document = documents[0]
    assert isinstance(document, Document)
    assert writing.faults(document, SEED.read_text(encoding="utf-8")) == []
    assert "سيرجي لافروف" in {claim.speaker.name for claim in document.claims}
    shown = subprocess.run(
        [*claimx, "show", "-"], cwd=tmp_path, env=env, input=made.stdout, capture_output=True, timeout=60, check=True
    )
    assert "سيرجي لافروف" in shown.stdout.decode()
    again = subprocess.run(
        [*claimx, "extract", str(SEED), "--jobs", "2"],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        timeout=300,
        check=True,
    )
    assert again.stdout == made.stdout
