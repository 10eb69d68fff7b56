"""Which claims are about scalars only, and whether a declared domain of any kind has a point."""

from __future__ import annotations

from dataclasses import replace

from verifier.engine.points import points
from verifier.kernel.chance.moments import is_about_chance
from verifier.kernel.matrices.shapes import is_about_matrices
from verifier.model.claim import Claim, Domain
from verifier.terms.substitution import free_symbols
from verifier.terms.term import ZERO


def is_scalar(claim: Claim) -> bool:
    """Whether neither matrices nor random variables occur in the claim or its domain."""
    return not (is_about_matrices(claim) or is_about_chance(claim))


def has_point(domain: Domain) -> bool:
    """Whether a point of the declared domain is found; of matrices, one with small sizes."""
    claim = Claim(ZERO, ZERO, "=", domain)
    if is_scalar(claim):
        return points.has_point(domain)
    if is_about_chance(claim) and is_about_matrices(claim) and len(parts := _independent_parts(domain)) > 1:
        return all(map(has_point, parts))
    if is_about_chance(claim):
        from verifier.engine.distributions import has_distribution

        return has_distribution(claim)
    from verifier.engine.matrices.claims import look

    return look(claim, 1).points > 0


def _independent_parts(domain: Domain) -> list[Domain]:
    """Domains of symbols that no condition and no shape ties to those of another: each may have a point of its own."""
    parts: list[Domain] = []
    closed = tuple(c for c in domain.conditions if not free_symbols(c))
    for d in domain.declarations:
        if not any(part.declared(d.name) for part in parts):
            part = domain.about({d.name})
            parts.append(replace(part, conditions=part.conditions + closed))
    return parts
