"""Derivatives of declared functions, sums and integrals.

A sum over finitely many indices is differentiated term by term; what is not known of a summand must not depend on the
index, and is not known of the sum. A product is differentiated by its logarithm, where it is not 0.

An integral follows Leibniz' rule: the derivative of Integral(f, (t, a, b)) is f(b)*b' - f(a)*a' + Integral(f', (t, a, b))
where f and f' are continuous in t and the variable on the path and near it. That is recorded as loose conditions: what f and
f' need must hold, strictly, at both ends, and be affine in t, so that it holds between them too. Other integrands are
unsupported. Of c/g**k, with a number c and k >= 1, the condition on g is exact: over a path that meets a zero of g there is
no integral.

An improper integral, or one that these conditions do not fit, is differentiated by a parameter where f and f' are dominated
(`integrals.dominated_integrals`).

An improper integral of an f free of the variable has the derivative f(b)*b' by its finite end b (-f(a)*a' by a), where f is
continuous near that end: the integral to a place nearby differs from the one at hand by a proper one, so that it exists as
well, or neither does. That it exists is an exact condition, which is left to whoever evaluates it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from verifier.kernel.derivatives.guards import Conditions, collect_needs, is_total
from verifier.kernel.derivatives.setting import Setting, is_smooth
from verifier.kernel.integrals.dominated_integrals import STRICT, derivative_under_sign, is_continuous
from verifier.kernel.terms.products import times, total
from verifier.kernel.terms.visible import difference, truth
from verifier.kernel.unsupported import Unsupported
from verifier.model.verdict import Answer
from verifier.terms.rationals import rational_value
from verifier.terms.substitution import free_symbols, fresh_name, substitute
from verifier.terms.term import ONE, OO, TRUE, ZERO, Term, call, div, mul, neg, sub, symbol


def application_rule(term: Term, derivative: Callable[[Term], Term]) -> Term:
    """The chain rule for an abstract smooth function of several places."""
    name, orders = _orders(term)
    parts = []
    for i, a in enumerate(term.args):
        da = derivative(a)
        raised = ",".join(str(k + (i == j)) for j, k in enumerate(orders))
        parts.append(times(Term("partial", term.args, f"{name}:{raised}"), da))
    return total(parts)


def _orders(term: Term) -> tuple[str, list[int]]:
    if term.head == "apply":
        return term.name, [0] * len(term.args)
    name, _, orders = term.name.rpartition(":")
    return name, [int(k) for k in orders.split(",")]


def sum_rule(term: Term, setting: Setting, conditions: Conditions) -> Term:
    """The derivative of a sum whose bounds are free of the variable; conditions are recorded."""
    _, index, slope = _slope_under_index(term, setting, conditions)
    return Term("Sum", (slope, index, *term.args[2:]))


def product_rule(term: Term, setting: Setting, conditions: Conditions) -> Term:
    """Product(f)*Sum(f'/f), the derivative of a product whose bounds are free of the variable; conditions are recorded.

    Where a factor is 0 the product is too, and nothing is known of its derivative.
    """
    body, index, slope = _slope_under_index(term, setting, conditions)
    conditions.need_loosely(call("ne", term, ZERO))
    return mul(term, Term("Sum", (div(slope, body), index, *term.args[2:])))


def _slope_under_index(term: Term, setting: Setting, conditions: Conditions) -> tuple[Term, Term, Term]:
    """The body of a finite sum or product, its index, and the derivative of the body; conditions are recorded."""
    kind = term.head.lower()
    if contains(term.args[2], OO) or contains(term.args[3], OO):
        raise Unsupported(f"the derivative of an infinite {kind}")
    body, index = _with_other_index(term, free_symbols(setting.variable))
    slope, loose = _without_loose_guard(setting.differentiate_body(body))
    if any(index.name in free_symbols(c) for c in loose) or has_unknown(slope):
        raise Unsupported(f"the derivative of a {kind} whose terms may have kinks")
    for condition in loose:
        conditions.need_loosely(condition)
    return body, index, slope


def _without_loose_guard(term: Term) -> tuple[Term, tuple[Term, ...]]:
    """A derivative without its outermost loose guard, which an exact one may surround, and that guard's conditions."""
    if term.head != "guard":
        return term, ()
    if term.value == "loose":
        return term.args[0], term.args[1:]
    value, loose = _without_loose_guard(term.args[0])
    return Term("guard", (value, *term.args[1:]), "exact"), loose


def has_unknown(term: Term) -> bool:
    """Whether the term has a part of which nothing is known somewhere."""
    return (
        term.head == "unknown" or (term.head == "guard" and term.value == "loose") or any(map(has_unknown, term.args))
    )


def _with_other_index(term: Term, taken: frozenset[str]) -> tuple[Term, Term]:
    """Body and bound symbol, renamed where the bound name occurs in the variable of differentiation."""
    body, bound = term.args[0], term.args[1]
    if bound.name not in taken:
        return body, bound
    other = symbol(fresh_name(bound.name, taken | free_symbols(body)))
    return substitute(body, {bound.name: other}), other


def integral_rule(
    term: Term, setting: Setting, derivative: Callable[[Term], Term], conditions: Conditions
) -> list[Term]:
    """The summands of the derivative of an integral; conditions are recorded."""
    if len(term.args) == 2:
        return _antiderivative_rule(term, setting, derivative, conditions)
    lower, upper = term.args[2:]
    depends = has_parameter(term, setting)
    if is_improper(term) and not depends:
        return _improper_rule(term, setting, derivative, conditions)
    body, t = _with_other_index(term, free_symbols(setting.variable)) if depends else term.args[:2]
    inner = setting.differentiate_body(body) if depends else ZERO
    if is_improper(term):
        return [_under_sign(Term("Integral", (body, t, lower, upper)), inner, setting, conditions)]
    try:
        needed = [
            (c, settled) for c in _needs(body, inner, setting) for settled in _along_path(c, t.name, lower, upper)
        ]
    except Unsupported:
        if not depends:
            raise
        return [_under_sign(Term("Integral", (body, t, lower, upper)), inner, setting, conditions)]
    for condition, settled in needed:
        diverges = not depends and not setting.complex_numbers and lower != upper and _is_pole(body, condition)
        (conditions.need if diverges else conditions.need_loosely)(settled)
    parts = []
    for sign, bound in ((1, upper), (-1, lower)):
        slope = derivative(bound)
        if slope is not ZERO:
            edge = mul(substitute(body, {t.name: bound}), slope) if slope != ONE else substitute(body, {t.name: bound})
            parts.append(edge if sign > 0 else neg(edge))
    return [*parts, Term("Integral", (_unguarded(inner), t, lower, upper))] if depends else parts


def has_parameter(term: Term, setting: Setting) -> bool:
    """Whether the integrand depends on the variable of differentiation, other than as the integral's own."""
    return term.args[1] != setting.variable and setting.depends(term.args[0])


def _under_sign(term: Term, slope: Term, setting: Setting, conditions: Conditions) -> Term:
    if setting.complex_numbers:
        raise Unsupported("the derivative of an improper integral by a parameter")
    return derivative_under_sign(term, slope, setting, conditions)


def _is_pole(body: Term, condition: Term) -> bool:
    """Whether the condition says that g is not 0, of an integrand c/g**k with a number c that is not 0, and a whole k >= 1."""
    c, power = body.args if body.head == "div" else (ONE, body)
    g, k = power.args if power.head == "pow" else (power, ONE)
    exponent = rational_value(k) if body.head == "div" else -(rational_value(k) or 0)
    is_whole = exponent is not None and exponent >= 1 and exponent.denominator == 1
    return is_whole and condition == call("ne", g, ZERO) and bool(rational_value(c))


def is_improper(term: Term) -> bool:
    """Whether infinity occurs in a bound of an integral, or in both."""
    return any(contains(bound, OO) for bound in term.args[2:])


def _improper_rule(
    term: Term, setting: Setting, derivative: Callable[[Term], Term], conditions: Conditions
) -> list[Term]:
    """The derivative of an improper integral by its finite end; that the integral exists is for the caller to state."""
    body, t, lower, upper = term.args
    if setting.complex_numbers:
        raise Unsupported("the derivative of an improper integral")
    at_low = upper == OO
    end = lower if at_low else upper
    if contains(end, OO) or (lower != neg(OO) and not at_low):
        raise Unsupported("the derivative of an integral from an infinite end")
    slope = derivative(end)
    if slope is ZERO:
        return []
    for condition in _needs(body, ZERO, setting):
        relation = STRICT.get(condition.head)
        if relation is None:
            raise Unsupported("the derivative of an integral whose integrand has a hidden condition")
        conditions.need_loosely(substitute(call(relation, *condition.args), {t.name: end}))
    edge = substitute(body, {t.name: end})
    edge = edge if slope == ONE else mul(edge, slope)
    return [neg(edge) if at_low else edge]


def _antiderivative_rule(
    term: Term, setting: Setting, derivative: Callable[[Term], Term], conditions: Conditions
) -> list[Term]:
    """Integral(f, x) has the derivative f where f is defined and continuous nearby, as it is where it has one."""
    body, variable = term.args
    if variable != setting.variable:
        raise Unsupported("the derivative of an antiderivative by another symbol")
    derivative(body)
    collect_needs(body, setting.complex_numbers, conditions)
    return [body]


def _unguarded(term: Term) -> Term:
    while term.head == "guard":
        term = term.args[0]
    return term


def _needs(body: Term, inner: Term, setting: Setting) -> Iterator[Term]:
    """What the integrand and its derivative need; Unsupported where they might not be continuous."""
    found = Conditions()
    for term in (body, inner):
        while term.head == "guard":
            found.exact |= dict.fromkeys(term.args[1:])
            term = term.args[0]
        if not (is_smooth(term) and is_total(term) if setting.complex_numbers else is_continuous(term)):
            raise Unsupported("the derivative of an integral whose integrand may jump, or have a cut")
        collect_needs(term, setting.complex_numbers, found)
    yield from (*found.exact, *found.loose)


def _along_path(condition: Term, t: str, lower: Term, upper: Term) -> Iterator[Term]:
    """Conditions free of t under which the condition holds strictly for all t from `lower` to `upper`."""
    relation = STRICT.get(condition.head)
    if relation is None:
        raise Unsupported("the derivative of an integral whose integrand has a hidden condition")
    if t not in free_symbols(condition):
        yield call(relation, *condition.args)
        return
    gap = sub(*condition.args)
    if not _is_affine(gap, t):
        raise Unsupported("the derivative of an integral whose integrand may be singular on the path")
    ends = [substitute(gap, {t: bound}) for bound in (lower, upper)]
    if relation != "ne":
        yield from (call(relation, end, ZERO) for end in ends)
        return
    yield _either([_both([call(sign, end, ZERO) for end in ends]) for sign in ("gt", "lt")])


def _both(conditions: list[Term]) -> Term:
    open_ones = [c for c in conditions if truth(c) is not Answer.YES]
    return Term("and", tuple(open_ones)) if len(open_ones) > 1 else [*open_ones, TRUE][0]


def _either(conditions: list[Term]) -> Term:
    open_ones = [c for c in conditions if truth(c) is not Answer.NO]
    return Term("or", tuple(open_ones)) if len(open_ones) > 1 else [*open_ones, conditions[0]][0]


def _is_affine(term: Term, t: str) -> bool:
    """Whether the term is a rational multiple of t plus a term free of t, or a product of such a term and one free."""
    for atom in difference(term, ZERO):
        rest = [a for a in (atom.args if atom.head == "mul" else (atom,)) if t in free_symbols(a)]
        if len(rest) > 1 or any(a != symbol(t) for a in rest):
            return False
    return True


def contains(term: Term, part: Term) -> bool:
    """Whether the part stands anywhere in the term."""
    return term == part or any(contains(a, part) for a in term.args)
