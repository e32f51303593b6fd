"""A table with a header line: CSV with commas, semicolons, tabs or bars, and what each of its columns means."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from postmortems.domain.timeline import kinds, zones
from postmortems.domain.timeline import read as read_times

from .model import Entry, Found, Gathering, NotReadable, in_range

ROLES = ("time", "day", "end", "text", "who", "kind", "link")
KINDS = ("detection", "decision", "action", "change", "communication", "impact", "recovery")
_NAMES = {
    "time": r"(?:(?:date|event|start)[ _-]*)?time(?:[ _-]*stamp)?|ts|when|at|(?:created|occurred|started|begun|logged)[ _-]*(?:at|on|time)?|start|datetime|epoch|zeit",
    "day": r"date|day|datum",
    "end": r"(?:end|ended|finished|until|to|resolved)(?:[ _-]*(?:at|time|date))?",
    "text": r"text|message|description|summary|event|what(?: happened)?|details?|body|content|title|note|notes|entry|action|update",
    "who": r"who|user(?:[ _-]*name)?|author|actor|by|person|name|sender|from|owner|agent|reporter",
    "kind": r"kind|type|category|event[ _-]*type",
    "link": r"link|url|source|evidence|permalink|href",
}
_HEADS = {
    role: re.compile(rf"(?:{pattern})(?:\s*[(\[].*)?", re.IGNORECASE) for role, pattern in _NAMES.items()
}
_EPOCH = re.compile(r"(\d{9,11})(?:\.\d+)?|(\d{12,14})")
_MOST = 100_000


@dataclass(frozen=True)
class Sheet:
    """A table as read: the names of its columns, and its rows with the line each begins on."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def looks_like(text: str) -> bool:
    """Whether the first line names columns, one of them a time or a day, and later lines have as many cells."""
    try:
        sheet = open_sheet("\n".join(text.lstrip("\ufeff").splitlines()[:20]))
    except NotReadable:
        return False
    meant = guess(sheet).values()
    full = sum(len(cells) == len(sheet.columns) for _, cells in sheet.rows)
    return ("time" in meant or "day" in meant) and "text" in meant and full * 2 > len(sheet.rows)


def open_sheet(text: str) -> Sheet:
    """Split a text into columns and rows; NotReadable for one without a header and a row."""
    text = text.lstrip("\ufeff").replace("\0", "")
    first = next((line for line in text.splitlines() if line.strip()), "")
    mark = max(",;\t|", key=first.count)
    if not first.count(mark):
        raise NotReadable(
            "The first line names one column only. A table needs one for the time and one for the text."
        )
    reader = csv.reader(io.StringIO(text), delimiter=mark)
    rows: list[tuple[int, tuple[str, ...]]] = []
    last = 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((last + 1, tuple(cell.strip() for cell in cells)))
            last = reader.line_num
            if len(rows) > _MOST:
                raise NotReadable(
                    f"The table has more than {_MOST:,} rows. Bring in the part around the incident."
                )
    except csv.Error as problem:
        raise NotReadable(f"Line {reader.line_num} is no row of a table: {problem}.") from None
    if len(rows) < 2:
        raise NotReadable("The table has a line of names and no row below it.")
    return Sheet(rows[0][1], tuple(rows[1:]))


def guess(sheet: Sheet) -> dict[int, str]:
    """What each column means, by its name; a column whose name says nothing is left to the person."""
    meant: dict[int, str] = {}
    for role in ROLES:
        for index, name in enumerate(sheet.columns):
            if index not in meant and _HEADS[role].fullmatch(name.replace("*", "").strip()):
                meant[index] = role
                break
    if "day" in meant.values() and "time" not in meant.values():
        meant[next(index for index, role in meant.items() if role == "day")] = "time"
    return meant


def read(sheet: Sheet, meant: dict[int, str], *, day: date | None = None, zone: str = "") -> Found:
    """Read the rows by the columns' meanings; `day` and `zone` are for times that name none."""
    at = {role: index for index, role in meant.items()}
    if "time" not in at or "text" not in at:
        raise NotReadable("Say which column holds the time, and which one what happened.")
    gathering = Gathering()
    begins = _instants(sheet, [at[role] for role in ("day", "time") if role in at], day, zone)
    ends = _instants(sheet, [at["end"]], day, zone) if "end" in at else [None] * len(sheet.rows)
    for (line, cells), begin, end in zip(sheet.rows, begins, ends, strict=True):
        _row(line, [*cells, *[""] * len(sheet.columns)], at, begin, end, gathering)
    return gathering.found("Table")


def _row(line: int, cells: list[str], at: dict[str, int], begin, end, gathering: Gathering) -> None:
    text, whole = cells[at["text"]], " | ".join(cell for cell in cells if cell)
    if begin is None or not text:
        gathering.leave(line, whole, "No time that could be read" if text else "No text")
        return
    who = cells[at["who"]] if "who" in at else ""
    said = cells[at["kind"]].lower() if "kind" in at else ""
    url = cells[at["link"]] if "link" in at else ""
    over = end.at if end and end.at >= begin.at else None
    gathering.entries.append(
        replace(
            begin,
            text=text,
            line=line,
            speaker=gathering.speaks(who.lower(), who) if who else "",
            kind=said if said in KINDS else kinds.guess_kind(text),
            source_url=url if url.startswith(("http://", "https://")) else "",
            source=whole[:8000],
            ends_at=over,
        )
    )


def _instants(sheet: Sheet, columns: Sequence[int], day: date | None, zone: str) -> list[Entry | None]:
    """The instant of each row, as the reader of timelines reads it: one line for each row, so that days carry on."""
    named = zones.find_zone(" ".join(sheet.columns[index] for index in columns))
    cells = [" ".join(row[index] for index in columns if index < len(row)).strip() for _, row in sheet.rows]
    known = {number: entry for number, cell in enumerate(cells) if (entry := _epoch(cell))}
    lines = [
        "" if number in known else f"{' '.join(cell.split())} — row" for number, cell in enumerate(cells)
    ]
    found = dict(known)
    for event in read_times("\n\n".join(lines), date=day, zone=named or zone).events:
        number, odd = divmod(event.line - 1, 2)
        if not odd and event.at and event.at.tzinfo and number not in found:
            found[number] = Entry(
                event.at,
                "",
                0,
                precision=event.precision,
                approximate=event.approximate,
                zone=event.zone or named or zone or "UTC",
                zone_assumed=event.zone_from in ("default", "none") and not named,
            )
    return [found.get(number) for number in range(len(cells))]


def _epoch(cell: str) -> Entry | None:
    """Seconds or thousandths of a second since 1970."""
    number = _EPOCH.fullmatch(cell)
    if not number:
        return None
    at = in_range(datetime.fromtimestamp(int(number[1] or number[2][:-3]), UTC))
    return Entry(at, "", 0) if at else None
