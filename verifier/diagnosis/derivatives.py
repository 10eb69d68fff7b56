"""The derivatives a line asks for, and simple slopes in an author's style; a repair made of them is judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from verifier.diagnosis.names import depends_on
from verifier.diagnosis.paths import walk
from verifier.diagnosis.rewriting import over, product
from verifier.model.chain import Definition
from verifier.terms.record import record
from verifier.terms.term import ONE, TWO, ZERO, Term, add, call, div, integer, neg, power


@record
class Asked:
    """`Derivative(body, ...)` as a line asks for it; `variable` is the last one differentiated by."""

    term: Term

    @property
    def body(self) -> Term:
        return self.term.args[0]

    @property
    def variable(self) -> Term:
        return self.term.args[-2]

    def of(self, body: Term) -> Asked:
        """The same derivative of another body."""
        return Asked(Term("Derivative", (body, *self.term.args[1:])))


def derivatives_in(line: Term) -> Iterator[Asked]:
    """The derivatives a line asks for, outermost first."""
    return (Asked(part) for _, part in walk(line) if part.head == "Derivative")


def derivative(body: Term, variable: Term) -> Term:
    return Term("Derivative", (body, variable, ONE))


def slope(body: Term, variable: Term, definitions: Sequence[Definition]) -> Term:
    """The derivative by a symbol, evaluated where that is simple to write, else `Derivative(body, variable)`."""
    evaluated = _slope(body, variable, definitions)
    return derivative(body, variable) if evaluated is None else evaluated


def _slope(body: Term, variable: Term, definitions: Sequence[Definition]) -> Term | None:
    if body == variable:
        return ONE
    if not depends_on(body, variable.name, definitions):
        return ZERO
    if body.head in ("symbol", "apply"):
        return derivative(body, variable)
    match body.head, body.args:
        case "add", terms:
            slopes = [_slope(t, variable, definitions) for t in terms]
            return _sum([s for s in slopes if s is not None and s != ZERO]) if None not in slopes else None
        case "mul", factors:
            moving = [i for i, f in enumerate(factors) if depends_on(f, variable.name, definitions)]
            return (
                _chained(factors[: moving[0]] + factors[moving[0] + 1 :], factors[moving[0]], variable, definitions)
                if len(moving) == 1
                else None
            )
        case "div", (numerator, denominator) if not depends_on(denominator, variable.name, definitions):
            rest = _slope(numerator, variable, definitions)
            return div(rest, denominator) if rest is not None else None
        case "neg", (inner,):
            return _chained((integer(-1),), inner, variable, definitions)
        case "pow", (base, exponent) if (
            exponent.head == "number" and exponent.number >= 2 and exponent.number.denominator == 1
        ):
            lowered = base if exponent.number == 2 else power(base, integer(int(exponent.number) - 1))
            return _chained((exponent, lowered), base, variable, definitions)
        case "exp", (inner,):
            return _chained((body,), inner, variable, definitions)
        case "log" | "ln", (inner,):
            return _chained((div(ONE, inner),), inner, variable, definitions)
        case "sin", (inner,):
            return _chained((call("cos", inner),), inner, variable, definitions)
        case "cos", (inner,):
            return _chained((neg(call("sin", inner)),), inner, variable, definitions)
        case "sqrt", (inner,):
            rest = _slope(inner, variable, definitions)
            return over(over(rest, TWO), body) if rest is not None else None
        case "tan", (inner,):
            return _chained((div(ONE, power(call("cos", inner), TWO)),), inner, variable, definitions)
        case "tanh", (inner,):
            return _chained((add(ONE, neg(power(body, TWO))),), inner, variable, definitions)
        case "sinh" | "cosh" as name, (inner,):
            return _chained((call("cosh" if name == "sinh" else "sinh", inner),), inner, variable, definitions)
        case "sigmoid", (inner,):
            return _chained((body, add(ONE, neg(body))), inner, variable, definitions)
        case _:
            return None


def _chained(factors: tuple[Term, ...], inner: Term, variable: Term, definitions: Sequence[Definition]) -> Term | None:
    rest = _slope(inner, variable, definitions)
    return product(*factors, rest) if rest is not None else None


def _sum(terms: list[Term]) -> Term:
    return add(*terms) if terms else ZERO
