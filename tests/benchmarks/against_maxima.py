"""Our time a step against Maxima's normal forms on the same steps, in one run.

    python tests/benchmarks/against_maxima.py [--every N] [--seconds S]

The steps are those of `against_sympy.py`. Maxima (the packages `maxima` and `maxima-share` of Debian) says whether
`fullratsimp(trigsimp(radcan(lhs - rhs)))` is 0, in one warm session, with the declared conditions assumed; a question that it
asks is no answer. Its time has the way through a pipe in it, which is shown. Steps that it has no words for are left out.
"""

from __future__ import annotations

import argparse
import selectors
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.benchmarks.against_sympy import claims, grade, report, timed
from tests.facts.judge import LIMITS
from verifier.engine.decide import decide
from verifier.model.claim import Claim
from verifier.terms.term import Term

SIGNS = {"add": "+", "mul": "*", "div": "/", "pow": "^", "gt": ">", "ge": ">=", "lt": "<", "le": "<="}
NAMES = {"Abs": "abs", "Derivative": "diff", "Integral": "integrate", "Sum": "sum", "factorial": "factorial"}
SAME = "exp log sqrt sin cos tan cot sec csc asin acos atan sinh cosh tanh asinh acosh atanh gamma binomial erf".split()
CONSTANTS = {"pi": "%pi", "E": "%e", "I": "%i", "oo": "inf"}
END = b"<<end>>"


class NoWord(Exception):
    """A term that is not put into Maxima's language."""


def written(term: Term) -> str:
    """The term in Maxima's language; NoWord where it has none."""
    match term.head:
        case "number":
            return f"({term.number})"
        case "symbol":
            return f"v_{term.name}"
        case "constant":
            return CONSTANTS[term.name]
        case "neg":
            return f"(-{written(term.args[0])})"
    args = [written(a) for a in term.args]
    if term.head in SIGNS:
        return f"({SIGNS[term.head].join(args)})"
    if term.head in NAMES or (term.head in SAME and not (term.head == "log" and len(args) > 1)):
        return f"{NAMES.get(term.head, term.head)}({', '.join(args)})"
    raise NoWord(term.head)


def question(claim: Claim) -> str:
    """What Maxima is asked of the claim."""
    if claim.relation != "=":
        raise NoWord(claim.relation)
    conditions = [*claim.domain.conditions, *(c for d in claim.domain.declarations for c in d.conditions)]
    parts = [p for c in conditions for p in (c.args if c.head == "and" else (c,))]
    facts = [written(p) for p in parts if p.head in ("gt", "ge", "lt", "le")]
    difference = f"{written(claim.lhs)} - {written(claim.rhs)}"
    return f"(assume({', '.join(facts)}), is(fullratsimp(trigsimp(radcan({difference}))) = 0))"


class Maxima:
    """One session; after a question or at the limit it is started anew."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._start()

    def _start(self) -> None:
        command = [shutil.which("maxima") or "maxima", "--very-quiet"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        assert self._process.stdout is not None
        self._output = self._process.stdout
        self._ready = selectors.DefaultSelector()
        self._ready.register(self._output, selectors.EVENT_READ)
        self.says("(display2d: false, simpsum: true, trigsimp(1), true)")

    def says(self, asked: str) -> str:
        """`true` or `false`; `no answer` for a question, an error or silence."""
        assert self._process.stdin is not None
        line = f'block([c: newcontext()], print(errcatch({asked})), killcontext(c), print("{END.decode()}"))$\n'
        self._process.stdin.write(line.encode())
        said, ends = b"", perf_counter() + self._seconds
        while END not in said:
            if said.rstrip().endswith(b"?") or not self._ready.select(max(0, ends - perf_counter())):
                self._process.kill()
                self._process.wait()
                self._start()
                return "no answer"
            said += self._output.read(1 << 16)
        return "true" if b"[true]" in said else "false" if b"[false]" in said else "no answer"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=1, help="take every N-th step only")
    parser.add_argument("--seconds", type=float, default=10, help="Maxima's limit for one step")
    asked = parser.parse_args()
    if shutil.which("maxima") is None:
        raise SystemExit("there is no Maxima here")
    maxima = Maxima(asked.seconds)
    through_pipe = min(timed(lambda: maxima.says("is(1 = 1)"), 60)[1] for _ in range(20))
    print(f"a question that Maxima need not think about takes {through_pipe:.2f} ms")
    said = {"true": "proved", "false": "refuted"}
    rows: list[tuple[float, float]] = []
    grades: dict[str, Counter[str]] = {"verify": Counter(), "maxima": Counter()}
    for truth, claim in list(claims())[:: asked.every]:
        try:
            text = question(claim)
        except NoWord:
            continue
        ours, our_ms = timed(lambda claim=claim: decide(claim, LIMITS).verdict.value, 60)
        theirs, their_ms = timed(lambda text=text: said.get(maxima.says(text), "no answer"), 2 * asked.seconds + 60)
        rows.append((our_ms, their_ms))
        grades["verify"][grade(truth, ours)] += 1
        grades["maxima"][grade(truth, theirs)] += 1
    report(rows, grades)


if __name__ == "__main__":
    main()
