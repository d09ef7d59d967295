"""Files written whole or not at all."""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.errors import OutputError
from claimx.writing import AtomicFile, DocumentFolder, read_documents, safe_name
from test_writing import make


def test_a_file_appears_when_it_is_complete(tmp_path: Path) -> None:
    path = tmp_path / "out.yaml"
    with AtomicFile(path) as stream:
        stream.write(b"one")
        assert not path.exists()
    assert path.read_bytes() == b"one"
    assert [path.name for path in tmp_path.iterdir()] == ["out.yaml"]


@pytest.mark.parametrize("failure", [ValueError, KeyboardInterrupt])
def test_a_failure_leaves_the_older_file(tmp_path: Path, failure: type[BaseException]) -> None:
    path = tmp_path / "out.yaml"
    path.write_bytes(b"older")
    with pytest.raises(failure), AtomicFile(path) as stream:
        stream.write(b"half")
        raise failure
    assert path.read_bytes() == b"older"
    assert [path.name for path in tmp_path.iterdir()] == ["out.yaml"]


def test_modes_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "out.yaml"
    path.write_bytes(b"")
    path.chmod(0o640)
    with AtomicFile(path):
        pass
    assert path.stat().st_mode & 0o777 == 0o640
    with AtomicFile(tmp_path / "new.yaml"):
        pass
    assert (tmp_path / "new.yaml").stat().st_mode & 0o044


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real.yaml").write_bytes(b"older")
    (tmp_path / "link.yaml").symlink_to("real.yaml")
    with AtomicFile(tmp_path / "link.yaml") as stream:
        stream.write(b"new")
    assert (tmp_path / "link.yaml").is_symlink()
    assert (tmp_path / "real.yaml").read_bytes() == b"new"


def test_an_input_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"article")
    (tmp_path / "link").symlink_to("a.txt")
    for name in ("a.txt", "link"):
        with pytest.raises(OutputError, match="is an input"), AtomicFile(tmp_path / name, [path]):
            pass
    assert path.read_bytes() == b"article"


@pytest.mark.parametrize(("name", "mend"), [("none/out.yaml", "make the folder first"), (".", "name a file in it")])
def test_targets_that_cannot_be_written(tmp_path: Path, name: str, mend: str) -> None:
    with pytest.raises(OutputError, match=mend), AtomicFile(tmp_path / name):
        pass


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(OutputError, match="permission denied"), AtomicFile(tmp_path / "out.yaml"):
            pass
    finally:
        tmp_path.chmod(0o700)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux only")
def test_a_full_disk() -> None:
    with pytest.raises(OutputError, match=r"no space left.*make room"), AtomicFile(Path("/dev/full")) as stream:
        stream.write(b"x" * 100_000)
        stream.flush()


def test_a_disk_that_fills_up_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="make room"), AtomicFile(tmp_path / "out.yaml") as stream:
        stream.write(b"x")
    assert [path.name for path in tmp_path.iterdir()] == []


def test_what_a_killed_run_left_is_swept_away(tmp_path: Path) -> None:
    left, young = tmp_path / ".claimx-left.tmp", tmp_path / ".claimx-young.tmp"
    hour_ago = time.time() - 3600
    for path in (left, young):
        path.write_bytes(b"half a docum")
    os.utime(left, (hour_ago, hour_ago))
    with AtomicFile(tmp_path / "slow.jsonl") as stream:  # removes the one that was left …
        stream.write(b"{}")
        (own,) = set(tmp_path.glob(".claimx-*.tmp")) - {young}
        os.utime(own, (hour_ago, hour_ago))
        DocumentFolder(tmp_path)  # … but not what somebody is writing, however old
        assert own.exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == [young.name, "slow.jsonl"]


def test_a_folder_has_one_file_a_document(tmp_path: Path) -> None:
    folder = DocumentFolder(tmp_path / "out", "yaml")
    paths = [folder.write(make(id=id)) for id in ("خبر", "a", "A", "../../etc/passwd", "http://x/y?z=1")]
    assert len({path.name.casefold() for path in paths}) == 5
    assert all(path.parent == tmp_path / "out" for path in paths)
    assert paths[0].name == "خبر.yaml"
    assert [next(iter(read_documents(path))) for path in paths][3] == make(id="../../etc/passwd")


def test_a_link_in_the_folder_is_replaced_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_bytes(b"mine")
    folder = DocumentFolder(tmp_path / "out", "json")
    (tmp_path / "out" / "a.json").symlink_to(outside)
    folder.write(make())
    assert outside.read_bytes() == b"mine"


def test_an_input_in_the_folder_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"{}")
    with pytest.raises(OutputError, match="is an input"):
        DocumentFolder(tmp_path, "json", [path]).write(make())


@given(
    st.text(st.characters(), max_size=300)
    | st.sampled_from(["..", ".", "", "/", "CON", "nul.txt", "a" * 999, "ا" * 999])
)
def test_names_stay_in_the_folder(id: str) -> None:
    name = safe_name(id)
    assert name
    assert len((name + ".jsonl").encode("utf-8", "surrogatepass")) < 200
    assert Path("folder", name).resolve().parent == Path("folder").resolve()
    assert not set(name) & set('/\\:*?"<>|\0\n')
    assert name not in (".", "..")
    assert not name.startswith(".")
