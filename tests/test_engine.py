"""The engine against Stanza itself, on the same models; and what it refuses to run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.errors import ModelError
from claimx.linguistics.engine import Engine, Unsupported
from claimx.linguistics.engine import engine as made
from claimx.linguistics.engine.names import settled
from claimx.linguistics.engine.recurrent import Packing, batches
from claimx.linguistics.engine.tokens import Tokenizer
from claimx.linguistics.engine.trees import best_tree
from claimx.linguistics.engine.weights import read
from claimx.linguistics.models import PROCESSORS, find_models
from claimx.linguistics.pipeline import Linguist
from claimx.linguistics.stanza_backend import StanzaBackend

SEEDS = Path(__file__).resolve().parent.parent / "seeds"


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(find_models(), PROCESSORS)


@pytest.fixture(scope="module")
def stanza() -> StanzaBackend:
    return StanzaBackend(find_models(), PROCESSORS, threads=1)


def test_the_bundled_models_need_neither_torch_nor_stanza() -> None:
    code = """
import sys
from claimx.linguistics.pipeline import Linguist
assert Linguist().parse([("قال الوزير نعم", [(0, 14)])])[0].sentences
assert not {"torch", "stanza"} & sys.modules.keys()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


def test_the_same_parse_as_stanza(engine: Engine, stanza: StanzaBackend) -> None:
    texts = [p.read_text(encoding="utf-8") for p in sorted(SEEDS.glob("*.txt"))]
    jobs = [(text, [(0, len(text))]) for text in texts]
    parses = []
    for backend in (engine, stanza):
        linguist = Linguist(processors=())
        linguist._backend = backend
        parses.append(linguist.parse(jobs))
    ours, theirs = ([s for parse in found for s in parse.sentences] for found in parses)
    assert len(ours) == len(theirs) > 50
    # Sums in another order may turn a decision that hangs on the last bit; more than a few would be a fault.
    assert sum(a != b for a, b in zip(ours, theirs, strict=True)) <= len(ours) // 50


STRANGE = [
    "راسلونا على news.desk@example.com.jo أو https://www.example.com/a?b=1 اليوم",
    "ماذا ؟؟! نعم !!! لا",
    "قال\u00a0  الوزير   ",
    "ABC Corp. قالت IBM إن 12,5% من 3.4 مليار",
    "ا" * 1500,
    "و" * 30 + " 😀 ćžš ﷺ",
    "x",
]


@pytest.mark.parametrize("text", STRANGE)
def test_strange_text_is_cut_as_stanza_cuts_it(engine: Engine, stanza: StanzaBackend, text: str) -> None:
    assert engine.tokens([text]) == stanza.tokens([text])


def test_words_and_lemmas_that_no_dictionary_has(engine: Engine, stanza: StanzaBackend) -> None:
    tokens = ["وبالاستراتيجيتين", "فسيستعلمونها", "وكزžم", "للأوكرانيين", "بمعسكراتهم", "Wikipedia"]
    assert engine.split(tokens) == stanza.split(tokens)
    rows = [["قال", *tokens, "؟!", "."], ["استراتيجيتين"]]
    assert engine.analyse(rows) == stanza.analyse(rows)
    assert engine.names(rows) == stanza.names(rows)


def test_a_row_is_read_the_same_in_any_company(engine: Engine) -> None:
    rows = [["قال", "الوزير", "إن", "الأسعار", "ستنخفض", "."], ["نعم"], ["زار", "لافروف", "بيروت", "أمس"] * 20]
    together = engine.analyse(rows), engine.names(rows)
    assert engine.analyse(rows[::-1])[::-1] == together[0]
    assert [engine.analyse([row])[0] for row in rows] == together[0]
    assert [engine.names([row])[0] for row in rows] == together[1]


@pytest.mark.parametrize(
    ("processor", "option", "value"),
    [("pos", "charlm", True), ("depparse", "bert_model", "x"), ("tokenize", "rnn_layers", 2), ("ner", "num_layers", 2),
     ("depparse", "resolve_head_constraints", True)],
)  # fmt: skip
def test_other_architectures_are_left_to_stanza(processor: str, option: str, value: Any) -> None:
    path = find_models().path(processor)
    assert path is not None
    model = read(path)
    made._check(processor, model)
    model["config"][option] = value
    with pytest.raises(Unsupported, match=option):
        made._check(processor, model)


@pytest.mark.parametrize("cut", [0, 10, 5000, 600_000])
def test_half_a_file_is_no_model(tmp_path: Path, cut: int) -> None:
    path = find_models().path("tokenize")
    assert path is not None
    (tmp_path / "half.pt").write_bytes(path.read_bytes()[:cut])
    with pytest.raises(ModelError, match="claimx models check"):
        read(tmp_path / "half.pt")


@given(st.lists(st.integers(1, 9), min_size=1, max_size=12))
def test_packing_is_undone(lengths: list[int]) -> None:
    packing = Packing(lengths)
    values = np.arange(sum(lengths), dtype=np.float32)
    packed = packing.packed(values)
    assert packed[packing.rows].tolist() == values.tolist()
    # The first rows are the first elements, longest sequence first.
    firsts = {int(values[o]): n for o, n in zip(packing.offsets, lengths, strict=True)}
    assert [firsts[int(v)] for v in packed[: packing.sizes[0]]] == sorted(lengths, reverse=True)
    assert sorted(i for batch in batches(lengths, 10) for i in batch) == list(range(len(lengths)))


@given(st.integers(2, 7), st.integers(0, 2**32 - 1))
def test_the_best_tree_is_the_best_of_all_trees(size: int, seed: int) -> None:
    """Against every assignment of heads there is."""
    if size > 5:
        size = 5
    scores = np.log(np.random.default_rng(seed).dirichlet(np.full(size, 0.3), size) + 1e-9)
    np.fill_diagonal(scores, -np.inf)

    def total(heads: list[int]) -> float:
        return sum(float(scores[w, h]) for w, h in enumerate(heads) if w)

    def is_tree(heads: list[int]) -> bool:
        if heads[1:].count(0) != 1:
            return False
        for word in range(1, size):
            node, steps = word, 0
            while node and steps <= size:
                node, steps = heads[node], steps + 1
            if node:
                return False
        return True

    every = [[]]
    for _ in range(size - 1):
        every = [[*rest, head] for rest in every for head in range(size)]
    best = max(total([0, *heads]) for heads in every if is_tree([0, *heads]))
    found = best_tree(scores)
    assert is_tree(found)
    assert total(found) == pytest.approx(best)


def test_broken_names_are_mended() -> None:
    assert settled(["B-PER", "O", "I-LOC"]) == ["S-PER", "O", "S-LOC"]
    assert settled(["I-PER", "I-PER", "O", "E-LOC"]) == ["B-PER", "E-PER", "O", "S-LOC"]
    assert settled(["B-PER", "I-PER", "E-PER"]) == ["B-PER", "I-PER", "E-PER"]


def test_many_kinds_of_characters_do_not_fill_the_memory() -> None:
    path = find_models().path("tokenize")
    assert path is not None
    tokenizer = Tokenizer(read(path))
    few = "قال الوزير نعم"
    before = tokenizer([few])
    for start in range(0x4E00, 0x4E00 + 12_000, 3000):
        tokenizer(["".join(map(chr, range(start, start + 3000)))])
    assert len(tokenizer._kinds) <= 4096
    assert tokenizer([few]) == before
