"""The title of an action: its words without number, ticket, owner and date, which are fields of their own."""

import re

from postmortems.domain.importing.lines import plain
from postmortems.domain.importing.sentences import first_sentence

NUMBERED = re.compile(
    r"^\W*(?:\d{1,2}\s*[).:-]|(?:action|item|task|ai)\s*#?\d{1,3}\b\W*|\[?ai-?\d+\]?)\s*", re.IGNORECASE
)
LINKS_ONLY = re.compile(r"^(?:\W*(?:https?://\S+|\[[^\]]*\]\([^)]*\)|#\d+|[A-Z]{2,10}-\d+))+\W*$")
_TRAILING_LINK = re.compile(
    r"\s*[(\[]*\[(?:link to )?(?:issue|pr|pull request|link|ticket|jira|mr|bug|tracking issue|github issue)s?\](?:\([^()]*\)|\[[^\]]*\])[)\]]*(?=[.\s]|$)",
    re.I,
)
_LEAD_REFERENCE = re.compile(r"^\[[^\]]{1,60}\](?:\([^()]*\)|\[[^\]]*\])?\s*[:–—-]\s*")
_BOLD_LEAD = re.compile(r"^(?:\*\*|__)(.{3,160}?)(?:\*\*|__)\s*[:.–—-]?\s*(.*)$", re.DOTALL)
_TICKET_ADDRESS = re.compile(
    r"https?://[^/\s]+/([\w.-]+/[\w.-]+)/(?:-/)?(?:issues|pull|merge_requests)/(\d+)\S*"
)
_FRONT_HANDLE = re.compile(r"^`?@[\w.-]{1,39}`?[:,]?\s+(?=\S+\s\S)")
_FRONT_TICKET = re.compile(
    r"^\[?(?:[A-Z][A-Z0-9]{1,9}-\d+|https?://\S+)\]?(?:\([^()\s]*\))?\s*[:–—-]?\s+(?=\S)"
)
_END_FIELD = re.compile(
    r"(?:\s*[(\[]\s*(?:owners?|due|assignee|dri|eta|status|done|completed?|p[0-4]|in progress|todo|open|closed|fixed|merged)\b[^()\[\]]{0,80}[)\]]|"
    r"\s*[-–—,;|]\s*(?:owner|due|assignee|dri|eta|status|priority)\s*[:=][^|;]{1,40}|\s+[(\[]?@[\w.-]{1,39}[)\]]?|\s+\[[A-Z]{2,10}-\d+\]|,\s*due [^,;]{3,25})\W*$",
    re.IGNORECASE,
)
_LONG_TITLE = 160


def title_of(text: str) -> tuple[str, str]:
    """A short title, and the rest: a bold beginning, or the first sentence of something long."""
    text = NUMBERED.sub("", _LEAD_REFERENCE.sub("", text.strip()), count=1).strip()
    text = _without_fields(_FRONT_HANDLE.sub("", text, count=1))
    bold = _BOLD_LEAD.match(text)
    if bold and bold.group(2).strip():
        return plain(bold.group(1)).rstrip(":. "), bold.group(2).strip()
    short = plain(_TRAILING_LINK.sub("", text)).strip(" -–—") or plain(text)
    if len(short) <= _LONG_TITLE or LINKS_ONLY.match(text):
        return (_named_link(short) or text.strip()), ""
    head = first_sentence(text)
    name = plain(_TRAILING_LINK.sub("", head))
    return (name, text[len(head) :].strip()) if len(name) <= 300 else (f"{name[:297].rstrip()}…", text)


def _named_link(text: str) -> str:
    """A bare address of a ticket by its short name, "owner/name#12"; other words as they are."""
    found = _TICKET_ADDRESS.fullmatch(text)
    return f"{found.group(1)}#{found.group(2)}" if found else text


def _without_fields(text: str) -> str:
    """The words of an action without its ticket in front and its owner, date and state at the end: these are fields."""
    shorter = _FRONT_TICKET.sub("", text, count=1)
    for _round in range(4):
        shorter = _END_FIELD.sub("", shorter).rstrip(" -–—,;·")
    return shorter if len(shorter.split()) >= 2 else text
