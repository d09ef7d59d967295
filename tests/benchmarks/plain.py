"""Plain Stanza on the bundled models: the other side of every ratio in `bench.py`.

The models' tokenizer learnt from paragraphs and hardly ever ends a sentence within one, and the parser's time grows
with the square of a sentence: plain Stanza spends most of its time on paragraphs that claimx cuts into sentences first.
For a stricter comparison `--units` hands it sentences, cut by claimx.

The bundled models are stored smaller than Stanza can read. `unslim` writes them once as Stanza saves its own: single
precision, vocabularies in full. `pipeline` loads them as Stanza's documentation shows.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from claimx.linguistics.models import PROCESSORS, find_models, unpacked


def unslim(target: Path) -> Path:
    """The bundled models in a folder, in the form in which Stanza saves models."""
    import torch

    def whole(value: Any) -> Any:
        if isinstance(value, torch.Tensor):
            return value.float() if value.dtype == torch.float16 else value
        if isinstance(value, dict):
            return type(value)((key, whole(item)) for key, item in value.items())
        if isinstance(value, list):
            return [whole(item) for item in value]
        return value

    models = find_models()
    shared: dict[str, Any] = {}
    for part in ("pretrain", *PROCESSORS):
        path = models.path(part)
        assert path is not None, part
        state = unpacked(torch.load(path, map_location="cpu", weights_only=True), shared)
        if part == "pretrain":
            shared = state["vocab"]
        file = target / part / "claimx.pt"
        file.parent.mkdir(parents=True, exist_ok=True)
        torch.save(whole(state), file)
    return target


def pipeline(folder: Path, *, units: bool = False) -> Any:
    """Stanza's pipeline of the same processors, with its own defaults.

    Args:
        folder: the models, as `unslim` writes them.
        units: texts are cut into sentences already, an empty line between them.
    """
    import stanza

    paths = {f"{p}_model_path": str(folder / p / "claimx.pt") for p in PROCESSORS}
    vectors = {f"{p}_pretrain_path": str(folder / "pretrain" / "claimx.pt") for p in ("pos", "depparse", "ner")}
    resources = folder / "resources.json"
    resources.write_text("{}", encoding="utf-8")
    return stanza.Pipeline(
        "ar",
        dir=str(folder),
        processors=dict.fromkeys(PROCESSORS, "default"),
        package=None,
        download_method=None,
        resources_filepath=str(resources),
        allow_unknown_language=True,
        device="cpu",
        logging_level="ERROR",
        **({"tokenize_no_ssplit": True} if units else {}),
        **paths,
        **vectors,
    )


def _worker() -> None:
    """Stanza in a process of its own: texts in by standard input, a line of JSON each; seconds and words out."""
    import json
    import resource
    import sys
    import time

    begin = time.perf_counter()
    nlp = pipeline(Path(sys.argv[1]), units="--units" in sys.argv)
    loaded = time.perf_counter() - begin
    print(json.dumps({"load": loaded}), flush=True)
    for line in sys.stdin:
        texts = json.loads(line)
        wall, cpu, words, tokens = time.perf_counter(), time.process_time(), 0, 0
        for text in texts:
            document = nlp(text)
            words += document.num_words
            tokens += document.num_tokens
        print(
            json.dumps(
                {
                    "wall": time.perf_counter() - wall,
                    "cpu": time.process_time() - cpu,
                    "words": words,
                    "tokens": tokens,
                    "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
                }
            ),
            flush=True,
        )


if __name__ == "__main__":
    _worker()
