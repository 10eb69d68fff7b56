"""The quiet part of a report on notes: how many formulas were read, and why the others were not."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.model.chain import Notes, Unread
from verifier.reports.diagnostic import place_of
from verifier.reports.page import Line, Page, paragraph


def notes_lines(notes: Notes, page: Page) -> Iterator[Line]:
    """One line on what was read, and one for each refusal; those that one declaration would settle stand together."""
    for warning in notes.warnings:
        at = place_of(warning.line, warning.column, warning.cell)
        yield from paragraph(
            ((f"  {page.glyphs.warning} {at}: ", "warning"),), page.show(warning.message), "", page.width, 6
        )
    if not notes.formulas:
        return
    every = notes.read == notes.formulas
    style, glyph = ("good", page.glyphs.yes) if every else ("warning", page.glyphs.warning)
    number = "the only formula" if every and notes.formulas == 1 else f"{notes.read} of {_count(notes.formulas)}"
    yield ((f"  {glyph} ", style), (f"read {number}", ""))
    for group in _groups(notes.unread):
        yield from _group_lines(group, page)
    together = _together(notes.unread)
    if together:
        head: Line = (("      all at once: ", "help"),)
        yield from paragraph(head, page.show(f"verify: {together}"), "strong", page.width, 8)


def _together(unread: tuple[Unread, ...]) -> str:
    """All declarations that are offered, one a name, as one; nothing where there are less than two."""
    offered = dict.fromkeys(u.declaration for u in unread if u.declaration is not None)
    words = [d.partition(" ")[::2] for d in offered]
    symbols = {said.split(" ")[0]: said for word, said in reversed(words) if word == "symbols"}
    parts = [f"symbols {', '.join(reversed(symbols.values()))}"] if symbols else []
    parts += [f"{word} {said}" for word, said in words if word != "symbols"]
    return "; ".join(parts) if len(symbols) + len(parts) - bool(symbols) > 1 else ""


def _count(formulas: int) -> str:
    return f"{formulas} formula" if formulas == 1 else f"{formulas} formulas"


def _groups(unread: tuple[Unread, ...]) -> list[list[Unread]]:
    """In the order of the first of each: the same code, and the same declaration or else the same message."""
    groups: dict[tuple[str, str], list[Unread]] = {}
    for each in unread:
        groups.setdefault((each.code, each.declaration or each.message), []).append(each)
    return list(groups.values())


def _group_lines(group: list[Unread], page: Page) -> Iterator[Line]:
    first, *others = group
    head: Line = ((f"      {_place(first)}: ", "quiet"), (page.show(first.code), "warning"), (": ", "quiet"))
    yield from paragraph(head, page.show(first.message), "", page.width, 8)
    if first.declaration is not None:
        comment = page.show(f"verify: {first.declaration}")
        yield (("        declare ", "help"), (comment, "strong"))
    if others:
        places = ", ".join(map(_place, others))
        yield from paragraph((("        also at ", "quiet"),), places, "quiet", page.width, 8)


def _place(unread: Unread) -> str:
    return place_of(unread.span.line, unread.span.column, unread.span.cell)
