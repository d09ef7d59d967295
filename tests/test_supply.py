"""What claimx is built from: pinned, its licences listed, and no network but on request."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CONSTRAINTS = ROOT / ".ci" / "constraints.txt"
LICENCES = ROOT / "src" / "claimx" / "resources" / "LICENCES.md"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

pytestmark = pytest.mark.skipif(not CONSTRAINTS.exists(), reason="not in a source tree")


def pinned() -> dict[str, str]:
    """Names and versions of the constraints; of several for one name the first."""
    found: dict[str, str] = {}
    for line in CONSTRAINTS.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            name, version = re.fullmatch(r"([a-z0-9-]+)==([\w.]+)(?: ; .*)?", line).groups()  # type: ignore[union-attr]
            found.setdefault(name, version)
    return found


def test_everything_that_is_asked_for_is_pinned_within_its_range() -> None:
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    versions = pinned()
    extras = PROJECT["optional-dependencies"]
    for text in [*PROJECT["dependencies"], *(t for name in ("html", "bidi", "training", "dev") for t in extras[name])]:
        wanted = Requirement(text)
        if wanted.name != "claimx":
            assert wanted.specifier.contains(versions[canonicalize_name(wanted.name)]), text


def test_every_package_that_is_installed_is_pinned_and_has_its_licence_listed() -> None:
    check = [sys.executable, str(ROOT / ".ci" / "licences.py"), "--check"]
    result = subprocess.run(check, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    listed = set(re.findall(r"^\| ([a-z0-9-]+) \|", LICENCES.read_text(encoding="utf-8"), re.M))
    elsewhere = {"httpx2-jsfetch"}  # on other systems only
    assert set(pinned()) - listed <= elsewhere


def test_every_bundled_folder_has_its_sources_listed() -> None:
    text = LICENCES.read_text(encoding="utf-8")
    folders = [path.name for path in LICENCES.parent.iterdir() if path.is_dir()]
    assert folders
    for name in folders:
        assert f"`{name}/`" in text


def test_the_classifiers_are_versions_that_are_supported() -> None:
    from packaging.specifiers import SpecifierSet

    named = [c.rpartition(" ")[2] for c in PROJECT["classifiers"] if c.startswith("Programming Language :: Python ::")]
    assert named
    assert all(SpecifierSet(PROJECT["requires-python"]).contains(version) for version in named)


def test_no_network_without_being_asked(tmp_path: Path) -> None:
    """Every command with every socket refused, the libraries behind it included."""
    (tmp_path / "a.html").write_text(
        "<html><head><title>خبر</title><link rel=stylesheet href='http://example.org/x.css'></head><body><article>"
        + "<p>قال الوزير إن الأمر انتهى، وأضاف أن الباب مفتوح أمام الجميع في كل وقت.</p>" * 4
        + "<img src='http://example.org/x.png'></article></body></html>",
        encoding="utf-8",
    )
    code = """
import socket, sys
def refuse(*a, **k):
    print("NETWORK", file=sys.stderr)
    raise OSError("no network here")
socket.socket.connect = socket.socket.connect_ex = socket.create_connection = socket.getaddrinfo = refuse
from claimx.cli import main
for command in (["extract", "a.html", "-o", "a.jsonl"], ["show", "a.jsonl"], ["summary", "a.jsonl"],
                ["report", "a.jsonl", "-o", "a.page"], ["validate", "a.jsonl"], ["models", "check"], ["schema"]):
    sys.argv = ["claimx", *command]
    try:
        main()
    except SystemExit as end:
        assert not end.code, (command, end.code)
"""
    result = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert "NETWORK" not in result.stderr
    assert "example.org" not in (tmp_path / "a.page").read_text(encoding="utf-8")
