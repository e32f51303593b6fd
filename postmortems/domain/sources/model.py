"""What comes out of reading an export of another tool: entries with an instant, who spoke, and what was left out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

MOST_ENTRIES = 20_000


class NotReadable(ValueError):  # noqa: N818 - an answer for the person, not a fault
    """The file isn't what it was taken for; the words are for the person who brought it."""


@dataclass(frozen=True)
class Speaker:
    """Somebody who speaks or acts in the export: the key it uses, every way they are written, how often."""

    key: str
    names: tuple[str, ...]
    count: int = 0
    is_program: bool = False

    @property
    def shown(self) -> str:
        """The name to show."""
        return self.names[0] if self.names else self.key


@dataclass(frozen=True)
class Entry:
    """One thing that happened. `at` is aware; `precision` is second, minute, hour or day.

    `speaker` is a Speaker's key or ""; `zone` the zone as written ("" means UTC by the format's own rule);
    `zone_assumed` that the export named none. `line` counts from 1, `source` is the entry as it stood there.
    """

    at: datetime
    text: str
    line: int
    precision: str = "second"
    speaker: str = ""
    kind: str = ""
    source_url: str = ""
    zone: str = "UTC"
    zone_assumed: bool = False
    approximate: bool = False
    ends_at: datetime | None = None
    source: str = ""


@dataclass(frozen=True)
class LeftOut:
    """A record of the export that became no entry, and why."""

    line: int
    text: str
    why: str


@dataclass(frozen=True)
class Found:
    """Everything read from one export, in order of time."""

    product: str
    entries: tuple[Entry, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


@dataclass
class Gathering:
    """Entries, speakers and what is left out, while an export is read."""

    entries: list[Entry] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    programs: set[str] = field(default_factory=set)

    def leave(self, line: int, text: str, why: str) -> None:
        """Note a record that becomes no entry."""
        self.left_out.append(LeftOut(line, " ".join(text.split())[:300], why))

    def speaks(self, key: str, *names: str, program: bool = False) -> str:
        """Learn the names of a speaker; the answer is the key."""
        known = self.names.get(key, ())
        new = tuple(dict.fromkeys(name.strip() for name in names if name and name.strip()))
        self.names[key] = known + tuple(name for name in new if name not in known)
        if program:
            self.programs.add(key)
        return key

    def found(self, product: str) -> Found:
        """What was read, in order of time; only those who speak or act are speakers."""
        if len(self.entries) > MOST_ENTRIES:
            raise NotReadable(
                f"The file holds {len(self.entries):,} entries. Bring in the part around the incident: "
                f"at most {MOST_ENTRIES:,}."
            )
        entries = sorted(self.entries, key=lambda entry: (entry.at, entry.line))
        counts: dict[str, int] = {}
        for entry in entries:
            counts[entry.speaker] = counts.get(entry.speaker, 0) + 1
        speakers = (
            Speaker(key, self.names.get(key, ()), count, key in self.programs)
            for key, count in counts.items()
            if key
        )
        order = sorted(speakers, key=lambda speaker: (speaker.is_program, -speaker.count, speaker.shown))
        return Found(product, tuple(entries), tuple(order), tuple(self.left_out))


def instant(text: object) -> datetime | None:
    """An ISO instant with its zone (`2015-11-07T00:14:20Z`), or None."""
    if not isinstance(text, str):
        return None
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return in_range(at) if at.tzinfo else None


def in_range(at: datetime) -> datetime | None:
    """The instant, unless it lies where no incident does (the zero of Go, the far future)."""
    try:
        at.astimezone(UTC)
    except (OverflowError, ValueError):
        return None
    return at if 1970 < at.year < 2100 else None


def word(value: object) -> str:
    """A value of a record as text; "" for what is no text or number."""
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def part(record: object, *names: str) -> object:
    """A value deep in a record, None where a step is missing."""
    for name in names:
        if not isinstance(record, dict):
            return None
        record = record.get(name)
    return record


def said(record: object, *names: str) -> str:
    """The text deep in a record, "" where there is none."""
    return word(part(record, *names))
