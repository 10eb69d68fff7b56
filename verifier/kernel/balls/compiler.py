"""From a term as written to its flat program. Only derivatives are rewritten first, by calculus."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import field, replace
from functools import partial
from typing import Any, Final

from flint import acb, arb, fmpq

from verifier.kernel.balls.arithmetics import Arithmetic
from verifier.kernel.balls.code import (
    CONTEXT,
    Block,
    Code,
    Context,
    Operation,
    Registers,
    Test,
    accumulate,
    admit,
    apply,
    choose,
    compare,
    connect,
    fail,
    fold,
    look_up,
)
from verifier.kernel.balls.infinite import integral_between, place_either, place_infinite
from verifier.kernel.balls.values import ONE, ZERO, Unsupported, Value, negated
from verifier.kernel.derivatives.calculus import resolve
from verifier.kernel.unsupported import Unsupported as NoCalculus
from verifier.model.verdict import Answer
from verifier.terms.heads import heads
from verifier.terms.rationals import rational_value
from verifier.terms.record import mutable_record
from verifier.terms.substitution import bound_names, free_symbols
from verifier.terms.term import OO, Term, integer, symbol
from verifier.terms.vocabulary import BINDERS

DEEPEST: Final = 200
LARGEST: Final = 1_000_000  # nodes of the tree; shared parts count each time
MOST_OPERATIONS: Final = 20_000

# relation -> whether it is decided by equality, whether its sides are swapped, whether its answer is negated
_RELATIONS: Final = {
    "eq": (True, False, False),
    "ne": (True, False, True),
    "lt": (False, False, False),
    "gt": (False, True, False),
    "le": (False, True, True),
    "ge": (False, False, True),
}
_ORDERS: Final[dict[str, Callable[[fmpq, fmpq], bool]]] = {
    name: getattr(operator, name) for name in ("eq", "ne", "lt", "gt", "le", "ge")
}
_CONSTANTS: Final[dict[str, Callable[[], Value]]] = {"pi": arb.pi, "E": arb.const_e}


class TooLong(Exception):
    """The program would be longer than the bounds allow."""


@mutable_record
class Scope:
    """A block while it grows: its operations, and the registers of the sub-terms that are known when it runs."""

    operations: list[Operation] = field(default_factory=list)
    known: dict[Term, int] = field(default_factory=dict)

    def inner(self) -> Scope:
        """A block that is run only when it is needed, after everything that is known here."""
        return Scope([], dict(self.known))

    def binding(self, name: str, register: int, operations: list[Operation]) -> Scope:
        """A scope in which the name stands for a register; what depends on another meaning of it is forgotten."""
        known = {t: r for t, r in self.known.items() if name not in free_symbols(t)}
        return Scope(operations, {**known, symbol(name): register})


@mutable_record
class Compiler:
    """Turns terms into operations.

    `integers` names symbols that take integer values only, `reals` those of a complex chain that are real; `resolved` says
    that calculus has been tried on what is compiled now.
    """

    arithmetic: Arithmetic
    initial: Registers = field(default_factory=lambda: [None])
    integers: frozenset[str] = frozenset()
    reals: frozenset[str] = frozenset()
    resolved: bool = False
    inside_integral: bool = False
    length: list[int] = field(default_factory=lambda: [0])

    def register(self, value: Any = None) -> int:
        self.initial.append(value)
        return len(self.initial) - 1

    def emit(self, scope: Scope, operation: Operation) -> None:
        self.length[0] += 1
        if self.length[0] > MOST_OPERATIONS:
            raise TooLong
        scope.operations.append(operation)

    def place(self, term: Term, scope: Scope) -> int:
        """The register that holds the value of the term once the scope's operations have run."""
        known = scope.known.get(term)
        if known is None:
            known = scope.known[term] = self._place(term, scope)
        return known

    def _place(self, term: Term, scope: Scope) -> int:
        head = term.head
        if head == "number":
            return self.register(fmpq(*term.number.as_integer_ratio()))
        if head == "constant" and term.name == "I" and self.arithmetic.complex_numbers:
            return self.register(acb(0, 1))
        if head in BINDERS and term.args[1].head != "symbol":
            head = "unknown"
        if head in _TRANSPARENT and (head != "Sum" or is_series(term)):
            return _TRANSPARENT[head](self, term, scope)
        if head == "Product" and OO in term.args[2:] and not self.inside_integral:
            return place_infinite(self, term, scope, is_product=True)
        target = len(self.initial)
        self.initial.append(None)
        function = self.arithmetic.functions.get(head)
        if function is not None:
            operation = apply(function, target, [self.place(a, scope) for a in term.args])
        elif head in _OPERATORS:
            operation = _OPERATORS[head](self, term, scope, target)
        else:
            operation = fail(Unsupported)
        self.emit(scope, operation)
        return target

    def block(self, term: Term, scope: Scope) -> Block:
        """The term as a block of its own inside the scope."""
        result = self.place(term, scope)
        return Block(scope.operations, result)

    def test(self, condition: Term, scope: Scope) -> Test:
        """A condition as a test that runs what it needs itself."""
        head = condition.head
        if head in _RELATIONS:
            return self._relation(condition, scope.inner())
        if head in ("and", "or"):
            parts = [self.test(a, scope) for a in condition.args]
            return connect(parts, Answer.NO if head == "and" else Answer.YES)
        if head == "not":
            inner = self.test(condition.args[0], scope)
            return lambda r: negated(inner(r))
        if head in ("true", "false"):
            answer = Answer.YES if head == "true" else Answer.NO
            return lambda r: answer
        return _no_condition

    def _relation(self, condition: Term, scope: Scope) -> Test:
        by_equality, swapped, negative = _RELATIONS[condition.head]
        comparison = self.arithmetic.equal if by_equality else self.arithmetic.less
        left, right = (self.place(a, scope) for a in condition.args)
        if swapped:
            left, right = right, left
        test = compare(comparison, Block(scope.operations, left), left, right)
        return (lambda r: negated(test(r))) if negative else test

    def needed(self, condition: Term, scope: Scope) -> None:
        """Put the sides of a relation that is tried in any case into the scope, where later parts share them."""
        if condition.head in _RELATIONS:
            for side in condition.args:
                self.place(side, scope)


def code_of(
    term: Term,
    arithmetic: Arithmetic,
    integers: frozenset[str] = frozenset(),
    reals: frozenset[str] = frozenset(),
    inside_integral: bool = False,
) -> Code:
    """The program of a term; one that is too long or too deep has no value anywhere."""
    try:
        _demand_small(term)
        if integers or reals:
            bound = bound_names(term)  # where a name is bound it takes other values
            integers, reals = integers - bound, reals - bound
        compiler = Compiler(arithmetic, [None], integers, reals, False, inside_integral, [0])
        return Code(compiler.block(term, Scope([], {})), compiler.initial)
    except TooLong:
        return Code(Block([fail(Unsupported)], CONTEXT), [None])


def test_of(condition: Term, arithmetic: Arithmetic) -> Callable[[Context], Answer]:
    """A condition as a program; one that is too long or too deep is nowhere decided.

    `x > 0` and the like, as most declared ranges are, need no program where the symbol has a rational value.
    """
    compared = _ORDERS.get(condition.head)
    if compared is None or condition.args[0].head != "symbol":
        return _program_of(condition, arithmetic)
    number = rational_value(condition.args[1])
    if number is None:
        return _program_of(condition, arithmetic)
    name, bound = condition.args[0].name, fmpq(*number.as_integer_ratio())

    def holds(context: Context) -> Answer:
        value = context.values.get(name)
        if type(value) is not fmpq:
            return _program_of(condition, arithmetic)(context)
        return Answer.YES if compared(value, bound) else Answer.NO

    return holds


def _program_of(condition: Term, arithmetic: Arithmetic) -> Callable[[Context], Answer]:
    try:
        _demand_small(condition)
        compiler = Compiler(arithmetic)
        test = compiler.test(condition, Scope())
    except TooLong:
        return lambda context: Answer.UNKNOWN

    def holds(context: Context) -> Answer:
        registers = compiler.initial.copy()
        registers[CONTEXT] = context
        return test(registers)

    return holds


def _no_condition(r: Registers) -> Answer:
    raise Unsupported


def _demand_small(term: Term) -> None:
    if term.depth > DEEPEST or term.size > LARGEST:
        raise TooLong


def _symbol(compiler: Compiler, term: Term, scope: Scope, target: int) -> Operation:
    name = term.name

    def load(r: Registers) -> None:
        values = r[CONTEXT].values
        if name not in values:
            raise Unsupported
        r[target] = values[name]

    return load


def _constant(compiler: Compiler, term: Term, scope: Scope, target: int) -> Operation:
    value = _CONSTANTS.get(term.name)
    if value is None:
        return fail(Unsupported)

    def load(r: Registers) -> None:
        r[target] = value()

    return load


def _fold(
    combine: Callable[[Value, Value], Value], compiler: Compiler, term: Term, scope: Scope, target: int
) -> Operation:
    return fold(combine, target, [compiler.place(a, scope) for a in term.args])


def _index(compiler: Compiler, term: Term, scope: Scope, target: int) -> Operation:
    return look_up(target, term.name, [compiler.place(a, scope) for a in term.args])


def _piecewise(compiler: Compiler, term: Term, scope: Scope, target: int) -> Operation:
    compiler.needed(term.args[1], scope)
    pieces = zip(term.args[::2], term.args[1::2], strict=True)
    return choose(target, [(compiler.test(c, scope), compiler.block(v, scope.inner())) for v, c in pieces])


def _accumulated(
    combine: Callable[[Value, Value], Value], empty: fmpq, compiler: Compiler, term: Term, scope: Scope, target: int
) -> Operation:
    body, variable, low, high = term.args
    bounds = compiler.place(low, scope), compiler.place(high, scope)
    index = compiler.register()
    block = compiler.block(body, scope.binding(variable.name, index, []))
    return accumulate(target, bounds, index, block, combine, empty)


def _applied(compiler: Compiler, term: Term, scope: Scope, target: int) -> Operation:
    """A declared function, or a partial derivative of one: its concrete body is compiled in the run."""
    name, _, orders = term.name.partition(":")
    places = [compiler.place(a, scope) for a in term.args]
    arithmetic, inside_integral = compiler.arithmetic, compiler.inside_integral

    def call(r: Registers) -> None:
        context: Context = r[CONTEXT]
        if name not in context.functions:
            raise Unsupported
        parameters, body = context.functions[name]
        if len(parameters) != len(places):
            raise Unsupported
        key = id(arithmetic), term.name, inside_integral
        if key not in context.compiled:
            context.compiled[key] = code_of(
                _differentiated(body, parameters, orders), arithmetic, inside_integral=inside_integral
            )
        values = dict(zip(parameters, [r[i] for i in places], strict=True))
        r[target] = context.compiled[key].evaluate(Context(values, iterations_left=context.iterations_left))

    return call


def _differentiated(body: Term, parameters: tuple[str, ...], orders: str) -> Term:
    counts = [int(n) for n in orders.split(",")] if orders else []
    places = [t for p, n in zip(parameters, counts, strict=False) if n for t in (symbol(p), integer(n))]
    return Term("Derivative", (body, *places)) if places else body


def _place_at_point(compiler: Compiler, term: Term, scope: Scope) -> int:
    """`Subs(f, x, a)` is f with x bound to the register of a."""
    body, variable, point = term.args
    return compiler.place(body, scope.binding(variable.name, compiler.place(point, scope), scope.operations))


def _place_derivative(compiler: Compiler, term: Term, scope: Scope) -> int:
    """A derivative, limit or series is what calculus makes of it; one that is left over has no value here."""
    try:
        is_complex = compiler.arithmetic.complex_numbers
        done = term if compiler.resolved else resolve(term, is_complex, compiler.integers, compiler.reals)
    except NoCalculus:
        done = term
    _demand_small(done)
    if is_series(done) and not compiler.inside_integral:
        return place_infinite(compiler, done, scope, is_product=False)
    if done.head in ("Derivative", "Limit") or is_series(done):
        compiler.emit(scope, fail(Unsupported))
        return compiler.register()
    if is_series(term) and not compiler.inside_integral and "unknown" in heads(done):
        return place_either(compiler, done, term, scope)
    return replace(compiler, resolved=True).place(done, scope)


def is_series(term: Term) -> bool:
    """Whether the term is a sum to infinity."""
    return term.head == "Sum" and OO in term.args[2:]


def _place_guarded(compiler: Compiler, term: Term, scope: Scope) -> int:
    """A guard is passed before anything of its value is needed."""
    value, *conditions = term.args
    exact = term.value == "exact"
    for condition in conditions:
        if exact:
            compiler.needed(condition, scope)
        compiler.emit(scope, admit(compiler.test(condition, scope), exact))
    return compiler.place(value, scope)


_TRANSPARENT: Final[dict[str, Callable[[Compiler, Term, Scope], int]]] = {
    "Subs": _place_at_point,
    "Derivative": _place_derivative,
    "Limit": _place_derivative,
    "Sum": _place_derivative,
    "guard": _place_guarded,
}

_OPERATORS: Final[dict[str, Callable[[Compiler, Term, Scope, int], Operation]]] = {
    "symbol": _symbol,
    "constant": _constant,
    "add": partial(_fold, operator.add),
    "mul": partial(_fold, operator.mul),
    "index": _index,
    "apply": _applied,
    "partial": _applied,
    "Piecewise": _piecewise,
    "Sum": partial(_accumulated, operator.add, ZERO),
    "Product": partial(_accumulated, operator.mul, ONE),
    "Integral": integral_between,
}
