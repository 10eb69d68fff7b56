r"""Names that could be several things: `i`, an increment `\Delta E`, letters of a font for sets, vectors and operators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from verifier.reading.cursor import Part
from verifier.reading.latex.spelling import Spelled, is_name, spell
from verifier.reading.latex.vocabulary import NOT_SCALAR

if TYPE_CHECKING:
    from verifier.reading.latex.reader import Reader

_SETS: Final = {"N_bb": "natural", "Z_bb": "integer", "Q_bb": "real", "R_bb": "real", "C_bb": "complex"}


def unclear_i(reader: Reader, spelled: Spelled) -> Exception:
    """`i` or `j` that no sum binds."""
    name = spelled.name
    others = "" if name == "i" else ", or `let j = I`"
    own = f"if it is a quantity of its own, `symbols {name} real`{others}"
    message = f"is `{name}` an index or the imaginary unit? declare it; {own}"
    declaration = "let i = I" if name == "i" else "symbols j integer"
    return reader.refuse("ambiguous:i", message, spelled.start, spelled.end, declaration)


def increment(reader: Reader, spelled: Spelled) -> tuple[Spelled, Part]:
    r"""`\Delta E` as one name, `DeltaE`, where that is declared; refused elsewhere, as `d x` is."""
    at = reader.at
    end = reader.peek().end
    written = reader.written(spelled.start, end)
    if spelled.name == "d":
        message = f"is {written} a differential, or a product with `d`? declare `d` if it is a number"
        raise reader.refuse("differential", message, spelled.start, end, "symbols d real")
    follows = spell(reader)
    name = f"Delta{follows.name}"
    if name in reader.names.kinds:
        return follows, reader.symbol(name, spelled.start, follows.end)
    reader.at = at
    message = (
        f"is {written} an increment, or a product with Delta? declare `{name}`, or `symbols Delta real` for a product"
    )
    raise reader.refuse("ambiguous:delta", message, spelled.start, end, f"symbols {name} real")


def is_increment(reader: Reader, spelled: Spelled) -> bool:
    return spelled.name in ("Delta", "d") and is_name(reader.peek())


def refuse_font(reader: Reader, spelled: Spelled) -> None:
    """A letter whose font says that it is no scalar: a set of numbers, an expectation, a probability, or a vector."""
    if spelled.sort not in NOT_SCALAR:
        return
    written = reader.written(spelled.start, spelled.end)
    start, end = spelled.start, spelled.end
    if spelled.base in _SETS:
        words = _SETS[spelled.base] if spelled.exponent is None else "vector(n)"
        members = "numbers" if spelled.exponent is None else "vectors"
        message = f"{written} is a set of {members}, which has no value: declare its members, `symbols x {words}`"
        raise reader.refuse("unsupported:sets", message, start, end)
    if spelled.base == "E_bb":
        message = f"{written} is of something random: write `\\mathbb{{E}}[X]`, and declare `X`"
        raise reader.refuse("unsupported:Expectation", message, start, end, "symbols X random")
    if spelled.base == "P_bb":
        message = f"{written} is a probability, which is not understood here: give its value a name"
        raise reader.refuse("unsupported:probability", message, start, end)
    message = f"{written} is a vector or a matrix by its font: declare what it is"
    raise reader.refuse("matrix", message, start, end, f"symbols {spelled.name} vector(n)")
