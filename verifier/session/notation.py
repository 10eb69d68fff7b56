"""Repairs in the author's notation: LaTeX in notes, the language of chain files elsewhere."""

from __future__ import annotations

from verifier.terms.latex_printer import NoLatex, latex_of
from verifier.terms.printer import text_of
from verifier.terms.term import Term


def in_latex(term: Term) -> str:
    """The term in LaTeX where that is read back as it, else in the language of chain files."""
    try:
        return latex_of(term, _spelled)
    except NoLatex:
        return text_of(term)


def _spelled(name: str) -> str:
    from verifier.reading.latex.spelling import latex_name

    written = latex_name(name)
    if written is None:
        raise NoLatex
    return written
