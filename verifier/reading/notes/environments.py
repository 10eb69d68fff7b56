"""The environments of displayed mathematics: which stand in the text, which hold rows, which are one formula."""

from __future__ import annotations

from typing import Final

ROWS: Final = frozenset(
    "equation align aligned alignat alignedat flalign gather gathered eqnarray multline multlined split dmath dgroup "
    "displaymath math IEEEeqnarray darray subequations".split()
)
"""Environments whose rows are formulas of their own. Each has a starred form."""

ONE_FORMULA: Final = frozenset(
    "cases dcases rcases array matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix".split()
)
"""Environments that are one formula, or a part of one."""

IN_TEXT: Final = (ROWS - {"subequations", "math"}) | ONE_FORMULA
"""Environments that stand in the text, outside any dollars, and are displayed mathematics there."""

WITH_ARGUMENT: Final = frozenset({"alignat", "alignedat", "IEEEeqnarray"})
"""Environments of rows whose `\\begin` takes an argument in braces."""
