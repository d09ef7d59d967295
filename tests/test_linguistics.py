"""The linguistics room on the bundled models: offsets, words of tokens, guards, folders of models, hostile files."""

from __future__ import annotations

import json
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimx.errors import ModelError
from claimx.linguistics.clitics import SplitGuard, align, mended
from claimx.linguistics.models import MANIFEST, bundled_folder, check_models, find_models, list_models
from claimx.linguistics.parse import Parse
from claimx.linguistics.pipeline import Linguist, unpacked

ARTICLE = "\n".join(
    [
        "وزير الخارجية: المفاوضات «مستمرة»",
        "أعلنت وزارة الدفاع الفرنسية، أمس الثلاثاء، أن القوات غادرت المطار، مؤكدًا المتحدث باسمها سلامة الجنود.",
        "وقال لافروف للصحفيين في القـــاهرة: “لن نتراجع. هذا قرارنا”. وأضاف بيسكوف أن بوتين سيزور بكين.",
        "بلغت النسبة ١٢٫٥٪ (نحو 3.4 مليار دولار)…",
    ]
)

NAMES = ["لافروف", "بيسكوف", "وليد", "فلاديمير", "كارتر", "بوتين", "بايدن", "بلينكن", "واشنطن", "فيصل", "سموتريتش"]
NAMES += ["ويتكوف", "كوشنر", "لوكاشينكو", "ستارمر", "سيرغي", "كامالا", "فانس", "ليبيا", "بيروت", "كوريا"]


def lines(text: str) -> list[tuple[int, int]]:
    spans, place = [], 0
    for line in text.split("\n"):
        spans.append((place, place + len(line)))
        place += len(line) + 1
    return spans


@pytest.fixture(scope="module")
def linguist() -> Linguist:
    return Linguist(threads=1)


@pytest.fixture(scope="module")
def parse(linguist: Linguist) -> Parse:
    return linguist.parse([(ARTICLE, lines(ARTICLE))])[0]


def check(parse: Parse) -> None:
    """What holds of every parse."""
    place = 0
    for sentence in parse.sentences:
        assert place <= sentence.start < sentence.end <= len(parse.text)
        place = sentence.end
        at = sentence.start
        roots = [w for w in sentence.words if w.head == -1]
        assert len(roots) == 1
        for number, word in enumerate(sentence.words):
            assert word.index == number
            assert -1 <= word.head < len(sentence.words)
            assert word.head != number
            token = sentence.tokens[word.token]
            assert token.start <= word.start < word.end <= token.end
            assert token.first <= number <= token.last
        for number, token in enumerate(sentence.tokens):
            assert token.index == number
            assert at <= token.start < token.end <= sentence.end
            at = token.start
        for entity in sentence.entities:
            assert parse.text[entity.start : entity.end] == entity.text
            assert entity.type in {"PER", "LOC", "ORG", "MISC"}


def words(parse: Parse) -> list[tuple[str, str]]:
    return [(w.text, parse.text[w.start : w.end]) for s in parse.sentences for w in s.words]


def test_offsets(parse: Parse) -> None:
    check(parse)
    assert ("أعلنت", "أعلنت") in words(parse)
    assert ("مؤكدا", "مؤكدًا") in words(parse)
    assert ("القاهرة", "القـــاهرة") in words(parse)
    assert any(surface == "١٢٫٥" for _, surface in words(parse))


def test_units_stop_at_lines_and_sentences_but_not_in_quotations(parse: Parse) -> None:
    found = [parse.text[s.start : s.end] for s in parse.sentences]
    assert len(found) == 5
    assert found[2].endswith("“لن نتراجع. هذا قرارنا”.")


def test_words_of_a_token(parse: Parse) -> None:
    pairs = words(parse)
    assert ("و", "و") in pairs
    assert ("قال", "قال") in pairs
    place = pairs.index(("قال", "قال"))
    assert pairs[place - 1] == ("و", "و")
    assert ("الصحفيين", "لصحفيين") in pairs
    assert ("ل", "ل") in pairs
    assert ("يزور", "يزور") in pairs


def test_names_stay_whole(linguist: Linguist) -> None:
    for name in NAMES:
        pieces = linguist.split_words([f"قال {name} إن المفاوضات مستمرة"])[0]
        assert [name] in [found for _, _, found in pieces], name
        pieces = linguist.split_words([f"التقى الوزير و{name} أمس"])[0]
        assert ["و", name] in [found for _, _, found in pieces], name


def test_entities(parse: Parse) -> None:
    found = {(e.text, e.type) for s in parse.sentences for e in s.entities}
    assert ("لافروف", "PER") in found
    assert ("القـــاهرة", "LOC") in found


def test_lemmas_and_tags(parse: Parse) -> None:
    found = {w.text: w for s in parse.sentences for w in s.words}
    assert found["أعلنت"].lemma == "أعلن"
    assert found["أعلنت"].upos == "VERB"
    assert found["أعلنت"].feats["Gender"] == "Fem"
    assert found["وزارة"].upos == "NOUN"


def test_many_articles_at_once(linguist: Linguist) -> None:
    other = "قالت المتحدثة إن الاجتماع انتهى."
    together = linguist.parse([(ARTICLE, lines(ARTICLE)), ("", []), (other, lines(other)), (other, [])])
    assert [p.text for p in together] == [ARTICLE, "", other, other]
    assert len(together[0].sentences) == 5
    assert together[1].sentences == together[3].sentences == ()
    assert [w.text for w in together[2].sentences[0].words][:3] == ["قالت", "المتحدثة", "إن"]
    again = linguist.parse([(ARTICLE, lines(ARTICLE)), ("", []), (other, lines(other)), (other, [])])
    assert again == together


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(alphabet="وقال الوزير.،\"«»ـً\u200f\u0000\ud800\ufdfa😀a1٣\n(…) \u2028-'", max_size=80))
def test_any_text(linguist: Linguist, text: str) -> None:
    check(linguist.parse([(text, lines(text))])[0])


def test_a_monster_word(linguist: Linguist) -> None:
    text = "قال " + "ا" * 5000 + " نعم"
    check(linguist.parse([(text, lines(text))])[0])


@pytest.mark.parametrize(
    ("token", "split", "places"),
    [
        ("وأعلنت", ["و", "أعلنت"], ["و", "أعلنت"]),
        ("للقاهرة", ["ل", "القاهرة"], ["ل", "لقاهرة"]),
        ("مكتبتها", ["مكتبة", "ها"], ["مكتبت", "ها"]),
        ("عليهم", ["على", "هم"], ["علي", "هم"]),
        ("مما", ["من", "ما"], ["م", "ما"]),
        ("وللأسلحة", ["و", "ل", "الأسلحة"], ["و", "ل", "لأسلحة"]),
        ("له", ["ل", "ه"], ["ل", "ه"]),
    ],
)
def test_alignment(token: str, split: list[str], places: list[str]) -> None:
    assert [token[a:b] for a, b in align(token, split)] == places


@given(
    st.text(alphabet="وبلكفساأمنهاة", min_size=1, max_size=12),
    st.lists(st.text("وبلكفساأمنهاة", min_size=1), min_size=1),
)
def test_alignment_holds(token: str, split: list[str]) -> None:
    found = align(token, split)
    assert len(found) == len(split)
    assert found[0][0] == 0
    assert found[-1][1] == len(token)
    for start, end in found:
        assert 0 <= start < end <= len(token)


def test_made_up_letters_are_mended() -> None:
    assert mended("لدونالد", ["ل", "دولناد"]) == ["ل", "دونالد"]
    assert mended("وأوكرانيا", ["و", "اوكرانيا"]) == ["و", "أوكرانيا"]
    assert mended("للجنة", ["ل", "اللجنة"]) == ["ل", "اللجنة"]
    assert mended("اختفائه", ["اختفائ", "ه"]) == ["اختفاء", "ه"]


def test_guard() -> None:
    ranks = {"قال": 5, "لافروف": 900, "ينهي": 800, "القاهرة": 100}
    guard = SplitGuard({"كوشنر"}, {"وفي"}, ranks, hosts=["من"])
    assert guard.refuses("كوشنر", ["ك", "وشنر"], {})
    assert guard.refuses("لافروف", ["ل", "افروف"], {})
    assert guard.refuses("ينهي", ["ين", "هي"], {})
    assert not guard.refuses("وفي", ["و", "في"], {})
    assert not guard.refuses("وقال", ["و", "قال"], {})
    assert not guard.refuses("وزلينسكي", ["و", "زلينسكي"], {"زلينسكي": 2, "وزلينسكي": 3})
    assert guard.refuses("ويتكوف", ["و", "يتكوف"], {"ويتكوف": 3})
    assert guard.demands("والقاهرة")
    assert guard.demands("وفي")
    assert not guard.demands("لافروف")


def test_the_bundle_is_whole() -> None:
    assert check_models() == []
    files = {file.processor: file for file in list_models()}
    assert {"pretrain", "tokenize", "mwt", "pos", "lemma", "depparse", "ner"} <= files.keys()
    assert all(file.sha256 for file in files.values())
    manifest = json.loads((bundled_folder() / MANIFEST).read_text(encoding="utf-8"))
    assert sum(entry["bytes"] for entry in manifest["files"]) < 60_000_000
    assert (bundled_folder() / "MODEL_CARD.md").exists()
    assert (bundled_folder() / "LICENSE").exists()


def test_damage_is_found(tmp_path: Path) -> None:
    shutil.copytree(bundled_folder(), tmp_path / "models")
    target = tmp_path / "models" / "tokenize" / "claimx.pt"
    target.write_bytes(target.read_bytes()[:-1] + b"?")
    faults = check_models(tmp_path / "models")
    assert len(faults) == 1
    assert "tokenize" in faults[0]
    with pytest.raises(ModelError, match=r"tokenize.claimx\.pt: damaged, its SHA-256 .* \(fetch the models again"):
        Linguist(tmp_path / "models")  # it would load, and be wrong ever after
    target.unlink()
    with pytest.raises(ModelError, match="tokenize"):
        find_models(tmp_path / "models")


@pytest.mark.parametrize("text", ["", "[]", "{", '{"files": {}}', '{"files": [1]}', '{"files": [], "info": 3}', "\xff"])
def test_a_damaged_manifest_is_named(tmp_path: Path, text: str) -> None:
    shutil.copytree(bundled_folder(), tmp_path / "models")
    (tmp_path / "models" / MANIFEST).write_text(text, encoding="latin-1")
    with pytest.raises(ModelError, match=r"manifest\.json: damaged manifest: .* \(fetch the models again\)"):
        check_models(tmp_path / "models")


@pytest.mark.parametrize("folder", ["missing", "empty"])
def test_no_models_there(tmp_path: Path, folder: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelError, match=folder):
        find_models(tmp_path / folder)


class Hostile:
    """Runs code when an unsafe unpickler reads it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return eval, (f"__import__('pathlib').Path({str(self.path)!r}).touch()",)


@pytest.mark.parametrize("part", ["tokenize", "pretrain", "pos", "ner"])
def test_a_hostile_pickle_is_not_run(tmp_path: Path, part: str) -> None:
    shutil.copytree(bundled_folder(), tmp_path / "models")
    trap = tmp_path / "sprung"
    (tmp_path / "models" / MANIFEST).unlink()  # by its sum it would be refused before it is read
    (tmp_path / "models" / part / "claimx.pt").write_bytes(pickle.dumps({"model": Hostile(trap), "emb": Hostile(trap)}))
    with pytest.raises(ModelError, match="not loadable") as problem:
        Linguist(tmp_path / "models")
    assert not trap.exists()
    assert "\n" not in str(problem.value)


def test_stanza_layout_is_understood(tmp_path: Path) -> None:
    shutil.copytree(bundled_folder(), tmp_path / "stanza" / "ar", ignore=shutil.ignore_patterns("*.gz"))
    (tmp_path / "stanza" / "ar" / MANIFEST).unlink()
    models = find_models(tmp_path / "stanza")
    assert models.official
    assert models.path("pos") == tmp_path / "stanza" / "ar" / "pos" / "claimx.pt"
    parse = Linguist(models, threads=1).parse([("قال الوزير نعم", [(0, 14)])])[0]
    check(parse)


def test_vocabularies_unpack() -> None:
    state = {"vocab": {"lang": "ar", "packed": "أ\nب"}, "other": [{"packed": "shared"}], "kept": [1, 2]}
    assert unpacked(state, {"_id2unit": ["ج"]}) == {
        "vocab": {"lang": "ar", "_id2unit": ["أ", "ب"], "_unit2id": {"أ": 0, "ب": 1}},
        "other": [{"_id2unit": ["ج"]}],
        "kept": [1, 2],
    }


def test_no_network(tmp_path: Path) -> None:
    """With every socket refused the models load and parse; fetching fails with one line."""
    code = f"""
import socket, sys
def refuse(*a, **k): raise OSError("no network here")
socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
from pathlib import Path
from claimx.errors import ModelError
from claimx.linguistics.models import download_models
from claimx.linguistics.pipeline import Linguist
assert Linguist(threads=1).parse([("قال الوزير نعم", [(0, 14)])])[0].sentences
try:
    download_models(Path({str(tmp_path)!r}) / "new")
except ModelError as problem:
    assert "could not be fetched" in str(problem), str(problem)
    sys.exit(0)
sys.exit(1)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
