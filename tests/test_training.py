"""Preparing training data: reading, augmenting, cutting, and the scores. Nothing is trained here."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from claimx.errors import ConfigError
from claimx.lexicon import config_path
from claimx.training.__main__ import main
from claimx.training.conllu import Sentence, Token, Word, chain, read, read_raw, write
from claimx.training.context import Context, extra_arguments
from claimx.training.corpora import read_anercorp, read_wojood
from claimx.training.ner import entities, on_tokens, on_words, score
from claimx.training.parser import cut_tree
from claimx.training.prepare import Spelling, cut, egyptian, pieces, respell
from claimx.training.segmenter import Segmenter, Shape
from claimx.training.tagger import filter_features
from claimx.training.tokenizer import write_labelled

CONLLU = """# sent_id = d:p1u1
# text = وأعلن الوزير، امس.
1-2	وأعلن	_	_	_	_	_	_	_	_
1	و	و	CCONJ	_	_	2	cc	_	_
2	أعلن	أعلن	VERB	_	Aspect=Perf|Mood=Ind	0	root	_	_
3	الوزير	وزير	NOUN	_	Case=Nom	2	nsubj	_	SpaceAfter=No
4	،	،	PUNCT	_	_	5	punct	_	_
5	امس	أمس	NOUN	_	_	2	obl	_	SpaceAfter=No
6	.	.	PUNCT	_	_	2	punct	_	_

"""


@pytest.fixture
def sentence(tmp_path: Path) -> Sentence:
    path = tmp_path / "a.conllu"
    path.write_text(CONLLU, encoding="utf-8")
    return next(iter(read(path)))


def token(form: str, *words: str) -> Token:
    return Token(form, [Word(w) for w in words or (form,)])


def test_round_trip(sentence: Sentence, tmp_path: Path) -> None:
    assert sentence.text == "وأعلن الوزير، امس."
    assert [w.form for w in sentence.words] == ["و", "أعلن", "الوزير", "،", "امس", "."]
    again = tmp_path / "b.conllu"
    assert write([sentence], again) == 1
    assert again.read_text(encoding="utf-8") == CONLLU
    assert [w.head for w in chain(sentence).words] == [0, 1, 2, 3, 4, 5]


def test_forms_are_normalised(tmp_path: Path) -> None:
    path = tmp_path / "a.conllu"
    path.write_text("1\tكتابٌ\tكِتاب\tNOUN\t_\t_\t0\troot\t_\t_\n\n", encoding="utf-8")
    assert next(iter(read(path))).words[0].form == "كتاب"
    assert next(iter(read(path))).words[0].lemma == "كتاب"
    assert next(iter(read_raw(path))).words[0].form == "كتابٌ"


def test_a_wrong_line_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.conllu"
    path.write_text("1\tكتاب\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"a\.conllu"):
        list(read(path))


def test_labels(sentence: Sentence, tmp_path: Path) -> None:
    write_labelled([sentence], tmp_path / "t", tmp_path / "l")
    assert (tmp_path / "t").read_text(encoding="utf-8") == "وأعلن الوزير، امس.\n\n"
    assert (tmp_path / "l").read_text(encoding="utf-8") == "000030000001100012\n\n"


def test_respelling(sentence: Sentence) -> None:
    spelling = Spelling(Counter({"أمس": 50, "امس": 10, "الوزير": 90}))
    assert respell(sentence, spelling).text == "وأعلن الوزير، أمس."
    assert egyptian(Sentence([token("في")])).text == "فى"


def test_cutting(sentence: Sentence) -> None:
    rng = random.Random(1)
    piece = cut(sentence, rng, shortest=2)
    assert piece is not None
    assert len(piece.tokens) < len(sentence.tokens)
    long = Sentence([token("كلمة") for _ in range(100)])
    assert [len(p.tokens) for p in pieces(long, 40)] == [40, 40, 20]
    assert pieces(sentence, 40) == [sentence]


def test_cut_trees_are_trees() -> None:
    rows = [
        ("قال", 0),
        ("الوزير", 1),
        ("،", 4),
        ("وصل", 1),
        ("الوفد", 4),
        ("الى", 7),
        ("باريس", 4),
        ("،", 4),
        ("امس", 4),
    ]
    sentence = Sentence([Token(f, [Word(f, head=h, deprel="root" if h == 0 else "x")]) for f, h in rows])
    for seed in range(20):
        piece = cut_tree(sentence, random.Random(seed), shortest=2)
        if piece is None:
            continue
        heads = [w.head for w in piece.words]
        assert heads.count(0) == 1
        assert all(0 <= h <= len(heads) and h != i + 1 for i, h in enumerate(heads))


def test_features(sentence: Sentence) -> None:
    assert [w.feats for w in filter_features(sentence, ["Aspect"]).words][:2] == ["_", "Aspect=Perf"]


@pytest.mark.parametrize(
    ("shape", "form", "words"),
    [
        (Shape(("و",)), "وقال", ["و", "قال"]),
        (Shape(("ل",)), "للقاهرة", ["ل", "القاهرة"]),
        (Shape((), ("ها",), taa=True), "مكتبتها", ["مكتبة", "ها"]),
        (Shape(("ب",)), "وقال", None),
    ],
)
def test_shapes(shape: Shape, form: str, words: list[str] | None) -> None:
    assert shape.apply(form) == words


def test_segmenter_follows_frequency() -> None:
    treebank = [Sentence([token("وفي", "و", "في")])]
    segmenter = Segmenter(treebank, Counter({"القاهرة": 900, "والقاهرة": 30, "وليد": 500, "ليد": 1}))
    assert segmenter.split("وفي") == ("و", "في")
    assert segmenter.split("والقاهرة") == ("و", "القاهرة")
    assert segmenter.split("وليد") == ("وليد",)


def test_corpora(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("زار O\nبوش B-PERS\nروما B-LOC\n. O\nثم O\nعاد O\n", encoding="utf-8")
    assert read_anercorp(path) == [
        [("زار", "O"), ("بوش", "B-PER"), ("روما", "B-LOC"), (".", "O")],
        [("ثم", "O"), ("عاد", "O")],
    ]
    path.write_text("مجلس B-ORG\nالأمن I-ORG\nالأسد I-ORG B-PERS\n$#$ O\nأمس B-DATE\n", encoding="utf-8")
    assert read_wojood(path) == [[("مجلس", "B-ORG"), ("الأمن", "I-ORG"), ("الأسد", "I-ORG"), ("أمس", "O")]]


def test_tags_go_to_words_and_back() -> None:
    tagged = [("وزارة", "B-ORG"), ("الثقافة", "I-ORG"), ("والفنون", "I-ORG"), ("بباريس.", "B-LOC")]
    words = [["وزارة"], ["الثقافة"], ["و", "الفنون"], ["ب", "باريس", "."]]
    found = on_words(tagged, words)
    assert [tag for _, tag in found] == ["B-ORG", "I-ORG", "I-ORG", "I-ORG", "O", "B-LOC", "O"]
    assert on_tokens(words, ["B-ORG", "I-ORG", "I-ORG", "E-ORG", "O", "S-LOC", "O"]) == [tag for _, tag in tagged]


def test_entity_scores() -> None:
    gold = ["B-PER", "I-PER", "O", "B-LOC", "I-PER"]
    assert entities(gold) == {(0, 2, "PER"), (3, 4, "LOC"), (4, 5, "PER")}
    scores = score([gold], [["B-PER", "I-PER", "O", "B-ORG", "O"]])
    assert scores["all"]["precision"] == pytest.approx(50)
    assert scores["all"]["recall"] == pytest.approx(100 / 3)
    assert scores["PER"]["f1"] == pytest.approx(200 / 3)


def test_settings(tmp_path: Path) -> None:
    context = Context.load(tmp_path, tmp_path, config_path() / "training.yaml")
    assert {"vectors", "tokenizer", "mwt", "tagger", "lemmatizer", "parser", "ner", "guard"} <= context.settings.keys()
    assert extra_arguments({"steps": 5, "charlm": True, "x": False, "y": None}) == ["--steps", "5", "--charlm"]
    assert context.rng("a").random() == context.rng("a").random() != context.rng("b").random()
    with pytest.raises(ConfigError, match="none"):
        Context.load(tmp_path, tmp_path, tmp_path / "none.yaml")


def test_help_and_errors(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as done:
        main(["--help"])
    assert done.value.code == 0
    assert "evaluate" in capsys.readouterr().out
    assert main(["--settings", str(tmp_path / "none.yaml"), "tokenizer"]) == 2


def test_quick_lstm_is_the_same() -> None:
    torch = pytest.importorskip("torch")
    from torch.nn.utils.rnn import pack_padded_sequence

    from claimx.training.speed import quick_lstm

    torch.manual_seed(0)
    lengths = [7, 7, 5, 2, 1]
    lstm = torch.nn.LSTM(3, 4, batch_first=True, bidirectional=True)
    inputs, state = torch.randn(5, 7, 3, requires_grad=True), torch.randn(2, 5, 4, requires_grad=True)
    weights = torch.randn(sum(lengths), 8)
    results = []
    for run in (lstm, lambda packed, hx: quick_lstm(lstm, packed, hx)):
        for tensor in (inputs, state, *lstm.parameters()):
            tensor.grad = None
        out, (hidden, cells) = run(pack_padded_sequence(inputs, lengths, batch_first=True), (state, state))
        ((out.data * weights).sum() + hidden.sum()).backward()
        results.append([out.data, hidden, cells, inputs.grad, state.grad, *(p.grad for p in lstm.parameters())])
    for one, other in zip(*results, strict=True):
        assert torch.allclose(one, other, atol=1e-5)


def test_averaging(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    from claimx.training.average import average, last

    for step, value in ((100, 9.0), (200, 1.0), (1000, 3.0)):
        state = {"model": {"w": torch.full((2,), value), "n": torch.tensor(step)}, "config": {"lr": step}}
        torch.save({**state, "optimizer_state_dict": {"big": 1}}, tmp_path / f"{step}.pt")
    found = last(tmp_path, 2)
    assert [path.stem for path in found] == ["200", "1000"]
    merged = torch.load(average(found, tmp_path / "mean.pt"), weights_only=True)
    assert merged["model"]["w"].tolist() == [2.0, 2.0]
    assert merged["model"]["n"] == 1000
    assert merged["config"] == {"lr": 1000}
    assert "optimizer_state_dict" not in merged


def test_bundled_models_name_no_folders() -> None:
    torch = pytest.importorskip("torch")
    from claimx.linguistics.models import list_models

    for file in list_models():
        state = torch.load(file.path, map_location="cpu", weights_only=True)
        for config in (state.get("config") or {}, state.get("args") or {}):
            assert not [v for v in config.values() if isinstance(v, str) and v.startswith("/")], file.name
