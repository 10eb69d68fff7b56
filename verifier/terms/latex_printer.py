r"""A term as LaTeX, for notes: what is printed is read back as the same term, or there is no LaTeX for it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Final

from verifier.terms.printer import decimal
from verifier.terms.term import ONE, Term

RELATION, SUM, PRODUCT, SIGN, POWER, ATOM = 5, 10, 20, 25, 40, 99
Spell = Callable[[str], str]

_COMMANDS: Final = {
    **{word: f"\\{word}" for word in "sin cos tan cot sec csc sinh cosh tanh coth arg det".split()},
    "asin": r"\arcsin", "acos": r"\arccos", "atan": r"\arctan", "log": r"\ln", "ln": r"\ln", "log2": r"\log_2",
    "log10": r"\log_{10}", "re": r"\Re", "im": r"\Im", "Max": r"\max", "Min": r"\min",
    **{w: rf"\operatorname{{{w}}}" for w in "sech csch asinh acosh atanh erf sign sigmoid softplus relu".split()},
}  # fmt: skip
_FENCED: Final = {
    "Abs": (r"\left|", r"\right|"),
    "floor": (r"\left\lfloor", r"\right\rfloor"),
    "ceiling": (r"\left\lceil", r"\right\rceil"),
}
_CONSTANTS: Final = {"pi": r"\pi", "E": "e", "I": "i", "oo": r"\infty"}
_RELATIONS: Final = {"eq": "=", "ne": r"\neq", "lt": "<", "le": r"\leq", "gt": ">", "ge": r"\geq"}
_TALL: Final = (r"\frac", r"\sum", r"\prod", r"\binom", r"\begin")
_RAISED: Final = {"Transpose": r"\top", "Inverse": "{-1}"}
_OF_MATRICES: Final = {"Determinant": r"\det", "Trace": r"\operatorname{tr}"}
_BIG: Final = {"Sum": r"\sum", "Product": r"\prod"}


class NoLatex(Exception):
    """A term that has no LaTeX which reads back as it."""


def latex_of(term: Term, spell: Spell) -> str:
    """The term in LaTeX; `spell` gives the author's spelling of a name. Raises NoLatex."""
    return _Printer(spell).text(term, 0)


def bracketed(text: str) -> str:
    """The text in round brackets, which grow where something tall stands in them."""
    return rf"\left({text}\right)" if any(tall in text for tall in _TALL) else f"({text})"


def _base(term: Term) -> Term:
    """What a power begins with."""
    return term.args[0] if term.head == "pow" else term


class _Printer:
    def __init__(self, spell: Spell) -> None:
        self._spell = spell

    def text(self, term: Term, loosest: int) -> str:
        text, binding = self._text_and_binding(term)
        return bracketed(text) if binding < loosest else text

    def _text_and_binding(self, term: Term) -> tuple[str, int]:
        head, args = term.head, term.args
        match head:
            case "number":
                return self._number(term), ATOM
            case "symbol":
                return self._spell(term.name), ATOM
            case "constant":
                return self._constant(term.name), ATOM
            case "add":
                return self._sum(args), SUM
            case "neg":
                return f"-{self.text(args[0], SIGN + 1)}", SIGN
            case "mul":
                return self._product(args), PRODUCT
            case "div":
                return rf"\frac{{{self.text(args[0], 0)}}}{{{self.text(args[1], 0)}}}", ATOM - 1
            case "pow" if self.text(args[0], 0) != "e":  # which is read as an exponential
                exponent = self.text(args[1], 0)
                return f"{self.text(args[0], ATOM)}^{exponent if len(exponent) == 1 else f'{{{exponent}}}'}", POWER
            case "exp":
                return f"e^{{{self.text(args[0], 0)}}}", POWER
            case "factorial":
                return f"{self.text(args[0], ATOM)}!", POWER
            case _ if head in _RELATIONS and len(args) == 2:
                return f"{self.text(args[0], SUM)} {_RELATIONS[head]} {self.text(args[1], SUM)}", RELATION
            case _:
                return self._operator(term)

    def _number(self, term: Term) -> str:
        text = decimal(term.number)
        if not text.replace(".", "").isdigit():
            raise NoLatex
        return text

    def _constant(self, name: str) -> str:
        if name == "I":
            raise NoLatex
        return _CONSTANTS[name]

    def _sum(self, args: tuple[Term, ...]) -> str:
        parts = [self.text(args[0], SUM + 1)]
        for a in args[1:]:
            minus = a.head == "neg"
            parts.append(f" - {self.text(a.args[0], SUM + 1)}" if minus else f" + {self.text(a, SUM + 1)}")
        return "".join(parts)

    def _product(self, args: tuple[Term, ...]) -> str:
        """Factors with a dot between them, for side by side some could be calls or names; but `2 x`."""
        parts = [self.text(args[0], PRODUCT + (args[0].head == "mul"))]
        for left, a in pairwise(args):
            is_coefficient = left.head == "number" and _base(a).head == "symbol"
            parts += [" " if is_coefficient else r" \cdot ", self.text(a, SIGN + 1)]
        return "".join(parts)

    def _operator(self, term: Term) -> tuple[str, int]:
        head, args = term.head, term.args
        if head in _COMMANDS and (len(args) == 1 or head in ("Max", "Min")):
            return _COMMANDS[head] + bracketed(", ".join(self.text(a, 0) for a in args)), POWER
        if head in _FENCED:
            opening, closing = _FENCED[head]
            return f"{opening} {self.text(args[0], 0)} {closing}", ATOM
        if head in ("sqrt", "cbrt"):
            return rf"\sqrt{'[3]' if head == 'cbrt' else ''}{{{self.text(args[0], 0)}}}", ATOM - 1
        if head == "binomial":
            return rf"\binom{{{self.text(args[0], 0)}}}{{{self.text(args[1], 0)}}}", ATOM - 1
        if head == "Matrix":
            return self._matrix(term), ATOM
        if head in _RAISED:
            return f"{self.text(args[0], ATOM)}^{_RAISED[head]}", POWER
        if head in _OF_MATRICES:
            return f"{_OF_MATRICES[head]}{bracketed(self.text(args[0], 0))}", POWER
        if head == "Derivative":
            return self._derivative(args), PRODUCT
        if head == "Piecewise":
            return self._cases(args), ATOM
        if head in _BIG:
            index, low, high = (self.text(a, 0) for a in args[1:])
            return f"{_BIG[head]}_{{{index} = {low}}}^{{{high}}} {self.text(args[0], PRODUCT)}", SUM + 1
        raise NoLatex

    def _matrix(self, term: Term) -> str:
        columns = int(str(term.value))
        entries = [self.text(a, 0) for a in term.args]
        rows = [" & ".join(entries[at : at + columns]) for at in range(0, len(entries), columns)]
        joined = r" \\ ".join(rows)
        return rf"\begin{{pmatrix}} {joined} \end{{pmatrix}}"

    def _derivative(self, args: tuple[Term, ...]) -> str:
        if len(args) != 3 or args[1].head != "symbol" or args[2] != ONE:
            raise NoLatex
        body, variable = args[0], self._spell(args[1].name)
        if body.head == "symbol":
            return rf"\frac{{\partial {self._spell(body.name)}}}{{\partial {variable}}}"
        return rf"\frac{{\partial}}{{\partial {variable}}} \left[{self.text(body, 0)}\right]"

    def _cases(self, args: tuple[Term, ...]) -> str:
        rows = [self._row(v, c) for v, c in zip(args[::2], args[1::2], strict=True)]
        joined = r" \\ ".join(rows)
        return rf"\begin{{cases}} {joined} \end{{cases}}"

    def _row(self, value: Term, condition: Term) -> str:
        said = r"\text{otherwise}" if condition.head == "true" else self.text(condition, RELATION)
        return f"{self.text(value, 0)} & {said}"
