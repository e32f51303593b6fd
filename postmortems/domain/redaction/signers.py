"""Finds people by the form of a line: signatures, labels, lists of attendees, initials."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postmortems.domain.redaction.english import is_english
from postmortems.domain.redaction.findings import Hit
from postmortems.domain.redaction.positions import Tokens, begins_sentence
from postmortems.domain.redaction.words import (
    ABBREVIATIONS,
    AMBIGUOUS,
    COMMON,
    DEEDS,
    GIVEN_NAMES,
    PRODUCTS,
    section,
)

NAME = r"[^\W\d_][^\W\d_'’.-]{0,30}(?:[-'][^\W\d_]{1,30}){0,2}"
_LABEL = re.compile(
    r"(?:^|\n|\||\")[ \t>*_#-]{0,8}(?:\w{2,12}[- ])?(authors?|reporters?|reported[- ]by|reviewed[- ]by|co-authored-by|signed-off-by|approved[- ]by|"
    r"written[- ]by|prepared[- ]by|acked-by|tested-by|owners?|assignees?|assigned to|incident commander|commander|ic|scribe|attendees|participants|responders?|"
    r"on[- ]?call|facilitators?|approvers?|reviewers?|present|involved|contacts?|cc|thanks(?: to)?|comms(?: lead)?|ops lead|lead|byline|photo|dri|poc|sme|analysts?|engineers?|operators?|volunteers?|moderators?|staff(?: (?:on|present|online|at) [\w ]{2,20})?|crew|managers?|maintainers?|speakers?|members?|attending|atendees|attendants|on shift|on duty|first responders?|investigators?|technicians?|admins?|commanders?|coordinators?|leads?|hosts?)"
    r"[*_]{0,2}\"?\s{0,2}[:=|][*_]{0,2}[ \t\[\"']{0,4}([^\n|]{2,200})",
    re.I,
)
_LISTED = re.compile(
    rf"({NAME}\.?(?: (?:(?:van|von|de|der|den|da|di|la|el|al|bin) ){{0,2}}(?=[A-Z]){NAME}\.?){{0,3}})"
)
_HEADING = re.compile(
    r"(?:^|\n)#{1,5} *(?:attendees|participants|responders|people involved|present|involved people|on[- ]call)[^\n]{0,20}\n((?:[ \t]*(?:[-*] ?)?[^\n#]{0,80}(?:\n|$)){1,40})",
    re.I,
)
_INITIALS_LINE = re.compile(r"\A[ \t]*(?:[-*] )?([A-Z]{2}(?:\s{0,2},\s{0,2}[A-Z]{2}){0,12})[ \t]*\Z")
_INITIALS = re.compile(r"(?<![\w.])[A-Z]{2,3}(?![\w.])")
_WITH_INITIALS = section("with_initials")
# Pairs of letters that are abbreviations elsewhere, and far likelier a person when they are all that a line holds.
_ALONE = frozenset(("an", "sc", "sd", "ed", "ec", "ja", "js"))
_INITIALLED = re.compile(r"[A-Z]\. ?(?:[A-Z]\. ?)?([A-Z][a-z]{2,30})(?: [A-Z][a-z]{2,30})?\b")
_LETTERED = frozenset(
    (
        "plan",
        "part",
        "chapter",
        "option",
        "appendix",
        "section",
        "figure",
        "table",
        "step",
        "group",
        "type",
        "class",
        "phase",
        "vitamin",
        "grade",
        "node",
        "zone",
        "site",
    )
)
_AND = re.compile(r"(?:(?!\band\b|\bor\b).)+")
WHY_SIGNER = "A speaker or signer is named here."
WHY_INITIALS = "These look like a person's initials."


def plausible(name: str) -> bool:
    """Whether one to four words may be the name of a speaker or signer."""
    words = re.findall(r"[^\W\d_]+", name)
    if not words or len(words) > 4:
        return False
    first = words[0].lower()
    if first in GIVEN_NAMES and first not in COMMON and first not in PRODUCTS:
        return True
    if any(word.lower() in COMMON or word.lower() in PRODUCTS or word.lower() in DEEDS for word in words):
        return False
    return words[0][0].isupper() and not name.isupper()


def person_hit(start: int, name: str, sure: float, why: str) -> Hit:
    """A person who is not on the roster, at a place of the text."""
    return Hit(start, start + len(name), "person", sure, why, "stranger:" + name.lower())


_TEAM_BEHIND = re.compile(r" (?:team|squad|guild|group|department|crew|unit|tribe|platform)\b", re.I)


def _names_in(text: str, start: int, end: int) -> Iterator[Hit]:
    """The names of a list such as "Ada Lovelace, Alan Turing and Grace Hopper"."""
    for match in _LISTED.finditer(text, start, end):
        if text[match.start() - 1 : match.start()] == "(":
            continue  # "Jennifer Martinez (Boss)"
        if _TEAM_BEHIND.match(text, match.end()):
            continue  # "Owner: Payments team"
        for piece in _AND.finditer(match.group(1)):
            name = piece.group().strip(" .")
            at = match.start(1) + piece.start() + piece.group().index(name) if name else 0
            if name[:1].isupper() and text[at + len(name) : at + len(name) + 1] != ":" and plausible(name):
                yield person_hit(at, name, 0.8, WHY_SIGNER)


_HEADED = re.compile(r"[^\n]*\n[ \t:|-]{3,600}(?:\n|$)")
_CLOSING = re.compile(
    r"(?:^|\n|[.!?] )(?:[Tt]hanks(?: again| all)?|[Tt]hank you|[Rr]egards|(?:[Kk]ind|[Bb]est|[Ww]arm) [Rr]egards|[Bb]est|[Cc]heers|[Ss]incerely|[Yy]ours(?: truly)?|BR|[Tt]hx),?[ \t]*[\n ][ \t]*[-–—]{0,2} ?([A-Z][\w'-]{1,20}(?: [A-Z][\w'.-]{0,20}){0,2})(?=[ \t]*(?:\n|$|\())"
)


# "… is fixed. -Dusty, Nathan and the NOC", "hi all, Rutger here", "this is Rutger from the data centre".
_DASHED = re.compile(
    r"(?:[.!?)]|\n)[ \t]{0,3}[-–—~]{1,2} ?([A-Z][a-z]{1,15}(?: [A-Z]\.)?(?:(?:, | and | & |/)[A-Z][a-z]{1,15}){0,4})(?:,? (?:and|&) [^\n]{2,30})?[ \t]*(?=\n|$| (?:Update|UPDATE|Edit|PS|P\.S\.)\b)"
)
# The rare words behind and before the name are looked for first.
_HERE = re.compile(r" here\b(?=[ ,.!:])")
_BEFORE_HERE = re.compile(r"(?:^|\n|[,.!] |\b[Tt]his is |\b[Ii]t's )([A-Z][a-z]{2,15})$")
_THIS_IS = re.compile(
    r"his is ([A-Z][a-z]{2,15})(?= (?:(?:from|speaking|at|in) (?:the|our)\b|in [a-z]{4,14}\b|speaking\b))"
)


def _dashed(text: str) -> Iterator[Hit]:
    for match in _DASHED.finditer(text):
        for name in re.finditer(r"[A-Z][a-z]+(?: [A-Z]\.)?", match.group(1)):
            low = name.group().split()[0].lower()
            if (
                low in GIVEN_NAMES or low in AMBIGUOUS or not is_english(low)
            ) and low not in PRODUCTS | COMMON:
                yield person_hit(match.start(1) + name.start(), name.group(), 0.7, WHY_SIGNER)
    here = (_BEFORE_HERE.search(text, max(0, end.start() - 28), end.start()) for end in _HERE.finditer(text))
    for match in (*filter(None, here), *_THIS_IS.finditer(text)):
        low = match.group(1).lower()
        if (low in GIVEN_NAMES and low not in COMMON) or (not is_english(low) and low not in PRODUCTS):
            yield person_hit(match.start(1), match.group(1), 0.7, WHY_SIGNER)


def _closing(text: str) -> Iterator[Hit]:
    """Who signs a mail: "Thanks, Geordi"."""
    yield from _dashed(text)
    for match in _CLOSING.finditer(text):
        name = match.group(1)
        if plausible(name) and not is_english(name.split()[0].lower()):
            yield person_hit(match.start(1), name, 0.75, WHY_SIGNER)


def find_signers(text: str) -> Iterator[Hit]:
    """Names and initials after a label ("author:", "Reviewed-by:"), under a heading such as Attendees, or alone on a line."""
    spans = [(match.start(2), match.end(2), match.group(1).lower()) for match in _LABEL.finditer(text)]
    # "| Service | Owner | Tier |" is the heading of a table.
    spans = [span for span in spans if not _HEADED.match(text, span[1])]
    spans += [(match.start(1), match.end(1), "attendees") for match in _HEADING.finditer(text)]
    for start, end, label in spans:
        yield from _names_in(text, start, end)
        for match in _INITIALS.finditer(text, start, end) if label in _WITH_INITIALS else ():
            yield person_hit(match.start(), match.group(), 0.65, WHY_INITIALS)
    yield from _closing(text)
    alone = _INITIALS_LINE.match(text)
    for match in _INITIALS.finditer(text) if alone else ():
        if match.group().lower() not in ABBREVIATIONS - _ALONE or "," in text:
            yield person_hit(match.start(), match.group(), 0.55, WHY_INITIALS)


def find_initialled(tokens: Tokens) -> Iterator[Hit]:
    """A surname behind an initial: "J. Smith", "A. B. Okafor"; "Plan B. Then" is the end of a sentence."""
    past = 0
    for index in tokens.capitals:
        start, end = tokens.spans[index]
        if end - start > 1 or start < past or tokens.text[end : end + 1] != ".":
            continue
        before, gap = tokens.word(index - 1), tokens.gap(index)
        match = _INITIALLED.match(tokens.text, start)
        if not match or (index and not (gap.strip(" (,/*") == "" or "\n" in gap)):
            continue
        surname = match.group(1).lower()
        if begins_sentence(tokens, index) and is_english(surname):
            continue  # "A. Products", "## J. Naming individuals"
        if surname not in COMMON and surname not in PRODUCTS and before not in _LETTERED:
            past = match.end()
            yield person_hit(start, match.group(), 0.7, WHY_SIGNER)
