"""Integrals, and sums and products to infinity, as parts of a flat program."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from verifier.kernel.balls.arithmetics import REGIONS
from verifier.kernel.balls.code import Block, Operation, Registers, attempt, fail
from verifier.kernel.balls.ends import integrate_with_ends
from verifier.kernel.balls.integrals import integral_over, integrate
from verifier.kernel.balls.series import product_to_infinity, sum_to_infinity
from verifier.kernel.balls.values import Unsupported, Value
from verifier.kernel.normal_forms.roots_of_squares import with_sizes_of_waves
from verifier.terms.substitution import free_symbols
from verifier.terms.term import OO, Term, neg
from verifier.terms.vocabulary import BINDERS

if TYPE_CHECKING:
    from verifier.kernel.balls.compiler import Compiler, Scope


def place_either(compiler: Compiler, done: Term, series: Term, scope: Scope) -> int:
    """The value that calculus found in some cases, else the enclosure of the series."""
    found, rest = scope.inner(), scope.inner()
    places = (
        replace(compiler, resolved=True).place(done, found),
        place_infinite(compiler, series, rest, is_product=False),
    )
    target = compiler.register()
    blocks = [Block(s.operations, i) for s, i in zip((found, rest), places, strict=True)]

    def store(block: Block) -> Operation:
        def stored(r: Registers) -> None:
            r[target] = block.run(r)

        return stored

    compiler.emit(scope, attempt(store(blocks[0]), store(blocks[1])))
    return target


def place_infinite(compiler: Compiler, term: Term, scope: Scope, is_product: bool) -> int:
    """A sum or product to infinity without a closed form: enclosed by its first terms and a bound of the others."""
    body, variable, low, high = term.args
    target = compiler.register()
    if high != OO or low == OO or variable.head != "symbol":
        compiler.emit(scope, fail(Unsupported))
        return target
    start, index = compiler.place(low, scope), compiler.register()
    block = compiler.block(body, scope.binding(variable.name, index, []))
    operation = product_to_infinity if is_product else sum_to_infinity
    parts = constant_parts(compiler, body, variable.name, scope)
    compiler.emit(scope, operation(target, start, index, body, variable.name, block, parts))
    return target


def constant_parts(compiler: Compiler, term: Term, name: str, scope: Scope) -> dict[Term, Block]:
    """The largest parts of a term that are free of a bound name, as blocks of their own."""
    if name not in free_symbols(term):
        return {term: compiler.block(term, scope.inner())}
    if term.head in BINDERS or term.head in ("Piecewise", "Derivative", "guard", "index", "apply", "partial"):
        return {}
    return {t: b for a in term.args for t, b in constant_parts(compiler, a, name, scope).items()}


def integral_between(compiler: Compiler, term: Term, scope: Scope, target: int) -> Operation:
    """The operation that stores a definite integral; one with an end that needs care is tried in a second way."""
    if len(term.args) != 4 or compiler.inside_integral:
        return fail(Unsupported)
    body, variable, low, high = term.args
    ends = (None if low == neg(OO) else compiler.place(low, scope), None if high == OO else compiler.place(high, scope))
    place = compiler.register()
    complex_numbers = compiler.arithmetic.complex_numbers
    body = body if complex_numbers else with_sizes_of_waves(body)
    path = replace(compiler, inside_integral=True)
    region = replace(path, arithmetic=REGIONS[complex_numbers])
    on_path = path.block(body, scope.binding(variable.name, place, []))
    on_region = region.block(body, scope.binding(variable.name, place, []))
    parts = constant_parts(compiler, body, variable.name, scope)

    def finite(r: Registers, first: Value, last: Value) -> Value:
        return integral_over(r, first, last, place, on_path, on_region)

    careful = integrate_with_ends(target, ends, body, variable.name, parts, finite, complex_numbers)
    if ends[0] is None or ends[1] is None:
        return careful
    return attempt(integrate(target, (ends[0], ends[1]), place, on_path, on_region, complex_numbers), careful)
