"""What stands in the place of `steps_of` in a worker: it does the same, and dies, lies or hangs at steps that say so."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator

from verifier.model.chain import Chain
from verifier.session.side_by_side import steps_of

SIGNALS = {"killed": signal.SIGKILL, "aborted": signal.SIGABRT, "segfault": signal.SIGSEGV}


def dangerous(chain: Chain, first: int, *settings: object) -> Iterator[object]:
    if chain.name == "dies at once":
        os._exit(3)
    if chain.name == "dies at first" and not os.path.exists(chain.steps[2].note or ""):
        open(chain.steps[2].note or "", "w").close()
        os._exit(3)
    parts = steps_of(chain, first, *settings)  # type: ignore[arg-type]
    begun = next(parts)
    yield begun
    if begun != "begun":
        return
    for step in [*chain.steps[1:], *([chain.result] if chain.result else [])][first:]:
        note = step.note or ""
        if note in SIGNALS:
            os.kill(os.getpid(), SIGNALS[note])
        if note == "leaves out":
            return
        if note == "babbles":
            yield "babble"
        if note == "raises":
            raise ZeroDivisionError
        if note == "hangs":
            time.sleep(600)
        yield next(parts)
