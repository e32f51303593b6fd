"""Machines in listings and titles: rows of "kubectl get nodes", "zydeco outage 20071010", "Rainbow Dash (rainbowdash.example.net)"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postmortems.domain.redaction.findings import Hit
from postmortems.domain.redaction.host_nouns import machine_hit
from postmortems.domain.redaction.host_said import may_be
from postmortems.domain.redaction.positions import Tokens

# Rows of listings: nodes of a cluster, of a queue, guests of a hypervisor.
_ROW = re.compile(
    r"(?:^|\n)[ \t*]{0,4}([a-z][a-z0-9.-]{2,60})\*?[ \t]+(?:(?:Not)?Ready(?:,SchedulingDisabled)?[ \t]+[\w<>,-]+[ \t]+\d+[smhdy]|(?:Ready|Down|Unknown)[ \t]+(?:Active|Drain|Pause)|\d+m?[ \t]+\d+%[ \t]+\d+[KMG]i[ \t]+\d+%)"
)
_GUEST = re.compile(
    r"(?:^|\n)[ \t]{0,4}(?:\d{1,5}|-)[ \t]{1,8}([a-z][a-z0-9-]{2,40})[ \t]{2,40}(?:running|shut off|stopped|paused|crashed)\b"
)
_TITLE = re.compile(
    r"(?:\A|\n[ \t]*\n|\n[#*=>|-]{1,6} )[ \t#*=>-]{0,8}([a-z][a-z0-9]{2,20}) (?:outage|downtime|crash|maintenance|incident|failure|reboot|reinstall|migration|upgrade|postmortem|post-mortem|down|problems|issues|offline|disk|move|rebuild)\b"
)
_NAMED = re.compile(
    r"([A-Z][A-Za-z]{2,20}(?: [A-Z][A-Za-z]{1,20}){0,2}) [(\[]`?([a-z0-9-]{3,40})(?:\.[a-z0-9-]{1,40}){1,5}`?[)\]]"
)


def find_in_titles(tokens: Tokens) -> Iterator[Hit]:
    """Names of machines that a listing, a title or their own address gives away."""
    text = tokens.text
    for pattern in (_ROW, _GUEST) if "  " in text or "\t" in text else ():
        for match in pattern.finditer(text):
            yield machine_hit(match.start(1), match.group(1), 0.8)
    for match in _TITLE.finditer(text):
        if may_be(match.group(1)):
            yield machine_hit(match.start(1), match.group(1), 0.65)
    for match in _NAMED.finditer(text) if "(" in text or "[" in text else ():
        if match.group(1).lower().replace(" ", "") == match.group(2).replace("-", ""):
            yield machine_hit(match.start(1), match.group(1), 0.7)
