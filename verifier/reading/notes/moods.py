r"""What the sentence around a display does with it: it is supposed, asked, warned of or defined there, not claimed.

Only the sentence counts that the display stands in: its words before, from the last full stop, heading or display on, and
those behind up to the next stop; of the sentence after that only `This is wrong` and the like. Words that draw a
conclusion (`then`, `hence`, `we get`) end what stood before them, so that `Suppose $x > 0$. Then`, `If $x > 0$,` and
`We show that` leave a claim. English only; a sentence in other words leaves a claim.
"""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import Final

from verifier.reading.notes.document import Display, Source
from verifier.reading.notes.raw_chains import Doubt

MOST_BEFORE: Final = 400
MOST_BEHIND: Final = 100

_HINTS: Final = re.compile(
    r"\b(?:suppos|assum|imagin|pretend|let\b|if|given|provided|when|satisf|such that|unless|in case|consider|where\b|which\b|"
    r"with\b|defin|denot|call|set\b|put\b|show|prove|disprove|verif|check|establish|demonstrate|justify|conclude|whether|true|solve|"
    r"find|determine|decide|deduce|conject|hope|guess|exercise|problem|question|task|homework|quiz|mistake|error|slip|"
    r"wrong|false|fallac|counterex|misconc|pitfall|incorrect|untrue|illegal|forbidden|nonsense|absurd|not\b|never|cannot|tempt|might|"
    r"may\b|could|naive|invalid|bogus|erroneous|students|beginners|people|ask|wonder|as long as|require|demand|need|must|should|"
    r"ha[ds]\b|have to|hypothes|constraint|premise|condition|obey|fulfil|subject to|property|is it|do we|does it|use|try|apply)"
    r"|n't\b"
)
"""One of these stands in all that follows: most sentences have none."""

_NO_WORDS: Final = re.compile(r"<!--.*?-->|(?<!\\)%[^\n]*|\$[^$]*\$|\\\(.*?\\\)", re.DOTALL)
_OPENING: Final = re.compile(
    r"(?:\$\$|\\\[|\\begin\s?\{[^{}]*\}(?:\{[^{}]*\})?|(?:[`~]{3,} ?\{?\w*\}?|\.\. math::[^\n]*)(?:\n[ \t]*:\w+:[^\n]*)*)\Z"
)
_CLOSING: Final = re.compile(r"[>\s]*(?:\$\$|\\\]|\\end\s?\{[^{}]*\}|[`~]{3,})?[>\s]*")
_BLANK: Final = " \t\n>"
_PARAGRAPH: Final = re.compile(
    r"\n[ \t>]*\n|(?:\A|\n)[ \t>]*#+ [^\n]*|\n[ \t>]*(?:[-*+]|\d+[.)]) |"
    r"\\(?:sub)*section\b\*?(?:\{[^{}]*\})?|\\item\b|\\(?:begin|end)\s?\{[^{}]*\}"
)
_MARKUP: Final = re.compile(r"\\[A-Za-z]+\s*\*?|[*_{}\"“”`\\#>\[\]]|''")
_SHORTENED: Final = ("i.e", "e.g", "s.t", "w.l.o.g", "resp", "cf", "eq", "eqs", "fig", "thm")
_STOP: Final = re.compile(r"[.!?;](?=\s|\Z)")

_SAY: Final = r"(?:write|say|think|believe|claim|conclude|assume|infer|deduce|argue)"
_LABEL: Final = (
    r"(?:(?:exercise|problem|question|task|homework|quiz)\w*\s*[\d.]*\s*(?:\([^()]*\))?\s*[.:–-]?\s*|"
    r"\(\w{1,3}\)\s*|\d+[.)]\s*)*"
)
_CONCLUDES: Final = re.compile(
    r"\b(?:then|so|hence|thus|therefore|consequently|it follows|follows? that|which|gives?|yields?|implies|imply|because|"
    r"since|instead|rather|however|but|in fact|actually|correctly|"
    r"we (?:\w+ )?(?:get|obtain|find|see|conclude|deduce|compute|know))\b"
    r"|, (?:we|one|there|it|by|using|from|applying|the|this)\b(?! (?:suppose|assume))"
)
"""Words behind which a display is claimed again."""

_TO_ITS_END: Final[tuple[tuple[Doubt, re.Pattern[str]], ...]] = (
    (
        Doubt.WARNED,
        re.compile(
            r"\b(?:common|typical|frequent|usual|classic|classical|popular|famous)(?: \w+)? (?:mistake|error|slip)s?"
            r"(?:(?: \w+)? (?:is|are|would be|of|to|like|such as)\b|\s*:?\Z)"
            r"|\b(?<!no )(?<!without )(?:mistake|misconception|fallacy|pitfall|trap|temptation)s?(?: \w+)? "
            r"(?:is|are|would be|of|to|that|like|such as)\b|(?: not|n't) the same as\b"
            r"|(?<!nothing )\b(?:is|are|would be) (?:(?!not\b|never\b)\w+ )?"
            r"(?:wrong|false|incorrect|invalid|illegal|forbidden|nonsense|absurd)\s*:?\Z"
            r"|\b(?:find|spot|where is|what is) the (?:error|mistake|flaw)\b|\bwhat is wrong\b"
            rf"|\b(?:wrong|false|incorrect|untrue|invalid|mistaken)(?:ly)? (?:that|to {_SAY})\b"
            r"|\b(?:wrong|false|incorrect|bogus|invalid|naive|nonsense|absurd)(?: \w+)? (?:formula|identity|equation|rule|step|"
            r"simplification|calculation|computation|claim|statement|answer|argument|conclusion|cancellation|derivation)\b"
            rf"|(?: not|n't) (?:\w+ )?(?:true|correct|right|valid|the case)(?: in general)?(?: that\b| to {_SAY}\b|\s*:?\Z)"
            rf"|\b(?:never|do not|don't|must not|cannot|can not|can't|should not|shouldn't|may not|not to)(?: \w+)? {_SAY}\b"
            rf"|\btempt(?:ing|ed) to {_SAY}\b|\b(?:might|may|could) (?:\w+ )?(?:think|believe)\b"
            r"|\b(?:students|beginners|people)(?: \w+)? (?:write|think|believe|claim)\b"
            r"|^(?:never|do not|don't|you must not) (?:\w+ )?(?:use|simplify|cancel|replace|expect)\b"
            r"|\b(?:mistakenly|erroneously|naively|counterexample to)\b"
            r"|(?: not|n't) (?:\w+ )?(?:follow|imply|mean|have)(?: that)?\s*:?\Z"
        ),
    ),
    (
        Doubt.ASKED,
        re.compile(
            r"\b(?<!matter )(?<!regardless of )whether\b(?!.*,\Z)|\b(?:true or false|prove or disprove|prove or give)\b"
            r"|\b(?:find out|ask|determine|decide|investigate) (?:for|under|when|where|if|which|what)\b"
            r"|\b(?:conjecture|hope|guess|ask|wonder)(?: that| if)?\s*:?\Z"
            r"|^(?:is it (?:true|correct|possible)|does it follow|do we have)\b"
        ),
    ),
    (
        Doubt.SUPPOSED,
        re.compile(
            r"\b(?<!without )(?:suppose|supposing|assume|assuming|imagine|pretend|had (?:we|one|it)|"
            r"(?:assumption|hypothesis|condition|constraint|premise) that)\b"
            r"|\bconsider (?:\w+ ){0,4}(?:equation|system|inequality|condition|constraint|problem)s?\b"
        ),
    ),
)
"""Words that say so of all that follows them in the sentence, up to a conclusion."""

_ASKS: Final = re.compile(
    rf"^{_LABEL}(?:[^,:]*[,:] ?)?(?:please |now |also |then )?"
    r"(?:show|prove|disprove|verify|check|establish|deduce|demonstrate|justify|solve|find|determine|decide|conclude)\b"
    r"|^(?:use|try|apply)\b.* to (?:show|prove|verify|check|deduce|establish)\b"
)
"""A sentence that tells the reader to do something; `We show that` and `To show that` do not."""

_LABEL_ALONE: Final = re.compile(rf"^(?=[a-z(]){_LABEL}$")
_OPENS: Final = re.compile(
    r"\b(?:let|if|when|whenever|given|provided|for|take|choose|pick|find|there (?:is|are|exists?|exist|were|was))\b"
)
_CONNECTS: Final = re.compile(
    r"\b(?:satisf(?:y|ies|ying)|such that|with|for which|subject to|obey(?:s|ing)?|fulfil(?:s|ling)?|property that|"
    r"be the (?:statement|assertion|proposition|equation|relation|condition))"
    r"(?: both| also)?(?: (?:the|an?|this|following) (?:\w+ ){0,2}(?:relation|equation|identity|condition|inequality|system)s?)?"
    r"\s*:?\Z"
)
_JUST_BEFORE: Final[tuple[tuple[Doubt, re.Pattern[str]], ...]] = (
    (
        Doubt.DEFINED,
        re.compile(
            r"(?:^|\b(?:and|now|also|us|we) |, ?)(?:let|where|define|denote|set|put|call)(?: by| us define)?\s*:?\Z"
        ),
    ),
    (
        Doubt.SUPPOSED,
        re.compile(
            r"\b(?:(?:if|iff|when|whenever|unless|in case|provided(?: that)?|given(?: that)?|as long as)"
            r"(?: (?:we|one) ha(?:d|ve|s)| it (?:is|was|were|holds|held) (?:true )?that)?|"
            r"such that|subject to|(?:for|under|in|at) which|where|(?:condition|constraint|assumption|hypothesis|requirement)|"
            r"(?:require|demand|need|(?:must|should|has to|have to) (?:satisfy|have))(?: that)?)\s*:?\Z"
        ),
    ),
)
"""Words that say so of what they stand right before."""

_ASKING: Final = re.compile(
    rf"^{_LABEL}(?:(?:and|but|so|now) )?(?:is|are|do|does|did|can|could|would|will|should|has|have|which|what|when|who|"
    r"(?:for|at|under|in) (?:which|what))\b"
)
_PRESUMING: Final = re.compile(
    r"^(?:(?:and|but|so|now) )?(?:why|how (?:do|does|can|could) (?:we|one|you) (?:know|see|show|prove))\b"
)
_IS_WRONG: Final = re.compile(
    r"(?:(?:this|that|it|which|these)(?: \w+)? )?(?:"
    r"(?:is|are|would be)(?: (?!not\b|never\b)\w+){0,2} "
    r"(?:wrong|false|incorrect|invalid|untrue|nonsense|a (?:common )?mistake|an error|a fallacy)|"
    r"(?:is|are)(?: not|n't) (?:\w+ )?(?:true|correct|valid|right|the case|allowed|identity|theorem)|"
    r"is only (?:true|valid|correct)|"
    r"(?:(?:does|do|need|will|can|could)(?: not|n't)|cannot)(?: \w+)? (?:hold|be true|follow|work)|fails)\b"
)
_ON_WHAT_FOLLOWS: Final = re.compile(r"\bfollowing\b|\btrue\b|\bcorrect\b")
_WISHES: Final = re.compile(r"\b(?:for|want|require|need|expect|like|wish)\s*\Z")
_MISTAKE_SOUGHT: Final = re.compile(
    r"(?:where|what) is (?:the (?:error|mistake|flaw|fallacy)|wrong)\b|(?:find|spot) the (?:error|mistake|flaw|fallacy)\b|"
    r"explain why (?:this|that|it) is (?:wrong|false|incorrect|not)\b"
)
_RESTRICTED: Final = re.compile(
    r" (?:(?:for|in|over|with|without|modulo)\b(?! general| all| every| any| arbitrary)|"
    r"(?:if|when|unless|once|where|any ?more)\b)"
)


def moods(displays: list[Display], sources: tuple[Source, ...]) -> list[Doubt | None]:
    """Of each display how the words around it take it; None where they leave it a claim."""
    out: list[Doubt | None] = []
    end, source, last = 0, -1, None
    for display, after in zip_longest(displays, displays[1:]):
        text = sources[display.source].characters
        if display.source != source:
            end, source, last = 0, display.source, None
        start = display.body.offsets[0]
        before = text[max(end, start - MOST_BEFORE) : start]
        end = display.body.offsets[-1]
        stop = after.body.offsets[0] if after is not None and after.source == source else len(text)
        last = mood(before, display.body.characters, text[end : min(stop, end + MOST_BEHIND)], last)
        out.append(last)
    return out


def mood(before: str, body: str, behind: str, last: Doubt | None = None) -> Doubt | None:
    """How the words before a display and behind it take it; `last` is how the display before was taken, which `and` joins."""
    lead = _sentence_before(before)
    if last is not None and lead in ("and", "or", "as well as", ", and"):
        return last
    return _behind(lead, body.rstrip(), behind) or _before(lead)


def _sentence_before(before: str) -> str:
    """The words of the unfinished sentence, in small letters and without formulas; a finished one leaves nothing.

    Of a finished question, and of a label (`Exercise 3.`), the words are left.
    """
    text = _without_closing(_OPENING.sub("", before.rstrip(_BLANK)).rstrip(_BLANK))
    text = text[text.rfind("-->") + 3 :] if "-->" in text else text
    text = _PARAGRAPH.split(text)[-1]
    stops = [m.start() for m in _STOP.finditer(text) if not text.endswith(_SHORTENED, 0, m.start())]
    if stops and stops[-1] == len(text) - 1:
        whole = _words(text[(stops[-2] + 1 if len(stops) > 1 else 0) :])
        if len(stops) == 1 and _LABEL_ALONE.match(whole):
            return whole
        return "true or false" if whole.endswith("?") and _ON_WHAT_FOLLOWS.search(whole) else ""
    return _words(text[stops[-1] + 1 :] if stops else text)


def _words(text: str) -> str:
    """The words of a stretch in small letters, with a sign for each formula between them."""
    text = _NO_WORDS.sub(" § ", text) if "$" in text or "\\(" in text or "%" in text else text
    return " ".join(_MARKUP.sub("", text).lower().split())


def _without_closing(text: str) -> str:
    closing = _CLOSING.match(text)
    return text[closing.end() :] if closing else text


def _before(lead: str) -> Doubt | None:
    if not lead or not _HINTS.search(lead):
        return None
    if _LABEL_ALONE.match(lead) or _ASKS.search(lead):
        return Doubt.ASKED
    for doubt, pattern in _TO_ITS_END:
        ends = [found.end() for found in pattern.finditer(lead)]
        if ends and not _CONCLUDES.search(lead, ends[-1]):
            return doubt
    for doubt, pattern in _JUST_BEFORE:
        if pattern.search(lead):
            return doubt
    connects = _CONNECTS.search(lead)
    opens = _OPENS.search(lead) if connects else None
    if connects and opens and opens.end() <= connects.start() and not _CONCLUDES.search(lead, opens.end()):
        inside = lead[opens.end() : connects.start()]
        if opens[0] == "let" or "," not in inside.replace("§ , §", "§"):
            return Doubt.SUPPOSED
    return None


def _behind(lead: str, body: str, behind: str) -> Doubt | None:
    text = _without_closing(behind)
    joins = not re.search(r"\n[ \t>]*\n", behind[: len(behind) - len(text)]) or text[:1].islower()
    is_over = body.endswith((".", "!", ";")) or text[:1] in (".", "!", ";") or text[:1].isupper()
    text = _words(text)
    if body.endswith("?") or text[:1] == "?":
        return None if _PRESUMING.match(lead) else Doubt.ASKED
    text = text.lstrip(".,!; ")
    stop = _STOP.search(text)
    if stop is not None and stop[0] == "?" and not is_over and _ASKING.match(lead):
        return Doubt.ASKED
    if text.startswith(("to hold", "to be ")) and _WISHES.search(lead):
        return Doubt.SUPPOSED
    if _MISTAKE_SOUGHT.match(text):
        return Doubt.WARNED
    wrong = _IS_WRONG.match(text) if joins or text.startswith("this ") else None
    if wrong is None or (is_over and not text.startswith(("this ", "that ", "it "))):
        return None
    is_of_others = text.startswith(("this ", "that ", "it ")) and _RESTRICTED.match(text, wrong.end())
    return None if is_of_others else Doubt.WARNED
