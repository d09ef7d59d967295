"""Word vectors from the news: skip-gram over words split the treebank's way.

Idea: Mikolov et al. 2013 (word2vec), by gensim. Words that the news spell with a hamza get a second entry without it,
with the same vector, where the bare spelling is rare in the news: the treebank, and hurried newsrooms, leave hamzas
off.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from claimx.training.prepare import Spelling, Treebanks, news_lines, news_tokens
from claimx.training.segmenter import Segmenter, bare

__all__ = ["token_counts", "train"]

_log = logging.getLogger(__name__)


def token_counts(data: Path, work: Path) -> Counter[str]:
    """How often each unsplit token occurs in the news; counted once, kept in `work`."""
    kept = work / "news-tokens.tsv"
    if kept.exists():
        counts: Counter[str] = Counter()
        with kept.open(encoding="utf-8") as lines:
            for line in lines:
                token, count = line.rstrip("\n").split("\t")
                counts[token] = int(count)
        return counts
    counts = Counter()
    for tokens in news_tokens(news_lines(data)):
        counts.update(tokens)
    work.mkdir(parents=True, exist_ok=True)
    with kept.open("w", encoding="utf-8") as out:
        out.writelines(f"{token}\t{count}\n" for token, count in counts.most_common() if "\t" not in token)
    return counts


def _corpus(data: Path, work: Path, banks: Treebanks, segmenter: Segmenter) -> Path:
    """One line a sentence, words with spaces between: what gensim reads from disk, epoch after epoch."""
    path = work / "vectors-corpus.txt"
    if path.exists():
        return path
    partial = path.with_suffix(".part")
    with partial.open("w", encoding="utf-8") as out:
        for tokens in news_tokens(news_lines(data)):
            words = [word for token in tokens for word in segmenter.split(token)]
            # gensim cuts sentences at 10,000 words; shorter lines also keep its batches even.
            for start in range(0, len(words), 400):
                out.write(" ".join(words[start : start + 400]) + "\n")
        for sentence in banks.morph:
            out.write(" ".join(word.form for word in sentence.words) + "\n")
    partial.rename(path)
    return path


def _entries(model: Any, spelling: Spelling, limit: int) -> Iterator[tuple[str, Any]]:
    """Vocabulary with vectors, most frequent first, with bare spellings of hamza words."""
    wv = model.wv
    known = set(wv.index_to_key)
    count = 0
    taken: set[str] = set()
    for word in wv.index_to_key:
        if count >= limit:
            return
        if word in taken:
            continue
        taken.add(word)
        yield word, wv[word]
        count += 1
        plain = bare(word)
        if plain == word or plain in taken:
            continue
        often = wv.get_vecattr(word, "count")
        rarely = wv.get_vecattr(plain, "count") if plain in known else 0
        if rarely * 5 < often and count < limit:
            taken.add(plain)
            yield plain, wv[word]
            count += 1


def train(data: Path, work: Path, settings: dict[str, Any]) -> Path:
    """Train the vectors and write them as a Stanza pretrain file.

    Args:
        data: the data folder.
        work: where counts, corpus and result go.
        settings: `dim`, `epochs`, `window`, `min_count`, `workers`, `limit` (entries kept), `seed`.

    Returns:
        the pretrain file; an existing one is left alone.
    """
    target = work / "models" / "pretrain" / "claimx.pt"
    if target.exists():
        return target
    from gensim.models import Word2Vec
    from gensim.models.word2vec import LineSentence
    from stanza.models.common.pretrain import Pretrain

    counts = token_counts(data, work)
    banks = Treebanks.load(data)
    segmenter = Segmenter(banks.morph, counts)
    corpus = _corpus(data, work, banks, segmenter)
    _log.info("training vectors on %s", corpus.name)
    model = Word2Vec(
        LineSentence(str(corpus)),
        sg=1,
        vector_size=settings["dim"],
        window=settings["window"],
        min_count=settings["min_count"],
        epochs=settings["epochs"],
        workers=settings["workers"],
        negative=settings["negative"],
        seed=settings["seed"],
    )
    text = work / "vectors.txt"
    target.parent.mkdir(parents=True, exist_ok=True)
    entries = list(_entries(model, Spelling(counts), settings["limit"]))
    with text.open("w", encoding="utf-8") as out:
        out.write(f"{len(entries)} {settings['dim']}\n")
        for word, vector in entries:
            out.write(word + " " + " ".join(f"{x:.5f}" for x in vector) + "\n")
    Pretrain(str(target), str(text), max_vocab=-1).load()
    _log.info("%d vectors in %s", len(entries), target)
    return target
