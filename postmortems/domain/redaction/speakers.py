"""Finds the speakers of a chat log, also under nicknames, and those by whom something was done."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postmortems.domain.redaction.english import is_english, is_nickname
from postmortems.domain.redaction.findings import Hit
from postmortems.domain.redaction.signers import NAME, WHY_SIGNER, person_hit, plausible
from postmortems.domain.redaction.words import (
    ABBREVIATIONS,
    COMMON,
    DEEDS,
    GIVEN_NAMES,
    PRODUCTS,
    SPEECH,
    is_word,
    section,
)

_SPEAKER = re.compile(
    r"(?:^|\n)[ \t>*-]{0,6}(?:\[(?:\d{4}-\d{2}-\d{2}[ T])?\d{1,2}:\d{2}(?::\d{2})?(?: ?[AP]M)?(?: [A-Z]{2,4})?\]|(?:\d{4}-\d{2}-\d{2}[ T])?\(?\d{1,2}:\d{2}(?::\d{2})?(?: ?[AP]M)?\)?(?: ?[AP]M)?)"
    r"[ \t-]{1,4}(?:\*{2})?([^\W\d_][\w.'-]{1,30}(?: [A-Z][\w.'-]{0,30}){0,2})(?:\*{2})?(?: \([^)\n]{1,30}\))?(?:\*{2})?:[ \t*]",
    re.I,
)
_STAMPED = re.compile(
    rf"(?:^|\n)({NAME}(?: {NAME}){{0,2}})[ \t]{{1,4}}\[?\d{{1,2}}:\d{{2}}(?::\d{{2}})? ?(?:[AP]M)?\]?[ \t]*(?=\n|$)"
)
_QUOTED = re.compile(
    r"(?:^|\n)[ \t]{0,4}(?:> ?){1,3}([a-z][a-z0-9_]{1,20}(?:[.-][a-z][a-z0-9_]{1,20})?|[A-Z][a-z]{2,20}(?: [A-Z][a-z]{1,20})?):[ \t]"
)
# "was reported on IRC by maldridge": only people report, approve and spot; programs trigger, send and write.
_DONE_BY = re.compile(
    r"\b(?:reported|noticed|spotted|raised|found|done|merged|approved|reviewed|confirmed|initiated|issued|acked|acknowledged|reverted|paged|"
    r"suggested|requested|asked|led|handled|authored|discovered|flagged|reachable|pressed|provided)(?: (?!by\b)[\w'/-]{1,20}){0,4} by @?"
    r"([A-Za-z][a-z0-9_]{3,20})(?=[.,;:)\n|]|\s*$| (?:at|from|on|in|via|and|who|to|over|after|while|as)\b)"
)
_NOT_NICK_ENDS = (
    "s", "ing", "ion", "ity", "er", "or", "ent", "ant", "ist", "ware", "ance", "ence", "ure", "al", "ic", "ed", "ly", "ness", "ship",
    "ment", "bot", "db", "ops", "age", "ism", "hub", "ful", "able", "ctl", "app", "tool", "ify", "cloud", "mail",
)  # fmt: skip
_NOT_NICK = section("not_nick")
_LABELS = section("labels")
_OF_SERVICE = section("of_service")


def _nick(name: str) -> bool:
    """Whether one word in small letters may be how somebody calls themselves in chat."""
    low = name.lower().strip("_")
    if low in _LABELS or low in _NOT_NICK or low in ABBREVIATIONS:
        return False
    if re.search(r"\d|_", low):
        return re.fullmatch(r"[a-z]{2,}[a-z_]*\d{0,4}", low) is not None and not _OF_SERVICE.intersection(
            re.split(r"[\d_]+", low)
        )
    if low in GIVEN_NAMES or is_nickname(low):
        return True
    return not (is_word(low) or low in DEEDS or low in SPEECH or low.endswith(_NOT_NICK_ENDS))


def _speaks(name: str, line: str) -> bool:
    """A speaker in small letters: behind a time in brackets nearly every word, behind a bare time only a nickname."""
    if not name.islower() or _OF_SERVICE.intersection(re.split(r"[^a-z]+", name)):
        return False
    if "[" in line[:8]:
        return name not in COMMON | PRODUCTS | DEEDS | SPEECH | _LABELS
    if re.fullmatch(r"[a-z]{2,20}[.][a-z]{1,20}", name):
        return not GIVEN_NAMES.isdisjoint(name.split("."))
    return "-" not in name and "." not in name and " " not in name and _nick(name)


def _named(name: str) -> bool:
    """Whether a speaker's name is one: "Stability: 1" is a label."""
    return plausible(name) and (" " in name or not is_english(name.lower()) or name.lower() in GIVEN_NAMES)


def find_speakers(text: str) -> Iterator[Hit]:
    """Who speaks in a chat log: "[10:02] Sam: on it", "Sam Carter  10:02 AM"."""
    for pattern in (_SPEAKER, _STAMPED):
        for match in pattern.finditer(text):
            name = match.group(1)
            if name.lower() not in _LABELS and (_named(name) or _speaks(name, match.group())):
                yield person_hit(match.start(1), name, 0.8, WHY_SIGNER)


# Lines of a chat without times: "Anna: hey", "[Thread] Synne: same".
_LINE = re.compile(
    r"(?:^|\n)(?:\[[^\]\n]{1,20}\] |[-*>] )?([A-Z][\w'-]{1,20}(?: [A-Z][\w'-]{1,20})?): (?=[^\s|])"
)


def _in_turns(text: str) -> Iterator[Hit]:
    """Who speaks line after line, where at least one of them has a given name."""
    lines = list(_LINE.finditer(text))
    words = [match.group(1).split()[0].lower() for match in lines]
    if len(set(words)) < 2 or not any(word in GIVEN_NAMES and not is_english(word) for word in words):
        return
    for match, word in zip(lines, words, strict=True):
        if not is_english(word) and word not in _LABELS and plausible(match.group(1)):
            yield person_hit(match.start(1), match.group(1), 0.65, WHY_SIGNER)


def find_quoted(text: str) -> Iterator[Hit]:
    """Who speaks in a quotation: "> hans.mueller: not yet"."""
    yield from _in_turns(text)
    for match in _QUOTED.finditer(text) if ">" in text else ():
        name = match.group(1)
        if name.lower() not in _LABELS and (_speaks(name, "") or (name[:1].isupper() and _named(name))):
            yield person_hit(match.start(1), name, 0.75, WHY_SIGNER)


def find_nicks(text: str) -> Iterator[Hit]:
    """People under a nickname behind what only people do: "reported on IRC by maldridge"."""
    for match in _DONE_BY.finditer(text) if " by " in text else ():
        name = match.group(1)
        if _nick(name) and name.lower() not in PRODUCTS:
            yield person_hit(match.start(1), name, 0.6, "Something was done by this person.")
