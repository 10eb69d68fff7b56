"""A planted mistake: one random change to a term: a constant, a sign, an exponent, a function, a name, a part left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from random import Random

from verifier.terms.term import Term, integer, neg, rational

_NEIGHBOURS = [
    ("sin", "cos", "tan"),
    ("sinh", "cosh", "tanh"),
    ("asin", "acos", "atan"),
    ("exp", "sinh", "softplus"),
    ("log", "ln", "log2", "log10"),
    ("sqrt", "cbrt"),
    ("Max", "Min"),
    ("Abs", "relu"),
    ("sign", "Heaviside"),
    ("floor", "ceiling"),
    ("re", "im", "conjugate", "Abs"),
    ("factorial", "gamma"),
    ("sigmoid", "tanh"),
    ("Sum", "Product"),
    ("lt", "le", "gt", "ge"),
    ("eq", "ne"),
    ("mul", "add"),
]


def mutate(term: Term, names: Sequence[str], random: Random) -> Term | None:
    """The term with one of its parts changed; `names` may stand for one another. None where the part has no mutant."""
    paths = list(_paths(term, ()))
    return _at(term, random.choice(paths), lambda part: _changed(part, names, random))


def _paths(term: Term, path: tuple[int, ...]) -> list[tuple[int, ...]]:
    found = [path]
    for i, a in enumerate(term.args):
        if not _is_fixed(term, i):
            found += _paths(a, (*path, i))
    return found


def _is_fixed(term: Term, i: int) -> bool:
    """Whether the part is a bound name, a variable, an order, an index: a change there rarely leaves a term."""
    match term.head:
        case "Derivative" | "Sum" | "Product" | "Integral" | "Limit" | "Subs":
            return i == 1 or (term.head == "Derivative" and i > 0)
    return False


def _at(term: Term, path: tuple[int, ...], change: Callable[[Term], Term | None]) -> Term | None:
    if not path:
        return change(term)
    part = _at(term.args[path[0]], path[1:], change)
    if part is None:
        return None
    return Term(term.head, (*term.args[: path[0]], part, *term.args[path[0] + 1 :]), term.value)


def _changed(part: Term, names: Sequence[str], random: Random) -> Term | None:
    changes = _changes(part, names)
    return random.choice(changes) if changes else None


def _changes(part: Term, names: Sequence[str]) -> list[Term]:
    """Every mutant of this part itself."""
    head, args = part.head, part.args
    changed = [Term(other, args) for group in _NEIGHBOURS if head in group for other in group if other != head]
    match head:
        case "number":
            return [rational(v) for v in _numbers_near(part.number)]
        case "symbol":
            return [Term("symbol", (), n) for n in names if n != part.name] + [neg(part)]
        case "add" | "mul":
            changed += [_without(part, i) for i in range(len(args))]
            changed += [_with(part, i, _opposite(args[i])) for i in range(len(args))]
        case "neg":
            changed.append(args[0])
        case "div":
            changed += [Term("div", args[::-1]), Term("mul", args), args[0]]
        case "pow":
            changed += [args[0], Term("pow", args[::-1])]
            changed += [Term("pow", (args[0], Term("add", (args[1], integer(k))))) for k in (1, -1)]
        case "Derivative":
            changed.append(args[0])
        case "Sum" | "Product":
            changed += [_with(part, i, Term("add", (args[i], integer(k)))) for i in (2, 3) for k in (1, -1)]
    if head not in ("lt", "le", "gt", "ge", "eq", "ne", "and", "or", "not", "true", "false", "Derivative"):
        changed.append(neg(part))
    return changed


def _numbers_near(value: Fraction) -> list[Fraction]:
    return [v for v in (value + 1, value - 1, 2 * value, value / 2, -value, value + Fraction(1, 10**12)) if v != value]


def _opposite(part: Term) -> Term:
    return part.args[0] if part.head == "neg" else neg(part)


def _without(part: Term, i: int) -> Term:
    rest = (*part.args[:i], *part.args[i + 1 :])
    return rest[0] if len(rest) == 1 else Term(part.head, rest)


def _with(part: Term, i: int, new: Term) -> Term:
    return Term(part.head, (*part.args[:i], new, *part.args[i + 1 :]), part.value)
