"""A term as a flat program: operations on numbered registers, one for each sub-term, in the order they are needed.

A block is a straight line of operations. What is needed only sometimes (a branch of a `Piecewise`, the body of a sum,
an integrand) is a block of its own, which may read the registers of the blocks around it and is run when it is needed.
An operation that has no value raises `NoValue`, and with it the block that needs it has none: what is needed and
undefined makes the whole undefined, what is not needed does not count.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from flint import fmpq

from verifier.kernel.balls.values import ZERO, NoValue, Undefined, Unsupported, Value, Wide, bounded, hull, settled
from verifier.model.verdict import Answer
from verifier.terms.record import record
from verifier.terms.term import Term

Registers = list[Any]
Operation = Callable[[Registers], None]
Test = Callable[[Registers], Answer]

CONTEXT: Final = 0  # the register that holds the context of a run
MOST_ITERATIONS: Final = 1000  # of one sum or product
MOST_ITERATIONS_IN_ALL: Final = 5000  # of all sums and products of one run


Functions = Mapping[str, tuple[tuple[str, ...], Term]]
_NO_FUNCTIONS: Final[Functions] = {}


class Context:
    """What one run may read: values by name, concrete functions as parameters and body, code already compiled."""

    __slots__ = ("compiled", "functions", "iterations_left", "values")

    def __init__(
        self,
        values: Mapping[str, Value],
        functions: Functions = _NO_FUNCTIONS,
        iterations_left: int = MOST_ITERATIONS_IN_ALL,
    ) -> None:
        self.values = values
        self.functions = functions
        self.compiled: dict[Any, Code] = {}
        self.iterations_left = iterations_left

    def value(self, name: str) -> Value:
        if name not in self.values:
            raise Unsupported
        return self.values[name]

    def spend(self, iterations: int) -> None:
        """Take iterations from the budget of the run; refuse a loop that is too long."""
        self.iterations_left -= iterations
        if iterations > MOST_ITERATIONS or self.iterations_left < 0:
            raise Unsupported


@record
class Block:
    """Operations in order, and the register that holds the result after them."""

    operations: Sequence[Operation]
    result: int

    def run(self, registers: Registers) -> Value:
        for operate in self.operations:
            operate(registers)
        return registers[self.result]


@record
class Code:
    """A block with the initial contents of its registers (the constants)."""

    block: Block
    initial: Registers

    def evaluate(self, context: Context) -> Value:
        registers = self.initial.copy()
        registers[CONTEXT] = context
        for operate in self.block.operations:
            operate(registers)
        return registers[self.block.result]


def apply(function: Callable[..., Value], target: int, places: Sequence[int]) -> Operation:
    """The operation that stores a function of some registers."""
    if len(places) == 1:
        (a,) = places

        def unary(r: Registers) -> None:
            r[target] = function(r[a])

        return unary
    if len(places) == 2:
        a, b = places

        def binary(r: Registers) -> None:
            r[target] = function(r[a], r[b])

        return binary

    def general(r: Registers) -> None:
        r[target] = function(*[r[i] for i in places])

    return general


def fold(combine: Callable[[Value, Value], Value], target: int, places: Sequence[int]) -> Operation:
    """The operation that combines registers from left to right, for sums and products; rationals do not grow too long."""
    first, *rest = places

    def folded(r: Registers) -> None:
        value = r[first]
        for i in rest:
            value = combine(value, r[i])
            if type(value) is fmpq:
                value = bounded(value)
        r[target] = value

    return folded


def choose(target: int, pieces: Sequence[tuple[Test, Block]]) -> Operation:
    """`Piecewise`: the block of the first test that holds; tests after it and other blocks do not count.

    Where a test is not decided the value lies in the hull of that block's value and of what the other pieces give.
    """

    def chosen(r: Registers) -> None:
        possible: list[Value] = []
        undecided = False
        try:
            for holds, block in pieces:
                answer = holds(r)
                undecided = undecided or answer is Answer.UNKNOWN
                if answer is not Answer.NO:
                    possible.append(block.run(r))
                if answer is Answer.YES:
                    r[target] = hull(possible)
                    return
            raise Undefined
        except Undefined:
            raise Wide if undecided else Undefined from None

    return chosen


def admit(test: Test, exact: bool) -> Operation:
    """A guard: go on only where the test holds. Where an exact guard fails the term is undefined, else unknown."""

    def admitted(r: Registers) -> None:
        try:
            answer = test(r)
        except Undefined:
            answer = Answer.NO
        if answer is Answer.UNKNOWN:
            raise Wide
        if answer is Answer.NO:
            raise Undefined if exact else Unsupported

    return admitted


def compare(comparison: Callable[[Value, Value], Answer], block: Block, left: int, right: int) -> Test:
    """A relation between two registers, after the block that fills them; a value is certainly equal to itself."""
    if left == right:
        comparison = _compare_same(comparison)

    def test(r: Registers) -> Answer:
        block.run(r)
        return comparison(r[left], r[right])

    return test


def _compare_same(comparison: Callable[[Value, Value], Answer]) -> Callable[[Value, Value], Answer]:
    return lambda x, y: comparison(ZERO, ZERO)


def connect(tests: Sequence[Test], decisive: Answer) -> Test:
    """`and` (NO is decisive) or `or` (YES is).

    Whether a part after a decisive one is needed is not settled by the language, so where a part is undefined and
    another one decides, nothing is known.
    """
    neutral = Answer.YES if decisive is Answer.NO else Answer.NO

    def test(r: Registers) -> Answer:
        answers, undefined = [], False
        for part in tests:
            try:
                answers.append(part(r))
            except Undefined:
                undefined = True
        if undefined:
            raise Undefined if all(a is neutral for a in answers) else Unsupported
        if decisive in answers:
            return decisive
        return Answer.UNKNOWN if Answer.UNKNOWN in answers else neutral

    return test


def accumulate(
    target: int, bounds: tuple[int, int], index: int, body: Block, combine: Callable[[Value, Value], Value], empty: fmpq
) -> Operation:
    """A finite sum or product; its bounds must be exact integers, and an empty one needs nothing of its body."""

    def accumulated(r: Registers) -> None:
        low, high = _whole(r[bounds[0]]), _whole(r[bounds[1]])
        value: Value = empty
        r[CONTEXT].spend(max(0, high - low + 1))
        for k in range(low, high + 1):
            r[index] = fmpq(k)
            value = bounded(combine(value, body.run(r)))
        r[target] = value

    return accumulated


def _whole(x: Value) -> int:
    """The exact integer; a bound that certainly is none leaves the operator undefined."""
    x = settled(x)
    if type(x) is not fmpq:
        raise Wide
    if x.q != 1:
        raise Undefined
    return int(x.p)


def look_up(target: int, name: str, places: Sequence[int]) -> Operation:
    """An entry of an indexed symbol, by exact integer indices."""

    def looked_up(r: Registers) -> None:
        try:
            indices = [str(_whole(r[i])) for i in places]
        except Undefined:
            raise Unsupported from None
        r[target] = r[CONTEXT].value(f"{name}[{', '.join(indices)}]")

    return looked_up


def attempt(first: Operation, second: Operation) -> Operation:
    """The second operation where the first one leaves no value, and does not show that there is none."""

    def attempted(r: Registers) -> None:
        try:
            first(r)
        except (Unsupported, Wide):
            second(r)

    return attempted


def fail(error: type[NoValue]) -> Operation:
    def failed(r: Registers) -> None:
        raise error

    return failed
