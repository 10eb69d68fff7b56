"""The arithmetics a term can be evaluated in: real or complex values, and the same on regions for an integrator."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from flint import acb

from verifier.kernel.balls.analytic import COMPLEX_REGIONS, REAL_REGIONS
from verifier.kernel.balls.complex_functions import COMPLEX
from verifier.kernel.balls.functions import REAL, Function
from verifier.kernel.balls.values import Value, Wide, equal, less
from verifier.model.verdict import Answer
from verifier.terms.record import record

Comparison = Callable[[Value, Value], Answer]


@record
class Arithmetic:
    """What the heads of terms mean: functions of values, and the two comparisons all conditions are made of."""

    complex_numbers: bool
    functions: Mapping[str, Function]
    equal: Comparison = equal
    less: Comparison = less


def _less_on_region(x: Value, y: Value) -> Answer:
    """x < y at the real points of a region where x and y are real."""
    difference = x - y
    return _decided(less(difference.real if type(difference) is acb else difference, 0))


def _decided(answer: Answer) -> Answer:
    """The answer, if there is one: a function that changes its piece on the region is not analytic there."""
    if answer is Answer.UNKNOWN:
        raise Wide
    return answer


def _less_where_constant(x: Value, y: Value) -> Answer:
    """x < y of constants; of what varies in the plane nothing is known to be real."""
    if acb in (type(x), type(y)):
        raise Wide
    return _decided(less(x, y))


def _equal_on_region(x: Value, y: Value) -> Answer:
    """Whether two functions are equal at the real points of a region: only a difference everywhere is seen."""
    answer = _decided(equal(x, y))
    if answer is Answer.YES and acb in (type(x), type(y)):
        raise Wide
    return answer


REAL_VALUES: Final = Arithmetic(False, REAL)
COMPLEX_VALUES: Final = Arithmetic(True, COMPLEX)
REGIONS: Final[Mapping[bool, Arithmetic]] = {
    False: Arithmetic(False, REAL_REGIONS, _equal_on_region, _less_on_region),
    True: Arithmetic(True, COMPLEX_REGIONS, _equal_on_region, _less_where_constant),
}
