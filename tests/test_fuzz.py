"""What fuzzing found, and the sample articles, through every target; ``tests/benchmarks/fuzz.py`` finds more."""

from __future__ import annotations

import io
import random
import subprocess
import sys
from pathlib import Path

import pytest

import fuzz_targets
from claimx.errors import DocumentError, ModelError
from claimx.linguistics.engine.weights import read as read_weights
from claimx.linguistics.models import bundled_folder
from claimx.model import Date
from claimx.writing import read_documents

HERE = Path(__file__).parent
FOUND = sorted(path for path in (HERE / "data" / "fuzz").glob("*/*") if path.is_file())
SEEDS = sorted((HERE.parent / "seeds").glob("*.txt"))


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_was_found_stays_mended(path: Path) -> None:
    fuzz_targets.TARGETS[path.parent.name](path.read_bytes())


@pytest.mark.parametrize("target", fuzz_targets.TARGETS)
def test_every_target_takes_whole_articles(target: str) -> None:
    for n, path in enumerate(SEEDS):
        steer = bytes((n * 31 + k * 17) % 256 for k in range(24)) if target == "attribution" else b"\x01"
        fuzz_targets.TARGETS[target](steer + path.read_bytes())


def test_a_target_can_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(*_: object) -> list[Date]:
        return [Date(id="d1", text="x", start=0, end=1, type="DATE", value="2025", mod=None, calendar="gregorian")]

    monkeypatch.setattr(fuzz_targets.DATES, "find", wrong)
    for target in ("dates", "attribution"):
        with pytest.raises(AssertionError):
            fuzz_targets.TARGETS[target](bytes(range(1, 25)) + "قال الوزير إن الأمر انتهى أمس.".encode())


def test_the_made_up_parse_is_a_tree_over_the_text() -> None:
    article = fuzz_targets.Reader().read_text(SEEDS[0].read_text(encoding="utf-8"))
    parse = fuzz_targets.fake_parse(article, bytes(range(24)))
    assert sum(len(s.words) for s in parse.sentences) > 100
    for sentence in parse.sentences:
        assert sum(word.head < 0 for word in sentence.words) == 1
        for word in sentence.words:
            assert sentence.start <= word.start < word.end <= sentence.end
            steps = 0
            while word.head >= 0 and steps <= len(sentence.words):
                word, steps = sentence.words[word.head], steps + 1
            assert steps <= len(sentence.words)


def test_the_command_shows_one_input_again(tmp_path: Path) -> None:
    (tmp_path / "input").write_bytes(b"\x01" + "أمس".encode())
    command = [sys.executable, str(HERE / "benchmarks" / "fuzz.py"), "--target", "dates", "--replay"]
    subprocess.run([*command, str(tmp_path / "input")], check=True, timeout=60)


def test_a_bad_byte_in_the_first_line_does_not_end_the_stream() -> None:
    line = b'{"schema": "claimx/1"}\n'
    bad, missing = read_documents(io.BytesIO(b'{"schema\xdd\n' + line))
    assert isinstance(bad, DocumentError) and str(bad).startswith("-:1: not valid JSON: ")
    assert isinstance(missing, DocumentError) and str(missing).startswith("-:2: ")


def test_damaged_weights_are_read_or_refused_and_nothing_else(tmp_path: Path) -> None:
    whole = (bundled_folder() / "tokenize" / "claimx.pt").read_bytes()
    draw = random.Random(5)
    refused = 0
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(draw.randint(1, 4)):
            place = draw.choice([draw.randrange(4_000), len(data) - 1 - draw.randrange(6_000)])
            data[place] = draw.randrange(256)
        (tmp_path / "model.pt").write_bytes(data)
        try:
            read_weights(tmp_path / "model.pt")
        except ModelError as error:
            assert "\n" not in str(error)
            refused += 1
    assert refused
