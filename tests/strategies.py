"""Generated terms and texts for property tests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, Final

from hypothesis import strategies as st

from verifier.terms.term import Term, constant, symbol
from verifier.terms.vocabulary import FUNCTIONS, RELATION_SIGNS

BOUND: Final = ("k", "t")
"""Names that generated operators bind; give other names to `terms`."""


Draw = Callable[[st.SearchStrategy[Any]], Any]
Child = Callable[[], Term]


def numbers() -> st.SearchStrategy[Term]:
    """Small numbers mostly, decimals among them."""
    decimals = st.builds(lambda n, places: Fraction(n, 10**places), st.integers(0, 9_999), st.integers(0, 4))
    return st.one_of(st.integers(0, 9), st.integers(0, 10**6), decimals).map(lambda n: Term("number", (), Fraction(n)))


@st.composite
def terms(draw: Draw, names: Sequence[str] = ("x", "y", "z"), depth: int = 4) -> Term:
    """Terms as the reader makes them, over the whole vocabulary of scalars, whose symbols are these names.

    Functions `f` and indexed symbols `u` may occur; the caller declares them.
    """
    if depth <= 1 or draw(st.integers(0, 3)) == 0:
        constants = [constant(name) for name in ("pi", "E", "I")]
        return draw(st.one_of(st.sampled_from([symbol(n) for n in names]), numbers(), st.sampled_from(constants)))
    make = draw(st.sampled_from([_arithmetic, _arithmetic, _call, _operator, _piecewise]))
    return make(draw, lambda: draw(terms(names, depth - 1)), names)


def _arithmetic(draw: Draw, child: Child, names: Sequence[str]) -> Term:
    head = draw(st.sampled_from(["add", "mul", "div", "pow", "neg"]))
    count = {"neg": 1, "div": 2, "pow": 2}.get(head) or draw(st.integers(2, 4))
    return Term(head, tuple(child() for _ in range(count)))


def _call(draw: Draw, child: Child, names: Sequence[str]) -> Term:
    name = draw(st.sampled_from(["f", "u", *sorted(FUNCTIONS)]))
    if name == "u":
        return Term("index", (child(),), "u")
    fewest, most = FUNCTIONS.get(name, (1, 2))
    args = tuple(child() for _ in range(draw(st.integers(fewest, min(most, 3)))))
    return Term("apply", args, "f") if name == "f" else Term(name, args)


def _operator(draw: Draw, child: Child, names: Sequence[str]) -> Term:
    bound = symbol(draw(st.sampled_from(BOUND)))
    match head := draw(
        st.sampled_from(["Sum", "Product", "Integral", "Limit", "Subs", "Derivative", "antiderivative"])
    ):
        case "Derivative":
            order = Term("number", (), Fraction(draw(st.integers(1, 20))))
            return Term(head, (child(), symbol(draw(st.sampled_from(names))), order))
        case "antiderivative":
            return Term("Integral", (child(), symbol(draw(st.sampled_from(names)))))
        case "Limit":
            return Term(head, (child(), bound, _bound(draw, child)), draw(st.sampled_from(["+", "-", "+-"])))
        case "Subs":
            return Term(head, (child(), bound, child()))
        case _:
            return Term(head, (child(), bound, _bound(draw, child), _bound(draw, child)))


def _bound(draw: Draw, child: Child) -> Term:
    infinity = constant("oo")
    return draw(st.sampled_from([infinity, Term("neg", (infinity,)), None])) or child()


def _piecewise(draw: Draw, child: Child, names: Sequence[str]) -> Term:
    pieces = [(child(), _condition(draw, child, 2)) for _ in range(draw(st.integers(1, 3)))]
    return Term("Piecewise", tuple(term for piece in pieces for term in piece))


def _condition(draw: Draw, child: Child, depth: int) -> Term:
    head = draw(st.sampled_from([*RELATION_SIGNS, "true", "false"] + ["and", "or", "not"] * bool(depth)))
    if head in RELATION_SIGNS:
        return Term(head, (child(), child()))
    count = {"not": 1, "and": 2, "or": 3}.get(head, 0)
    return Term(head, tuple(_condition(draw, child, depth - 1) for _ in range(count)))


def formula_texts() -> st.SearchStrategy[str]:
    """Texts that look like formulas, right ones and wrong ones."""
    words = st.sampled_from(
        "x y a k f u s sigma exp log sqrt Sum Derivative Limit Piecewise Matrix Max d dz pi oo I and or not True in "
        "( ) [ ] ( ) , , + - * / ** ^ = == != < <= > >= => -> 1 2 0.5 1e3 9 . ' \" '+' ! | \\ # : ; а ² × \t \n lambda _".split(
            " "
        )
    )
    return st.lists(words, max_size=25).map(" ".join) | st.lists(words, max_size=25).map("".join) | st.text(max_size=40)
