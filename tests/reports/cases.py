"""Runs of every kind of finding, built by hand."""

from __future__ import annotations

from collections.abc import Callable

from tests.reports.building import Author, at, judged, run
from verifier.model.chain import InputError, Watch
from verifier.model.result import Condition, Diagnosis, JudgedJustification, JudgedWatch, RunResult
from verifier.model.verdict import Reason, Verdict

PROVED, CONDITIONAL, REFUTED, UNDECIDED = Verdict

SIGMOID = Author(
    "derivations/sigmoid.yaml",
    """\
symbols:
  z: real
let:
  s: 1/(1 + exp(-z))
chains:
  ds/dz:
    steps:
      - Derivative(s, z)
      - exp(-z)/(1 + exp(-z))**2
      - expr: s*(s - 1)
        because: Derivative(1 + exp(-z), z) = exp(-z)
    result: s*(1 - s)
""",
)


def refuted_with_a_diagnosis() -> RunResult:
    a = SIGMOID
    lines = (
        a.step("Derivative(s, z)", 8),
        a.step("exp(-z)/(1 + exp(-z))**2", 9),
        a.step("s*(s - 1)", 10),
    )
    wrong = judged(
        2,
        lines[2],
        "exp(-z)/(1 + exp(-z))**2",
        REFUTED,
        counterexample=at("0.2350037122", "-0.2350037122", z="1/2"),
        comparison=(("difference", "lhs - rhs = 1, the same on the whole domain"),),
        mistakes=(
            Diagnosis(
                "flipped-sign",
                "the sign of `s - 1` is flipped",
                "-s*(s - 1)",
                marks=(a.mark("s - 1", "should be `1 - s`", line=10),),
            ),
        ),
    )
    steps = (judged(1, lines[1], "Derivative(s, z)", PROVED), wrong)
    result = judged(None, a.step("s*(1 - s)", 12), "Derivative(s, z)", PROVED)
    return run(a.file(a.chain("ds/dz", 6, lines, steps, result=result)), findings=1)


def refuted_without_a_diagnosis() -> RunResult:
    a = SIGMOID
    lines = (
        a.step("Derivative(s, z)", 8),
        a.step("exp(-z)/(1 + exp(-z))**2", 9),
        a.step("s*(s - 1)", 10),
    )
    steps = (
        judged(1, lines[1], "Derivative(s, z)", PROVED),
        judged(
            2,
            lines[2],
            "exp(-z)/(1 + exp(-z))**2",
            REFUTED,
            counterexample=at("0.2350037122", "-0.2350037122", z="1/2"),
            holds_where=("z > 0", "z != 1"),
        ),
    )
    result = judged(
        None,
        a.step("s*(1 - s)", 12),
        "Derivative(s, z)",
        REFUTED,
        counterexample=at("0.2350037122", "0.2350037121", z="1/2"),
    )
    return run(a.file(a.chain("ds/dz", 6, lines, steps, result=result)), findings=2)


def because_refuted_and_undecided() -> RunResult:
    a = SIGMOID
    lines = (a.step("Derivative(s, z)", 8), a.step("exp(-z)/(1 + exp(-z))**2", 9), a.step("s*(s - 1)", 10))
    text = "Derivative(1 + exp(-z), z) = exp(-z)"
    span = a.span(text)
    refuted = JudgedJustification(text, span, REFUTED, counterexample=at("-0.6065306597", "0.6065306597", z="1/2"))
    undecided = JudgedJustification(text, span, UNDECIDED, Reason.TIMED_OUT)
    conditional = JudgedJustification(text, span, CONDITIONAL, None, (Condition("z != 0", "lhs"),))
    steps = tuple(
        judged(i, lines[i], "Derivative(s, z)", PROVED, because=b)
        for i, b in ((1, refuted), (2, undecided), (2, conditional))
    )
    return run(a.file(a.chain("ds/dz", 6, lines, steps)), findings=2)


NOTES = Author(
    "notes/backpropagation.md",
    "\n" * 10 + "$$\\begin{aligned} \\frac{\\partial L}{\\partial a} &= - \\left[y \\log_2 a + (1-y) \\log_2 (1-a) "
    "\\right] \\\\ &= - \\left[y \\frac{1}{a} + (1-y) \\frac{1}{1-a} (-1) \\right] \\left[\\because "
    "\\frac{\\partial}{\\partial a} (1-a) = -1 \\right] \\\\ &= - \\left[\\frac{y}{a} - \\frac{1-y}{1-a} \\right] = "
    "-\\frac{y}{a} + \\frac{1-y}{1-a} \\end{aligned}$$",
)


def long_line() -> RunResult:
    """The mock-up's case: a line of 324 characters."""
    a = NOTES
    first = r"- \left[y \log_2 a + (1-y) \log_2 (1-a) \right]"
    second = r"- \left[y \frac{1}{a} + (1-y) \frac{1}{1-a} (-1) \right]"
    lines = (a.step(r"\frac{\partial L}{\partial a}", 11), a.step(first, 11), a.step(second, 11))
    operator = Diagnosis(
        "missing-derivative-operator",
        "this line is L itself, not its derivative in a",
        r"\frac{\partial}{\partial a} " + first,
        marks=(a.mark(first, "no ∂/∂a here"),),
    )
    base = Diagnosis(
        "missing-log-base-factor",
        "the derivative of log₂ a is 1/(a·ln 2), not 1/a",
        r"- \frac{1}{\ln 2}\left[y \frac{1}{a} + (1-y) \frac{1}{1-a} (-1) \right]",
        marks=(
            a.mark(r"\log_2", "base-2 logarithm …"),
            a.mark(r"\log_2", "base-2 logarithm …", nth=1),
            a.mark(r"y \frac{1}{a}", "… as if it were ln", primary=False),
            a.mark(r"\frac{1}{1-a} (-1)", "… as if it were ln", primary=False),
        ),
    )
    point = {"a": "1/2", "y": "1"}
    steps = (
        judged(
            1,
            lines[1],
            r"\frac{\partial L}{\partial a}",
            REFUTED,
            counterexample=at("-2.885390082", "1.000000000", **point),
            mistakes=(operator,),
        ),
        judged(
            2,
            lines[2],
            first,
            REFUTED,
            judged_from="repair",
            counterexample=at("-2.885390082", "-2.000000000", **point),
            comparison=(("ratio", "lhs = 1/ln(2) * rhs = 1.442695 * rhs, the same on all of 0 < a < 1"),),
            mistakes=(base,),
        ),
        judged(3, lines[2], second, REFUTED, caused_by=2, counterexample=at("1", "2")),
    )
    return run(a.file(a.chain("dL/da", 11, lines, steps)), findings=2)


LOGISTIC = Author(
    "derivations/binary_cross_entropy.yaml",
    """\
symbols: {a: "in (0, 1)", y: real}
chains:
  dL/da as written:
    steps:
      - Derivative(L, a)
      - expr: -(y*log2(a) + (1 - y)*log2(1 - a))
        expect: missing-derivative-operator
      - expr: -y/a + (1 - y)/(1 - a)
        expect: conditional
        watch: {flipped-sign: -y/a - (1 - y)/(1 - a)}
    result: {expr: -y/a + (1-y)/(1-a), expect: missing-log-base-factor}
""",
)


def _logistic_lines(a: Author) -> tuple:
    wrong = "-y/a - (1 - y)/(1 - a)"
    watch = Watch("flipped-sign", a.written(wrong, 10), a.span(wrong, 10))
    return (
        a.step("Derivative(L, a)", 5),
        a.step("-(y*log2(a) + (1 - y)*log2(1 - a))", 6, expect=("missing-derivative-operator", 7)),
        a.step("-y/a + (1 - y)/(1 - a)", 8, expect=("conditional", 9), watch=(watch,)),
    )


def known_issues_and_pitfalls_met() -> RunResult:
    a = LOGISTIC
    lines = _logistic_lines(a)
    wrong = "-y/a - (1 - y)/(1 - a)"
    met = JudgedWatch("flipped-sign", wrong, True, REFUTED, at("2", "-2", a="1/2", y="0"), a.span(wrong, 10))
    mistake = Diagnosis("missing-derivative-operator", "this line is L itself", "Derivative(L, a)")
    steps = (
        judged(
            1, lines[1], "Derivative(L, a)", REFUTED, expected="met", mistakes=(mistake,), counterexample=at("1", "2")
        ),
        judged(
            2,
            lines[2],
            "Derivative(L, a)",
            CONDITIONAL,
            expected="met",
            watched=(met,),
            conditions=(Condition("a != 0", "lhs"), Condition("y > 0 or a < 1", "rhs")),
        ),
    )
    step = a.step("-y/a + (1-y)/(1-a)", 11, expect=("missing-log-base-factor", 11))
    result = judged(None, step, "Derivative(L, a)", REFUTED, expected="met", counterexample=at("1", "2"))
    return run(a.file(a.chain("dL/da as written", 3, lines, steps, result=result)), skipped=2)


def expectations_and_pitfalls_unmet() -> RunResult:
    a = LOGISTIC
    lines = _logistic_lines(a)
    wrong = "-y/a - (1 - y)/(1 - a)"
    span = a.span(wrong, 10)
    other = Diagnosis("dropped-term", "the term `y` is dropped", "-(y*log2(a) + y)")
    unmet = (
        JudgedWatch("flipped-sign", wrong, False, PROVED, None, span),
        JudgedWatch("flipped-sign", wrong, False, REFUTED, at("2", "-2", a="1/2", y="0"), span),
    )
    steps = (
        judged(
            1,
            lines[1],
            "Derivative(L, a)",
            REFUTED,
            expected="unmet",
            mistakes=(other,),
            counterexample=at("2", "-2", a="1/2", y="0"),
        ),
        judged(2, lines[2], "Derivative(L, a)", PROVED, expected="unmet", watched=unmet),
    )
    return run(a.file(a.chain("dL/da as written", 3, lines, steps)), findings=4)


REASONS = Author(
    "reasons.yaml",
    "steps:\n  - x\n" + "".join(f"  - {'sqrt(x**2) + ' * i}x\n" for i in range(9)) + "  - x/x\n  - 2*x\n",
)


def undecided_for_every_reason() -> RunResult:
    a = REASONS
    lines = [a.step("x", 2)]
    steps = []
    for i, reason in enumerate(Reason):
        text = a.lines[i + 2].removeprefix("  - ")
        lines.append(a.step(text, i + 3))
        steps.append(
            judged(
                i + 1,
                lines[-1],
                lines[-2].written.text,
                UNDECIDED,
                reason=reason,
                method="sympy" if reason is Reason.UNTRUSTED else None,
                detail="the normal form gave up at `sqrt(x**2)`; no counterexample among 64 points"
                if reason is Reason.GAVE_UP
                else None,
                agreement_digits=30 if reason is Reason.GAVE_UP else None,
            )
        )
    lines.append(a.step("x/x", 12))
    steps.append(judged(10, lines[-1], "x", CONDITIONAL, conditions=(Condition("x != 0", "rhs"),)))
    lines.append(a.step("2*x", 13))
    steps.append(judged(11, lines[-1], "x/x", CONDITIONAL, up_to_constant=True))
    chain = a.chain("reasons", 1, tuple(lines), tuple(steps), domain="complex", taken=("x", "y"))
    return run(a.file(chain), findings=9, interrupted=True)


def cut_short() -> RunResult:
    a = REASONS
    lines = tuple(a.step(a.lines[n].removeprefix("  - "), n + 1) for n in range(1, 4))
    steps = [judged(n, lines[n], lines[n - 1].written.text, PROVED) for n in (1, 2)]
    chains = [
        a.chain("whole", 1, lines, tuple(steps)),
        a.chain("begun", 1, lines, tuple(steps[:1])),
        a.chain("not begun", 1, lines, ()),
    ]
    return run(a.file(*chains), interrupted=True)


BROKEN = Author(
    "broken\x1b[31m.yaml", "chains:\n  c:\n    steps:\n      - a(1 - a)\n      - \u202eevil + lgo(a)\n  d: []\n"
)


def input_errors() -> RunResult:
    a = BROKEN
    call = InputError("not-a-function", "`a` is a symbol, not a function: write `a*(1 - a)`", 4, 9, 17)
    name = InputError("undeclared-symbol", "`lgo` is not declared: did you mean `log`?", 5, 17, 20)
    shape = InputError("not-a-chain", "chain `d` must have `steps:`", 6, 6)
    whole = InputError("too-large", "the file is larger than 1 MiB", 1, 1)
    empty = Author("empty.yaml", "")
    chain = a.chain("c", 2, (), (), errors=(call, name))
    return run(a.file(chain, errors=(shape,)), empty.file(errors=(whole,)), findings=4)


def all_proved() -> RunResult:
    a = SIGMOID
    lines = (a.step("Derivative(s, z)", 8), a.step("exp(-z)/(1 + exp(-z))**2", 9))
    steps = (
        judged(1, lines[1], "Derivative(s, z)", PROVED, because=JudgedJustification("quotient rule", a.span("s", 8))),
    )
    result = judged(None, a.step("s*(1 - s)", 12), "Derivative(s, z)", PROVED)
    trusted = (judged(1, lines[1], "Derivative(s, z)", PROVED, method="sympy"),)
    return run(a.file(a.chain("ds/dz", 6, lines, steps, result=result), a.chain("again", 6, lines, trusted)))


def long_span() -> RunResult:
    """A sum of 100 terms on one line, wholly wrong."""
    text = " + ".join(f"x**{i}" for i in range(100))
    a = Author("long.yaml", f"steps:\n  - y\n  - {text}\n")
    lines = (a.step("y", 2), a.step(text, 3))
    step = judged(1, lines[1], "y", REFUTED, counterexample=at("1", "1" * 200, x="1", y="1"))
    return run(a.file(a.chain("long", 1, lines, (step,))), findings=1)


CASES: tuple[Callable[[], RunResult], ...] = (
    all_proved,
    refuted_with_a_diagnosis,
    refuted_without_a_diagnosis,
    because_refuted_and_undecided,
    long_line,
    long_span,
    known_issues_and_pitfalls_met,
    expectations_and_pitfalls_unmet,
    undecided_for_every_reason,
    cut_short,
    input_errors,
)
