"""Running Stanza's Arabic models without torch and without Stanza: the same weights, the same decisions, in numpy.

A desk that waits for one article waits mostly for imports, and an archive waits for arithmetic that nobody looks at:
padding, scores of labels for arcs that no tree has, losses. Here sentences of many articles go through each network
together, sorted by length and without padding; what depends on a word alone (its characters, its vectors, its words,
its lemma) is worked out once a word and kept.

It knows the architectures that `claimx.training` builds. Models of any other make run in Stanza itself
(`claimx.linguistics.stanza_backend`); `tests/test_engine.py` holds the two against each other.
"""

import os
import sys

if "numpy" not in sys.modules and "OPENBLAS_NUM_THREADS" not in os.environ:
    # Matrices here are small: more threads wait for each other longer than they work (on a busy machine five times as
    # long). OpenBLAS asks once, when numpy is loaded.
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    import numpy  # noqa: F401

    del os.environ["OPENBLAS_NUM_THREADS"]

from claimx.linguistics.engine.engine import Engine, Unsupported

__all__ = ["Engine", "Unsupported"]
