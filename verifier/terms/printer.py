"""A term as text in the language's own syntax; what is printed reads back as the same term."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Final

from verifier.terms.term import Term
from verifier.terms.vocabulary import RELATION_SIGNS

OR, AND, NOT, RELATION, SUM, PRODUCT, SIGN, POWER, ATOM = 1, 2, 3, 5, 10, 20, 25, 40, 99
MAX_PLAIN: Final = 40  # a number with more digits is printed with an exponent if most of them are zeros
MAX_EXPONENT: Final = 400
MEMO: Final = 1024  # a pure function of immutable terms: messages and reports quote the same parts again and again
_CALL_NAMES: Final = {"true": "True", "false": "False"}


def text_of(term: Term) -> str:
    """The term in the syntax of an expression; brackets only where reading back needs them."""
    return _text(term, 0)


def _text(term: Term, loosest: int) -> str:
    text, binding = _text_and_binding(term)
    return f"({text})" if binding < loosest else text


@lru_cache(maxsize=MEMO)
def _text_and_binding(term: Term) -> tuple[str, int]:
    head, args = term.head, term.args
    match head:
        case "number":
            return decimal(term.number), ATOM
        case "symbol" | "constant":
            return term.name, ATOM
        case "add":
            return _sum(args), SUM
        case "neg":
            return "-" + _text(args[0], SIGN), SIGN
        case "mul":
            first = _text(args[0], PRODUCT + (args[0].head == "mul"))
            return "*".join([first, *[_text(a, PRODUCT + 1) for a in args[1:]]]), PRODUCT
        case "div":
            return f"{_text(args[0], PRODUCT)}/{_text(args[1], PRODUCT + 1)}", PRODUCT
        case "pow":
            return f"{_text(args[0], POWER + 1)}**{_exponent(args[1])}", POWER
        case "index":
            return f"{term.name}[{_list(args)}]", ATOM
        case "apply":
            return f"{term.name}({_list(args)})", ATOM
        case "and" | "or":
            own = AND if head == "and" else OR
            return f" {head} ".join(_text(a, own + 1) for a in args), own
        case "not":
            return "not " + _text(args[0], NOT), NOT
        case "true" | "false":
            return _CALL_NAMES[head], ATOM
        case _ if head in RELATION_SIGNS:
            return f"{_text(args[0], RELATION + 1)} {RELATION_SIGNS[head]} {_text(args[1], RELATION + 1)}", RELATION
        case _:
            return _operator(term), ATOM


def _exponent(term: Term) -> str:
    """A number or a name as it is, all else in brackets: `2**(x**2)` and `x**(-1)` are read by people too."""
    return _text(term, POWER + 1)


def _sum(args: tuple[Term, ...]) -> str:
    parts = [_text(args[0], SUM + 1)]
    for a in args[1:]:
        parts += [" - ", _text(a.args[0], SUM + 1)] if a.head == "neg" else [" + ", _text(a, SUM + 1)]
    return "".join(parts)


def _list(args: tuple[Term, ...]) -> str:
    return ", ".join(map(text_of, args))


def _operator(term: Term) -> str:
    head, args = term.head, [text_of(a) for a in term.args]
    match head:
        case "Derivative":
            orders = [v if n == "1" else f"{v}, {n}" for v, n in zip(args[1::2], args[2::2], strict=True)]
            return f"Derivative({', '.join([args[0], *orders])})"
        case "Integral" if len(args) == 2:
            return f"Integral({args[0]}, {args[1]})"
        case "Integral" | "Sum" | "Product":
            return f"{head}({args[0]}, ({', '.join(args[1:])}))"
        case "Limit":
            side = "" if term.value == "+-" else f", '{term.value}'"
            return f"Limit({', '.join(args)}{side})"
        case "Piecewise":
            pieces = [f"({v}, {c})" for v, c in zip(args[::2], args[1::2], strict=True)]
            return f"Piecewise({', '.join(pieces)})"
        case "Matrix":
            width = int(str(term.value))
            rows = [f"[{', '.join(args[i : i + width])}]" for i in range(0, len(args), width)]
            return f"Matrix([{', '.join(rows)}])"
        case _:
            return f"{head}({', '.join(args)})"


def decimal(value: Fraction) -> str:
    """An exact non-negative rational: a decimal where that is exact (`1e50` where that is short), else a quotient."""
    plain = _plain(value)
    if len(plain) <= MAX_PLAIN or "/" in plain:
        return plain
    digits = plain.replace(".", "").strip("0")
    places = len(plain.partition(".")[2]) or len(plain.rstrip("0")) - len(plain)
    exponent = max(-MAX_EXPONENT, min(MAX_EXPONENT, -places))
    short = f"{_plain(value / Fraction(10) ** exponent)}e{exponent}"
    return short if len(digits) + MAX_PLAIN // 2 < len(plain) else plain


def _plain(value: Fraction) -> str:
    """All digits of a decimal, or a quotient."""
    if value.denominator == 1:
        return str(value.numerator)
    twos, rest = _multiplicity(value.denominator, 2)
    fives, rest = _multiplicity(rest, 5)
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    places = max(twos, fives)
    digits = str(value.numerator * 10**places // value.denominator).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}"


def _multiplicity(n: int, p: int) -> tuple[int, int]:
    count = 0
    while n % p == 0:
        n //= p
        count += 1
    return count, n
