"""SymPy is asked last, in a worker, and its word is worth nothing unless it is trusted."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from verifier.engine.limits import Limits
from verifier.engine.peer.sympy_method import NONZERO, UNKNOWN, ZERO, ask, judge
from verifier.engine.processes import workers
from verifier.model.chain import Declaration
from verifier.model.claim import Claim, Domain
from verifier.model.verdict import Reason, Verdict
from verifier.terms.term import ONE, TWO, Term, add, call, div, integer, mul, power, symbol
from verifier.terms.term import ZERO as NOUGHT

x, y = symbol("x"), symbol("y")
REAL = Domain((Declaration("x"), Declaration("y")))


@pytest.mark.parametrize(
    ("lhs", "rhs", "word"),
    [
        (power(add(x, y), TWO), add(power(x, TWO), mul(TWO, x, y), power(y, TWO)), ZERO),
        (Term("Derivative", (power(x, TWO), x, ONE)), mul(TWO, x), ZERO),
        (call("Abs", power(x, TWO)), power(x, TWO), ZERO),
        (ONE, TWO, NONZERO),
        (x, y, UNKNOWN),
        (Term("unknown"), x, UNKNOWN),
        (div(ONE, NOUGHT), div(TWO, NOUGHT), UNKNOWN),
        (call("lt", x, y), x, UNKNOWN),
    ],
)
def test_sympys_word_on_a_difference(lhs: Term, rhs: Term, word: str) -> None:
    assert judge(lhs, rhs, REAL) == word


def test_sympys_word_is_worth_nothing_unless_it_is_trusted() -> None:
    claim = Claim(power(add(x, y), TWO), add(power(x, TWO), mul(TWO, x, y), power(y, TWO)), domain=REAL)
    doubted, trusted = ask(claim, Limits(seconds=60)), ask(claim, Limits(seconds=60, trust_sympy=True))
    assert doubted is not None
    assert (doubted.verdict, doubted.reason, doubted.method) == (Verdict.UNDECIDED, Reason.UNTRUSTED, "sympy")
    assert trusted is not None
    assert (trusted.verdict, trusted.method) == (Verdict.PROVED, "sympy")
    assert ask(claim, Limits(use_sympy=False)) is None
    assert ask(Claim(ONE, TWO), Limits(seconds=60, trust_sympy=True)) is None
    assert ask(Claim(x, x, "<="), Limits(seconds=60)) is None


def test_a_sympy_that_hangs_is_stopped_and_gives_no_word() -> None:
    nine = integer(9)
    assert ask(Claim(power(nine, power(nine, power(nine, nine))), x), Limits(seconds=1.5, trust_sympy=True)) is None
    workers.stop()


def test_asking_leaves_sympy_out_of_this_process_and_runs_nothing_beside_the_notes(tmp_path: Path) -> None:
    for name in ("math", "random", "gmpy2", "numpy", "sympy", "mpmath"):
        (tmp_path / f"{name}.py").write_text("open('executed', 'w').close()")
    script = (
        "import sys\n"
        "from verifier.engine.limits import Limits\n"
        "from verifier.engine.peer.sympy_method import ask\n"
        "from verifier.model.claim import Claim\n"
        "from verifier.terms.term import TWO, mul, add, symbol\n"
        "x = symbol('x')\n"
        "assert ask(Claim(add(x, x), mul(TWO, x)), Limits(seconds=60)).method == 'sympy'\n"
        "assert not [name for name in sys.modules if name.startswith(('sympy', 'mpmath', 'flint', 'pebble'))]\n"
    )
    root = str(Path(__file__).parents[3])
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\nsys.path[0] = {root!r}\n{script}"],
        cwd=tmp_path, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert not (tmp_path / "executed").exists()
