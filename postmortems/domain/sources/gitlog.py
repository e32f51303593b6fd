"""What `git log` prints: the commits with their time, author and subject, in any of its long forms.

Dates are read in the forms of `--date=default|iso|iso-strict|rfc|raw|unix|short`. A relative date says no instant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone

from .model import Entry, Found, Gathering, NotReadable, in_range

_COMMIT = re.compile(r"^[*|\\/_ .-]*commit ([0-9a-f]{7,64})\b(?:.*)$")
_GRAPH = re.compile(r"^(?:[*|\\/_] ?)+")
_HEADER = re.compile(
    r"^(Author|Commit|Date|AuthorDate|CommitDate|Merge|Tagger|TaggerDate|Reflog[^:]*):\s*(.*)$"
)
_PERSON = re.compile(r"(.*?)\s*<([^<>]*)>")
_ZONE = re.compile(r"^([+-])(\d\d):?(\d\d)$")
_FORMS = (
    "%a %b %d %H:%M:%S %Y %z",
    "%a, %d %b %Y %H:%M:%S %z",
    "%Y-%m-%d %H:%M:%S %z",
    "%Y-%m-%dT%H:%M:%S%z",
)


@dataclass
class Commit:
    """One commit while its lines are read."""

    line: int
    number: str
    headers: dict[str, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)

    def subject(self) -> str:
        """The first line of the message."""
        return next((line.strip() for line in self.lines if line.startswith("    ") and line.strip()), "")

    def date(self) -> str:
        """When it was committed: a rebased commit came into being then, whatever its author's date says."""
        return next(
            (self.headers[name] for name in ("CommitDate", "Date", "AuthorDate") if self.headers.get(name)),
            "",
        )


def looks_like(text: str) -> bool:
    """Whether the text begins as a log does."""
    return any(_COMMIT.match(line) for line in text.lstrip("\ufeff").lstrip().splitlines()[:1])


def read(text: str) -> Found:
    """Each commit as a change at its time, with its number in the text."""
    gathering = Gathering()
    for commit in _commits(text, gathering):
        _entry(commit, gathering)
    if not gathering.entries and not gathering.left_out:
        raise NotReadable("No commit was found in this text.")
    return gathering.found("Git log")


def _commits(text: str, gathering: Gathering) -> list[Commit]:
    commits: list[Commit] = []
    for number, raw in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        found = _COMMIT.match(raw)
        if found:
            commits.append(Commit(number, found[1]))
        elif not commits:
            if raw.strip():
                gathering.leave(number, raw, "Not part of a commit")
        else:
            _line(commits[-1], raw)
    return commits


def _line(commit: Commit, raw: str) -> None:
    line = raw if raw.startswith("    ") else _GRAPH.sub("", raw)
    header = _HEADER.match(line)
    if header and not commit.lines:
        commit.headers[header[1]] = header[2].strip()
    else:
        commit.lines.append(line)


def _entry(commit: Commit, gathering: Gathering) -> None:
    subject = commit.subject() or "(no message)"
    moment = read_date(commit.date())
    if moment is None:
        why = "A date without a time of day" if _is_day(commit.date()) else "No time that could be read"
        gathering.leave(commit.line, f"{commit.number[:10]} {subject} ({commit.date()})", why)
        return
    person = _PERSON.match(commit.headers.get("Author", ""))
    speaker = ""
    if person and (person[1] or person[2]):
        speaker = gathering.speaks(person[2] or person[1], person[1], person[2].partition("@")[0])
    gathering.entries.append(
        Entry(
            moment,
            f"{subject} (commit `{commit.number[:10]}`)",
            commit.line,
            speaker=speaker,
            kind="change",
            zone=_zone(moment),
            source=f"commit {commit.number}",
        )
    )


def _is_day(text: str) -> bool:
    return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", text))


def _zone(at: datetime) -> str:
    offset = at.utcoffset() or timedelta(0)
    minutes = int(offset.total_seconds()) // 60
    return (
        f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}" if minutes else "UTC"
    )


def read_date(text: str) -> datetime | None:
    """The instant of a commit's date, or None: a date without zone or a relative one is no instant."""
    text = " ".join(text.split())
    raw = re.fullmatch(r"(\d{6,11})(?: ([+-]\d{4}))?", text)
    if raw:
        return _seconds(int(raw[1]), raw[2] or "+0000")
    for form in _FORMS:
        try:
            return in_range(datetime.strptime(text, form))  # noqa: DTZ007 - every form ends with %z
        except ValueError:
            continue
    return None


def _seconds(seconds: int, offset: str) -> datetime | None:
    found = _ZONE.match(offset)
    if not found or int(found[2]) > 14 or int(found[3]) > 59:
        return None
    minutes = (int(found[2]) * 60 + int(found[3])) * (-1 if found[1] == "-" else 1)
    return in_range(datetime.fromtimestamp(seconds, UTC).astimezone(timezone(timedelta(minutes=minutes))))
