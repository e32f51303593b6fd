"""Sentences that say there is no evidence of something: they hold only for the time that logs cover (practice B8)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_SIGN = r"(?:evidence|sign|signs|indication|indications|trace|traces|proof|reason to believe)"
_ACT = (
    r"(?:access\w*|misus\w*|abus\w*|exfiltrat\w*|download\w*|copied|copying|read(?:ing)?|viewed|viewing|used|use|exploit\w*|"
    r"leak\w*|stolen|theft|taken|tamper\w*|compromis\w*|unauthori[sz]ed|malicious)"
)
_CLAIM = re.compile(
    rf"\b(?:no|without(?: any)?|not? (?:seen|found|have|see|find) any|no known)\s+(?:\w+\s+){{0,2}}?{_SIGN}\b[^.!?\n]{{0,120}}?\b{_ACT}\b"
    rf"|\b(?:was|were|has been|have been) (?:never|not) (?:accessed|viewed|downloaded|exfiltrated|misused|exploited)\b"
    rf"|\bno(?:body|\s?one) (?:\w+\s+){{0,2}}?(?:accessed|viewed|downloaded|read|copied|misused|exploited)\b"
    rf"|\bno (?:unauthori[sz]ed |malicious |actual )?(?:access(?:es)?|misuse|exfiltration|downloads?) (?:was|were|has|have|took|is|occurred|happened)\b",
    re.I,
)


# A claim stands around one of these words; most texts have few of them, and the rest needs no second look.
_HINT = re.compile(
    r"\b(?:evidence|signs?|indications?|traces?|proof|reason|(?:accessed|viewed|downloaded|exfiltrated|misused|exploited|read|copied)"
    r"|access(?:es)?|misuse|exfiltration|downloads?)\b",
    re.I,
)
BEFORE, AFTER, MOST_LOOKED_AT = 70, 170, 8_000


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """The parts of a text that a claim could stand in, without overlaps."""
    start = end = 0
    for hint in _HINT.finditer(text):
        if end and hint.start() - BEFORE > end:
            yield start, end
            end = 0
        start = start if end else max(hint.start() - BEFORE, 0)
        end = hint.end() + AFTER
    if end:
        yield start, end


@lru_cache(maxsize=1024)
def no_access(text: str) -> str:
    """The first words that claim nothing was accessed; "" without such a claim."""
    left = MOST_LOOKED_AT
    for start, end in _stretches(text):
        found = _CLAIM.search(text, start, min(end, start + left))
        if found:
            return found.group()
        left -= end - start
        if left <= 0:
            break
    return ""
