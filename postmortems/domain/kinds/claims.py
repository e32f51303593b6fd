"""Sentences that say there is no evidence of something: they hold only for the time that logs cover (practice B8)."""

from __future__ import annotations

import re

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


def no_access(text: str) -> str:
    """The first words that claim nothing was accessed; "" without such a claim."""
    found = _CLAIM.search(text)
    return found.group() if found else ""
