"""Owner, date, ticket, state and priority, read out of the wording of an action item."""

import re
from dataclasses import dataclass
from datetime import date

from postmortems.domain.importing.lines import plain
from postmortems.domain.importing.verbs import starts_with_verb

_MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_ISO = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_DMY = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?\.?\s+{_MONTH},?(?:\s+(\d{{4}}))?(?!\d)", re.IGNORECASE
)
_MDY = re.compile(rf"\b{_MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?\s+(\d{{4}}))?", re.IGNORECASE)
_DUE = re.compile(r"(?:\b(?:due|deadline|eta|target(?: date)?|by|before|until|complete by)\b\W{0,6}(?:on\s+|date\W{0,3})?|📅\s*)(?=\S)", re.IGNORECASE)  # fmt: skip
_OWNER = re.compile(
    r"\b(?:owner|owners|owned by|assignee|assigned to|dri|lead|responsible|action owner|who)\b\s*(?:\*\*|__)?\s*[:=]\s*(?:\*\*|__)?\s*([^\n,;|()\]]{1,60}?)"
    r"(?=\s*(?:[,;|)\]\n]|\s[-–—]\s|\.\s|\.?$|\b(?:due|eta|ticket|status|priority|deadline)\b))",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w/.`])@([A-Za-z0-9][\w.-]{0,38}(?:/[\w.-]{1,40})?)(?!\w*/)")
_BRACKET_OWNER = re.compile(
    r"^\s*(?:\[([A-Z][\w.' -]{1,30})\]\s+(?!\()|([A-Z][a-zé]+(?: [A-Z][a-zé]+)?) to (?=[a-z]+\b))"
)
_BEHIND = re.compile(
    r"\s[-–—]\s([A-ZÀ-Þ][\w'’]+(?: [A-ZÀ-Þ][\w.'’]*){0,2})$|\((?!P\d)([A-ZÀ-Þ][\w'’]+(?: [A-ZÀ-Þ][\w.'’]*){0,2})\)$"
)
_URL = re.compile(r"https?://[^\s<>()\[\]\"'|]+")
_TICKET_URL = re.compile(
    r"/(?:issues?|pulls?|merge_requests|browse|tickets?|work_items|work-items|story|task|epics?|t|cards?|commit)/",
    re.I,
)
_KEY = re.compile(
    r"(?<![\w/-])(?!(?:UTC|GMT|SHA|ISO|RFC|CVE|HTTP|SEV|UTF|AES|RSA|MD|PM|P|TLS|EC|US|EU|IPV)-\d)([A-Z][A-Z0-9]{1,9}-\d{1,7})(?![\w-])"
)
_NUMBER = re.compile(r"(?<![\w&])([\w.-]{1,60}/[\w.-]{1,60})?#(\d{1,7})\b")
_STRUCK = re.compile(r"^\W*~~.+~~\W*$")
_DONE = re.compile(
    r"^\W*(?:done|completed?|closed|fixed|merged|resolved|shipped)\b\s*[\])*:–—-]|[\[(]\s*(?:done|complete[d]?|closed|fixed|merged|resolved)\b[^\])]{0,40}[\])]|"
    r"[-–—:|]\s*(?:\*\*)?(?:done|completed?|closed|fixed|merged)(?:\*\*)?\W*$|[✅✓✔☑]|:white_check_mark:|\bstatus\W{1,6}(?:done|complete|closed|fixed|resolved)",
    re.IGNORECASE,
)
_SHOUTED = re.compile(r"(?:\*\*|\[|^|- )DONE(?:\*\*|\]|\W*$)")
_OPEN = re.compile(r"\b(?:not|isn't|to be|will be|until|partially|in progress)\b", re.IGNORECASE)
_PRIORITY = re.compile(r"(?<![\w-])P([0-4])(?![\w-])|\b(?:prio(?:rity)?)\W{1,4}(highest|critical|urgent|high|medium|normal|low|p?[0-4])\b", re.IGNORECASE)  # fmt: skip
_WORDS = {
    "highest": "p0",
    "critical": "p0",
    "urgent": "p0",
    "high": "p1",
    "medium": "p2",
    "normal": "p2",
    "moderate": "p2",
    "low": "p3",
    "lowest": "p4",
}


@dataclass(frozen=True)
class Fields:
    """What one text says of itself; "" and None where it says nothing."""

    owner: str = ""
    due: date | None = None
    ticket: str = ""
    done: bool = False
    priority: str = ""


def read_fields(text: str, *, year: int | None, references: dict[str, str]) -> Fields:
    """Read the fields out of the raw text of an action. `year` is for dates without one."""
    text = text[:4000]
    return Fields(
        read_owner(text),
        read_due(text, year),
        read_ticket(text, references),
        is_done(text),
        read_priority(text),
    )


def read_owner(text: str) -> str:
    """The owner as written: after a label, a handle, or in front ("[Ana]", "Ana to ...")."""
    labelled = _OWNER.search(text)
    if labelled:
        return plain(labelled.group(1)).strip(" *_.-")
    handles = [match.group(0).rstrip(".-") for match in _HANDLE.finditer(text)]
    if handles:
        return ", ".join(dict.fromkeys(handles))
    behind = _BEHIND.search(text.rstrip())
    if behind and not (behind.group(1) or behind.group(2)).isupper():
        return (behind.group(1) or behind.group(2)).strip()
    front = _BRACKET_OWNER.match(text.lstrip("-*+•0123456789.) []xX"))
    if front and (front.group(1) or starts_with_verb(text.split(" to ", 1)[-1])):
        return front.group(1) or front.group(2)
    return ""


def read_due(text: str, year: int | None) -> date | None:
    """The first date after "due", "by", "ETA" and the like."""
    for label in _DUE.finditer(text):
        found = read_date(text[label.end() : label.end() + 28], year)
        if found:
            return found
    return None


def read_date(text: str, year: int | None) -> date | None:
    """A calendar date at the begin of a text: ISO, "5 May 2024", "May 5, 2024"; without a year, `year` is taken."""
    text = text.strip(" *_`([<")
    for pattern, order in ((_ISO, "ymd"), (_DMY, "dmy"), (_MDY, "mdy")):
        found = pattern.match(text)
        if not found:
            continue
        parts = dict(zip(order, found.groups(), strict=True))
        month = _MONTHS.get(parts["m"][:3].casefold()) if not parts["m"].isdigit() else int(parts["m"])
        try:
            return date(int(parts["y"] or year or 0), month or 0, int(parts["d"]))
        except ValueError:
            return None
    return None


def read_ticket(text: str, references: dict[str, str]) -> str:
    """The address of the ticket, or its number where there is no address."""
    for label, target in references.items():
        if f"[{label}]" in text.casefold() and target.startswith("http"):
            return target
    urls = [match.group(0).rstrip(".,;:") for match in _URL.finditer(text)]
    tickets = [url for url in urls if _TICKET_URL.search(url)]
    if tickets:
        return tickets[0]
    key = _KEY.search(_URL.sub(" ", text)) or _NUMBER.search(_URL.sub(" ", text))
    if key:
        return key.group(0)
    return ""


def is_done(text: str) -> bool:
    """Whether the text says that it is finished: struck through, ticked, or a word such as "(done)"."""
    return bool(_STRUCK.match(text.strip().lstrip("-*+ "))) or bool(
        _DONE.search(text) and not _OPEN.search(text[-60:])
    )


def read_priority(text: str) -> str:
    """ "p0" to "p4", or ""."""
    found = _PRIORITY.search(text)
    if not found:
        return ""
    word = (found.group(1) or found.group(2)).casefold()
    return _WORDS.get(word, f"p{word[-1]}")


def priority_word(text: str) -> str:
    """The priority in a table's cell."""
    word = plain(text).casefold().strip(" .!")
    return _WORDS.get(word, "") or (f"p{word[-1]}" if re.fullmatch(r"p?[0-4]", word) else read_priority(text))
