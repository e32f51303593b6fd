"""Lines that tell their nature by their first words: a chat name, a commit, a status page, a remark about the text itself."""

import re

TIMELINE = re.compile(
    r"\b(?:time\s?line|chronolog\w*|sequence of events|what happened|log of events|event log|incident log)\b",
    re.IGNORECASE,
)
PLANS = re.compile(
    r"\b(?:action\s(?:items?|points?|plan)|corrective actions|follow[- ]?ups?|next steps|to-?dos?|remediations?|preventi\w+|planned work|future)\b",
    re.IGNORECASE,
)
META = re.compile(
    r"^\W*(?:date|time|dates?/times?|(?:date|time)\s(?:range|of\s\w+)|incident\sdate|published|updated|last\s\w+|created|written|author\w*|version|reviewed|due"
    r"|duration|time\s?zone|window|period|meeting|posted|when|year|generated|exported|next\s\w+)\b[^:\w]*:",
    re.IGNORECASE,
)
CHAT = re.compile(
    r"^(?P<name>@?[^\W\d][\w.'()-]{0,30}(?:\s[\w.'()-]{1,30}){0,2}?)\s*(?::[\w-]{1,30}:)?\s+\[?(?P<time>\d{1,2}:\d\d(?::\d\d)?(?:\s?[AaPp][Mm])?)\]?\s*$"
)
CUE_WORD = re.compile(
    r"\b(?:at|by|from|until|to|and|around|about|since|after|before|between|or|till)$", re.IGNORECASE
)
STATUS = re.compile(
    r"^\W*(?:Resolved|Monitoring|Identified|Investigating|Update|Postmortem|Completed|In progress|Verifying|Scheduled)\b\W"
)
POSTED = re.compile(r"^Posted\s.{1,40}?\sago\.\s*", re.IGNORECASE)
COMMIT = re.compile(r"^commit\s[0-9a-f]{7,40}\b")
HASH = re.compile(r"^(?:\*\s)?[0-9a-f]{7,40}\s+(?=\W?\d{4}-|\W?[A-Z][a-z]{2}\W)")
