"""Expands the names and functions defined by `let`, with the rule for derivatives by a defined name.

In `Derivative(X, v)` with `v` defined, `X` is expanded until `v` is reached, `v` is held as an independent variable,
the derivative is taken and then `v` is expanded too. The result says just that: `Subs(Derivative(X', v'), v', V)`.

A name stands for its expression wherever it occurs: with `s` for `sin(x)/x`, `Limit(s, x, 0)` binds the x in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Protocol

from verifier.terms.record import record
from verifier.terms.substitution import bound_name, free_symbols, fresh_symbol, substitute
from verifier.terms.term import Term, symbol

MAX_SIZE: Final = 20_000
MAX_DEPTH: Final = 128


class DefinitionLike(Protocol):
    """`name = body`; with parameters, the function `name(parameters) = body`."""

    @property
    def name(self) -> str: ...
    @property
    def body(self) -> Term: ...
    @property
    def parameters(self) -> tuple[str, ...]: ...


class Unreachable(Exception):
    """`derivative` is taken by a defined name that its body does not reach, though both depend on `shared`."""

    def __init__(self, derivative: Term, variable: str, shared: str) -> None:
        super().__init__(derivative, variable, shared)
        self.derivative = derivative
        self.variable = variable
        self.shared = shared


class ExpansionTooLarge(Exception):
    """The term has too many parts, or is nested too deep, once its definitions are expanded."""


def expand(term: Term, definitions: Iterable[DefinitionLike]) -> Term:
    """The term without defined names; raises Unreachable and ExpansionTooLarge."""
    return Expander(definitions).expand(term)


@record
class _Scope:
    """`held` names stand for independent variables; `hidden` ones are bound here and do not mean a definition."""

    held: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()


class Expander:
    """Expands many terms by the same definitions. A definition may use those before it, never itself."""

    def __init__(self, definitions: Iterable[DefinitionLike]) -> None:
        self._definitions = {d.name: d for d in definitions}
        self._used: dict[str, frozenset[str]] = {}
        self._depths: dict[str, int] = {}
        self._done: dict[_Scope, dict[Term, Term]] = {}

    def expand(self, term: Term) -> Term:
        """The term without defined names; raises Unreachable and ExpansionTooLarge."""
        used = free_symbols(term) & self._definitions.keys()
        if not used:
            return term
        if term.depth + max(self._depth_of(name, MAX_DEPTH) for name in used) > MAX_DEPTH:
            raise ExpansionTooLarge
        return self._expand(term, _Scope())

    def _depth_of(self, name: str, allowed: int) -> int:
        """A bound on the depth of a definition once expanded. It bounds every recursion of this class as well."""
        known = self._depths.get(name)
        if known is not None:
            return known
        if allowed <= 0:
            raise ExpansionTooLarge
        body = self._definitions[name].body
        inner = [self._depth_of(used, allowed - 1) for used in self._names_in(name)]
        depth = self._depths[name] = body.depth + max(inner, default=0)
        return depth

    def _names_in(self, name: str) -> frozenset[str]:
        """The defined names that a definition uses."""
        found = self._used.get(name)
        if found is None:
            definition = self._definitions[name]
            names = free_symbols(definition.body).difference(definition.parameters)
            found = self._used[name] = names & self._definitions.keys()
        return found

    def _expand(self, term: Term, scope: _Scope) -> Term:
        if not term.args:
            return self._expand_name(term.name, scope) if term.head == "symbol" else term
        memo = self._done.setdefault(scope, {})
        done = memo.get(term)
        if done is None:
            done = self._expand_inside(term, scope)
            if done.size > MAX_SIZE or done.depth > MAX_DEPTH:
                raise ExpansionTooLarge
            memo[term] = done
        return done

    def _expand_name(self, name: str, scope: _Scope) -> Term:
        if name in scope.hidden:
            return symbol(name)
        if name in scope.held:
            return fresh_symbol(name)
        definition = self._definitions.get(name)
        return symbol(name) if definition is None else self._expand(definition.body, scope)

    def _expand_inside(self, term: Term, scope: _Scope) -> Term:
        if term.head == "Derivative":
            return self._expand_derivative(term, scope)
        name = bound_name(term)
        if name is not None:
            return self._expand_under(term, name, scope)
        args = []
        for a in term.args:
            args.append(self._expand(a, scope))
        if term.head == "apply" and term.name in self._definitions and term.name not in scope.hidden:
            return self._call(self._definitions[term.name], args, scope)
        return Term(term.head, tuple(args), term.value)

    def _call(self, function: DefinitionLike, args: list[Term], scope: _Scope) -> Term:
        """The function's body at these arguments. Two primes keep a parameter apart from everything of that name."""
        inside = {p: symbol(p + "''") for p in function.parameters}
        body = self._expand(substitute(function.body, inside), scope)
        return substitute(body, {inside[p].name: a for p, a in zip(function.parameters, args, strict=True)})

    def _expand_under(self, term: Term, name: str, scope: _Scope) -> Term:
        """Under `Sum`, `Limit` and the like the name is bound in what definitions stand for as well."""
        body = self._expand(term.args[0], _Scope(scope.held - {name}, scope.hidden | {name}))
        rest = [self._expand(a, scope) for a in term.args[2:]]
        return Term(term.head, (body, term.args[1], *rest), term.value)

    def _expand_derivative(self, term: Term, scope: _Scope) -> Term:
        """Several variables are taken one after another where one of them is defined: the last is the outermost."""
        body, *orders = term.args
        variables = [v for v in orders[::2] if v.head == "symbol"]
        if not any(v.name in self._definitions and v.name not in scope.hidden for v in variables):
            rest = [a if a.head == "symbol" else self._expand(a, scope) for a in orders]
            return Term("Derivative", (self._expand(body, scope), *rest))
        inner = Term("Derivative", term.args[:-2]) if len(orders) > 2 else body
        variable, order = orders[-2:]
        if variable.head != "symbol" or variable.name not in self._definitions or variable.name in scope.hidden:
            return Term("Derivative", (self._expand(inner, scope), self._variable(variable, scope), order))
        return self._derive(term, inner, variable.name, order, scope)

    def _variable(self, variable: Term, scope: _Scope) -> Term:
        return variable if variable.head == "symbol" else self._expand(variable, scope)

    def _derive(self, term: Term, inner: Term, name: str, order: Term, scope: _Scope) -> Term:
        held = fresh_symbol(name)
        body = self._expand(inner, _Scope(scope.held | {name}, scope.hidden))
        derivative = Term("Derivative", (body, held, order))
        if name in scope.held:
            return derivative
        value = self._expand_name(name, scope)
        if held.name not in free_symbols(body):
            shared = free_symbols(body) & free_symbols(value)
            if shared:
                raise Unreachable(term, name, min(shared).rstrip("'"))
        return Term("Subs", (derivative, held, value))
