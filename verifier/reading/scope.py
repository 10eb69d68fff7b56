"""Reads `symbols`, `let` and `assume`: the names of a file or of a chain, and what is known of them."""

from __future__ import annotations

import re
from dataclasses import field
from functools import partial
from typing import Final

from verifier.model.chain import Declaration, Definition, Kind, Place, Span
from verifier.reading.assumptions import NUMBER_SETS, check_name, read_declaration
from verifier.reading.complaints import Complaints, as_mapping, as_text, as_texts, read_text, span_within
from verifier.reading.errors import ReadError, shown
from verifier.reading.expressions import Reading, read_condition, read_value
from verifier.reading.names import Defined, Names
from verifier.reading.nodes import Mapping, Node, Sequence, Text
from verifier.reading.other_words import condition_in_words
from verifier.terms.definitions import Expander, ExpansionTooLarge, Unreachable
from verifier.terms.printer import text_of
from verifier.terms.record import mutable_record
from verifier.terms.term import Term, symbol

MAX_NAMES: Final = 1_000
SCOPE_KEYS: Final = ("symbols", "let", "assume")
_FUNCTION: Final = re.compile(r"([^()]*)\(([^()]*)\)\s*")


@mutable_record
class Scope:
    """What the lines of a chain may use. `places` says where each name was declared or defined."""

    names: Names = field(default_factory=Names)
    declarations: tuple[Declaration, ...] = ()
    definitions: tuple[Definition, ...] = ()
    assumptions: tuple[Term, ...] = ()
    places: dict[str, Span] = field(default_factory=dict)
    expander: Expander = field(default_factory=lambda: Expander(()))


def read_scope(entries: dict[str, Node], complaints: Complaints, outer: Scope | None = None) -> Scope:
    """The scope that these keys describe, added to the outer one."""
    outer = outer or Scope()
    if not any(key in entries for key in SCOPE_KEYS):
        return outer
    scope = Scope(
        outer.names.copy(), outer.declarations, outer.definitions, outer.assumptions, dict(outer.places), outer.expander
    )
    symbols = as_mapping(entries.get("symbols"), "symbols", "x: real", complaints)
    definitions = as_mapping(entries.get("let"), "let", "s: 1/(1 + exp(-z))", complaints)
    scope.names.is_partly_known |= any(
        node is None and isinstance(entries.get(key), (Sequence, Text)) and _is_written(entries[key])
        for key, node in (("symbols", symbols), ("let", definitions))
    )
    if symbols is not None:
        _read_symbols(symbols, scope, complaints)
    if definitions is not None:
        _read_definitions(definitions, scope, complaints)
    for text in as_texts(entries.get("assume"), "assume", complaints):
        condition = read_condition_text(text, scope, complaints)
        if condition is not None:
            scope.assumptions += (condition,)
    return scope


def read_condition_text(text: Text, scope: Scope, complaints: Complaints) -> Term | None:
    """The condition that a text is, found to be expandable; None with a complaint."""
    reading = read_text(text, partial(_condition, names=scope.names), complaints)
    if reading is None or not check_expansion(text, reading, scope, complaints):
        return None
    return reading.term


def _condition(text: str, names: Names) -> Reading:
    try:
        return read_condition(text, names)
    except ReadError as error:
        offer = condition_in_words(text, next((n for n, d in names.declared.items() if d.kind is Kind.SCALAR), "x"))
        *name, word = text.split()
        if offer is None and word in NUMBER_SETS and len(name) in (1, 2) and name[1:] in ([], ["is"]):
            advice = names.declare(f"{name[0]}: {word}")
        elif offer is None:
            raise
        else:
            advice = f"write `{offer}`"
        message = f"{shown(text)} is no condition: {advice}"
        raise ReadError("condition-expected", message, 0, len(text)) from error


def _is_written(node: Node) -> bool:
    return not isinstance(node, Text) or bool(node.value)


# symbols


def _read_symbols(symbols: Mapping, scope: Scope, complaints: Complaints) -> None:
    """All names are known before the first assumption is read, so that a bound or a size may use any of them."""
    declared = []
    for key, value in symbols.entries:
        for name, start in _split_names(key.value):
            if _is_new(name, key, start, scope, complaints):
                scope.names.declared[name] = Declaration(name)
                declared.append((name, key, start, value))
    if len(scope.names.declared) > MAX_NAMES:
        complaints.add("too-large", f"more than {MAX_NAMES:,} symbols: use an indexed symbol, `x[i]`", symbols.span)
        return
    for name, key, start, value in declared:
        text = as_text(value, name, complaints)
        span = span_within(key, start, start + len(name))
        declaration = text and read_text(text, partial(_declaration, name, scope.names, span), complaints)
        if declaration:
            scope.names.declared[name] = declaration
            scope.declarations += (declaration,)
        else:
            del scope.names.declared[name]
            scope.names.broken.add(name)


def _declaration(name: str, names: Names, span: Span, words: str) -> Declaration:
    return read_declaration(name, words, names, span)


def _split_names(key: str) -> list[tuple[str, int]]:
    """The names of a key such as `x1, x2`, each with its offset."""
    return [(part.group().strip(), part.start() + len(part.group()) - len(part.group().lstrip()))
            for part in re.finditer(r"[^,]+|^$", key)]  # fmt: skip


def _is_new(name: str, key: Text, start: int, scope: Scope, complaints: Complaints) -> bool:
    """Whether the name can be one, and was neither declared nor defined before."""
    span = span_within(key, start, start + len(name))
    try:
        check_name(name, start)
    except ReadError as error:
        complaints.add_read_error(error, key)
        scope.names.is_partly_known = True
        return False
    first = scope.places.setdefault(name, span)
    if first is span:
        return True
    where = "" if scope.names.by_options else f", in line {first.line} column {first.column}"
    message = f"`{name}` was declared or defined before{where}"
    complaints.add("duplicate-name", f"{message}: a name is declared or defined, once", span)
    return False


# definitions


def _read_definitions(definitions: Mapping, scope: Scope, complaints: Complaints) -> None:
    """A definition may use those above it."""
    heads = [(key, value, _split_head(key, complaints)) for key, value in definitions.entries]
    scope.names.later = {head[0] for _, _, head in heads if head}
    scope.names.is_partly_known |= None in [head for _, _, head in heads]
    for key, value, head in heads:
        if head is None:
            continue
        name, start, parameters = head
        if not _is_new(name, key, start, scope, complaints):
            continue
        text = as_text(value, name, complaints)
        reading = text and read_text(text, partial(read_value, names=scope.names, bound=parameters), complaints)
        scope.names.later.discard(name)
        if text and reading:
            scope.names.defined[name] = Defined(parameters, reading.shape)
            scope.definitions += (Definition(name, reading.term, parameters, text.value, text.span),)
        else:
            scope.names.broken.add(name)
    scope.names.later = set()
    if len(scope.definitions) > MAX_NAMES:
        complaints.add("too-large", f"more than {MAX_NAMES:,} definitions: split the file", definitions.span)
        return
    scope.expander = Expander(scope.definitions)
    _check_definitions(scope, definitions, complaints)


def _split_head(key: Text, complaints: Complaints) -> tuple[str, int, tuple[str, ...]] | None:
    """The name, its offset and the parameters of a key such as `s` or `sigma(t)`; None with a complaint."""
    match = _FUNCTION.fullmatch(key.value)
    written = match.group(1) if match else key.value
    name = written.strip()
    start = len(written) - len(written.lstrip())
    if not match:
        return name, start, ()
    parameters = tuple(p.strip() for p in match.group(2).split(","))
    try:
        for parameter in parameters:
            check_name(parameter, match.start(2))
    except ReadError as error:
        complaints.add_read_error(error, key)
        return None
    if len(set(parameters)) < len(parameters):
        complaints.add("duplicate-name", f"{shown(key.value)} names a parameter twice: write different names", key.span)
        return None
    return name, start, parameters


def _check_definitions(scope: Scope, definitions: Mapping, complaints: Complaints) -> None:
    texts = {text.span: text for _, text in definitions.entries if isinstance(text, Text)}
    for definition in scope.definitions:
        text = texts.get(definition.span) if definition.span else None
        if text is not None:
            used = symbol(definition.name)
            if definition.parameters:
                used = Term("apply", tuple(symbol(p) for p in definition.parameters), definition.name)
            check = _expansion_error(used, scope)
            if check is not None:
                complaints.add(check[0], check[1], text.span)


# expansion


def check_expansion(text: Text, reading: Reading, scope: Scope, complaints: Complaints) -> bool:
    """Whether the definitions in a term can be expanded; otherwise a complaint at the derivative that prevents it."""
    try:
        scope.expander.expand(reading.term)
        return True
    except Unreachable as error:
        place = _place_of(error.derivative, reading.term, reading.place) or reading.place
        complaints.add("unreachable-variable", unreachable_message(error), span_within(text, place.start, place.end))
    except ExpansionTooLarge:
        complaints.add("too-large", _TOO_LARGE, text.span)
    return False


def _expansion_error(term: Term, scope: Scope) -> tuple[str, str] | None:
    try:
        scope.expander.expand(term)
        return None
    except Unreachable as error:
        return "unreachable-variable", unreachable_message(error)
    except ExpansionTooLarge:
        return "too-large", _TOO_LARGE


_TOO_LARGE: Final = "with its definitions written out this is too large: declare some of them as symbols instead"


def unreachable_message(error: Unreachable) -> str:
    """What is wrong with a derivative by a defined name that its body does not reach."""
    body, variable = text_of(error.derivative.args[0]), error.variable
    message = f"{shown(body)} does not depend on `{variable}` by itself, though both depend on `{error.shared}`"
    return f"{message}: write `{body}` in terms of `{variable}`, or take the derivative by `{error.shared}`"


def _place_of(wanted: Term, term: Term, place: Place) -> Place | None:
    if term is wanted or term == wanted:
        return place
    places = (_place_of(wanted, a, p) for a, p in zip(term.args, place.parts, strict=True))
    return next((found for found in places if found is not None), None)
