"""Facts of the incident from a document's statements about itself: moments, severity, services, people, date, zone."""

import re
from datetime import date

from postmortems.domain import timeline
from postmortems.domain.importing.fields import read_date
from postmortems.domain.importing.lines import plain
from postmortems.domain.importing.metadata import Pair
from postmortems.domain.importing.model import Fact, ImportedPerson
from postmortems.domain.importing.stamps import has_clock

MOMENTS = ("started", "detected", "acknowledged", "mitigated", "resolved")
_SEVERITY = re.compile(
    r"(?<![A-Za-z])(?:sev(?:erity)?|s|p|priority|pri|prio|level)?[\s#:-]{0,3}([0-5])(?!\d)", re.IGNORECASE
)
_SEVERITY_IN_TEXT = re.compile(
    r"(?<![A-Za-z])sev(?:erity)?[\s#-]{0,2}([0-5])(?!\d)|severity[\s*_]{0,4}[:=|][\s*_|]{0,4}(critical|major|high|minor|medium|moderate|low)",
    re.IGNORECASE,
)
_SEVERITY_WORDS = (("critical", "sev1"), ("highest", "sev1"), ("catastroph", "sev1"), ("emergency", "sev1"), ("blocker", "sev1"), ("major", "sev2"), ("high", "sev2"),
                   ("medium", "sev3"), ("moderate", "sev3"), ("minor", "sev3"), ("significant", "sev2"), ("low", "sev4"), ("trivial", "sev4"), ("informational", "sev4"))  # fmt: skip
_DATE = re.compile(
    r"(?<!\d)\d{4}[-/]\d{1,2}[-/]\d{1,2}(?!\d)|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2}(?:st|nd|rd|th)?(?:\s*[-–]\s*\d{1,2}(?:st|nd|rd|th)?)?,?\s+\d{4}|"
    r"(?<!\d)\d{1,2}(?:st|nd|rd|th)?\.?\s+(?:of\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+\d{4}",
    re.IGNORECASE,
)
_RANGE = re.compile(r"(\d)(?:st|nd|rd|th)?\s*[-–]\s*\d{1,2}(?:st|nd|rd|th)?(?=,?\s+\d{4})")
_ZONE = re.compile(
    r"\b(?:UTC|GMT|CES?T|[ECMP][SD]T|BST|IST|JST|AES?T|[A-Z][a-z]+/[A-Z][A-Za-z_]+|[+-]\d{2}:\d{2})\b"
)
_ZONED = re.compile(
    r"\d{1,2}:\d{2}(?::\d{2})?\s?(?:[AaPp]\.?[Mm]\.?\s?)?\(?(UTC|GMT|CES?T|[ECMP][SD]T|BST|IST|JST|AES?T)\b"
)
_NAME = re.compile(r"^[^\W\d_][\w.'’-]*(?:\s+(?:(?:van|de|der|von|la|del|di|da)\s+)*[^\W\d_][\w.'’-]*){0,3}$")
_HANDLE = re.compile(r"@[A-Za-z0-9][\w.-]{0,38}")
_NOT_NAMES = re.compile(
    r"\b(?:team|unknown|tbd|none|n/?a|everyone|sre|support|engineering|on-?call|ops|platform|department|and others|et al)\b|\?",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*(?:[,;/&\n]|\band\b|\|)\s*")


def read_facts(pairs: list[Pair], day: date | None, zone: str | None) -> dict[str, Fact]:
    """The moments that the document states clearly: a known key with a time; the first statement of each counts."""
    facts: dict[str, Fact] = {}
    for item in pairs:
        if (
            item.meaning not in MOMENTS
            or item.meaning in facts
            or not has_clock(_after_date(item.value))
            or len(item.value) > 80
        ):
            continue
        text = f"{item.value} {_zone_of_key(item)}".strip()
        events = timeline.read(f"{plain(text)} - {item.key}", date=day, zone=zone).events
        at = events[0].at if events else None
        if at is not None and events[0].precision in {"minute", "second"}:
            facts[item.meaning] = Fact(at, item.line)
    return facts


def _after_date(value: str) -> str:
    return value.replace("T", " ", 1)


def _zone_of_key(item: Pair) -> str:
    """ "Start time (UTC): 14:05": the zone stands with the key."""
    named = _ZONE.search(item.key)
    return named.group(0) if named and not _ZONE.search(item.value) else ""


def read_severity(pairs: list[Pair], head: str) -> str:
    """ "sev1" to "sev4" from the statements, else from a "SEV-2" in the head of the document; "" when it says none."""
    for item in pairs:
        if item.meaning == "severity":
            severity = severity_of(item.value)
            if severity:
                return severity
    found = _SEVERITY_IN_TEXT.search(head)
    return severity_of(found.group(1) or found.group(2)) if found else ""


def severity_of(value: str) -> str:
    """The severity a value means: a number from 0 to 5 (0 counts as 1, 5 as 4) or a word."""
    number = _SEVERITY.search(plain(value))
    if number:
        return f"sev{min(4, max(1, int(number.group(1))))}"
    words = value.casefold()
    return next((severity for word, severity in _SEVERITY_WORDS if word in words), "")


def read_services(pairs: list[Pair]) -> tuple[str, ...]:
    """Names of services from the statements."""
    names = [
        name
        for item in pairs
        if item.meaning == "services"
        for name in re.split(r"\s*[,;\n]\s*", plain(item.value))
    ]
    return tuple(
        dict.fromkeys(name.strip(" .`-[]\"'") for name in names if 1 < len(name.strip(" .`-[]\"'")) <= 60)
    )


def read_people(pairs: list[Pair], listed: list[str]) -> tuple[ImportedPerson, ...]:
    """People named in the statements (with the key as role) and in lists of attendees."""
    people: dict[str, ImportedPerson] = {}
    for role, value in [(item.key, item.value) for item in pairs if item.meaning in {"author", "people"}] + [
        ("", v) for v in listed
    ]:
        for person in _persons(role, value):
            people.setdefault((person.name or person.handles[0]).casefold(), person)
    return tuple(people.values())


def _persons(role: str, value: str) -> list[ImportedPerson]:
    value = value.strip("[]").replace('"', "")
    result = []
    parts = _SPLIT.split(plain(value)[:1000])
    for part in parts:
        part = re.sub(r"<?[\w.+-]+@[\w-]+\.[\w.-]+>?", "", part)
        handles = tuple(handle.rstrip(".-") for handle in _HANDLE.findall(part)) if "@" in part else ()
        name = re.sub(r"\([^()]*\)|<[^<>]*>|@[\w.-]+|\S+@\S+", "", part).strip(" -–—*•[]()")
        name = name if _NAME.match(name) and not _NOT_NAMES.search(name) and name[0].isupper() else ""
        if name or handles:
            result.append(ImportedPerson(name or handles[0], handles, role))
    return result if len(result) * 2 >= len(parts) else []


def read_day(values: list[str]) -> date | None:
    """The first date in the first of these texts that has one; a range counts from its first day."""
    for value in values:
        for found in _DATE.finditer(_RANGE.sub(r"\1", value[:5000])):
            day = read_date(re.sub(r"\bof\s+", "", found.group(0)), None)
            if day:
                return day
    return None


def read_zone(pairs: list[Pair], told: str = "") -> str | None:
    """The zone that the statements name for all times, else the only zone that stands behind times in what is told."""
    for item in pairs:
        found = _ZONE.search(item.value) if item.meaning == "zone" else None
        if found:
            return found.group(0)
    zones = set(_ZONED.findall(told))
    return zones.pop() if len(zones) == 1 else None
