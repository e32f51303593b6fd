"""Rows of tables: which columns hold the moment, which the words, which a link; with the zone and year of the headers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from postmortems.domain.timeline.rows import read_relative, whole_stamp
from postmortems.domain.timeline.stamp import Stamp
from postmortems.domain.timeline.zones import find_zone

_CELLS = re.compile(r"(?<!\\)\|")
_DELIMITER = re.compile(r"^[\s|:-]*-[\s|:-]*$")
_TIME = re.compile(
    r"\b(?:time|date|datetime|when|timestamps?|day|hour|utc|gmt|zeit|zeitpunkt|datum|uhrzeit|clock|at|start(?:ed)?|begin|from|end(?:ed)?|until|offset|elapsed)\b",
    re.IGNORECASE,
)
_NOT_TIME = re.compile(
    r"\b(?:due|deadline|eta|target|review|to (?:detect|resolve|mitigate|repair)|duration|estimate|down|response|event|what|description|action)\b",
    re.IGNORECASE,
)
_OTHER_TABLE = re.compile(
    r"\b(?:owner|assignee|assigned|due|priority|ticket|jira|issue|deadline|bug)\b", re.IGNORECASE
)
_END = re.compile(r"\b(?:end(?:ed)?|until|to|stop(?:ped)?)\b", re.IGNORECASE)
_LINK = re.compile(r"\b(?:links?|sources?|evidence|urls?|references?)\b", re.IGNORECASE)
_INDEX = re.compile(r"^(?:#|no\.?|nr\.?|id|step)?$", re.IGNORECASE)
_YEAR = re.compile(r"\b(20\d\d)\b")
_ABOUT = re.compile(r"\s*\(?\b(?:approx(?:imate(?:ly)?)?|estimated|est|about|ca)\b\.?\)?\s*$", re.IGNORECASE)
_URL = re.compile(r"https?://[^\s)>\]|]{1,1000}")
_HOLE = re.compile(r"^(?:\?+|tbd|tbc|unknown|n/?a|-+|–|—)?$", re.IGNORECASE)


@dataclass
class Columns:
    """What the columns of one table are for, by their index."""

    times: list[int] = field(default_factory=list)
    links: list[int] = field(default_factory=list)
    index: list[int] = field(default_factory=list)
    zones: dict[int, str] = field(default_factory=dict)
    ends: int | None = None
    year: int | None = None
    foreign: bool = False


@dataclass
class TableRow:
    """One row: its moment (if it has one), its words and its link."""

    stamp: Stamp | None
    text: str
    url: str = ""
    zone: str = ""
    seconds: int | None = None
    from_start: bool = False
    approximate: bool = False


def cells_of(line: str) -> list[str]:
    """Split a table line into cells."""
    line = line.strip()
    line = line.removeprefix("|").removesuffix("|") if not line.endswith("\\|") else line.removeprefix("|")
    return [cell.strip().replace("\\|", "|") for cell in _CELLS.split(line)]


def is_delimiter(line: str) -> bool:
    """Say whether the line only draws the table."""
    return bool(_DELIMITER.match(line))


def is_header(cells: list[str]) -> bool:
    """Say whether a line without a delimiter below it reads like column names."""
    named = any(_TIME.search(cell) or find_zone(cell) for cell in cells)
    return named and not any(_stampish(cell) for cell in cells) and all(len(cell) < 60 for cell in cells)


def columns_of(header: list[str]) -> Columns:
    """Read the column names."""
    columns = Columns(
        foreign=any(_OTHER_TABLE.search(cell) for cell in header)
        and not any(re.search(r"\btime\b", cell, re.IGNORECASE) for cell in header)
    )
    for at, cell in enumerate(header):
        zone = find_zone(cell)
        if (_TIME.search(cell) and not _NOT_TIME.search(cell)) or (zone and len(cell) < 20):
            columns.times.append(at)
            columns.zones.update({at: zone} if zone else {})
            year = _YEAR.search(cell)
            columns.year = int(year[1]) if year else columns.year
            if _END.search(cell) and len(columns.times) > 1:
                columns.ends = at
        elif _LINK.search(cell):
            columns.links.append(at)
        elif _INDEX.match(cell):
            columns.index.append(at)
    return columns


def read_row(cells: list[str], columns: Columns | None) -> TableRow:
    """Read one row; `stamp` and `seconds` stay empty when no moment stands where one should."""
    columns = columns or Columns()
    times = columns.times or _leading(cells)
    used = [at for at in times if at < len(cells)]
    chosen = _chosen(cells, used, columns)
    words = " ".join(cells[at] for at in chosen)
    row = TableRow(None, _words(cells, {*used, *columns.links, *columns.index}))
    row.zone = next((columns.zones[at] for at in reversed(chosen) if at in columns.zones), "")
    _read_moment(words, row)
    if columns.ends in used and columns.ends not in chosen and row.stamp and row.stamp.timed:
        _read_until(cells[columns.ends or 0], row.stamp)
    row.url = next(
        (found.group() for at in columns.links if at < len(cells) and (found := _URL.search(cells[at]))), ""
    )
    return row


def _chosen(cells: list[str], used: list[int], columns: Columns) -> list[int]:
    """Choose the time columns that make up the moment: of two times of day (UTC and local) the first."""
    chosen: list[int] = []
    timed = False
    for at in used:
        if _HOLE.match(cells[at]):
            continue
        stamp = whole_stamp(cells[at])
        if stamp and stamp.timed:
            if timed:
                continue
            timed = True
        chosen.append(at)
    if columns.ends in chosen and len(chosen) > 1:
        chosen.remove(columns.ends or 0)
    return chosen


def _read_moment(words: str, row: TableRow) -> None:
    """Read the joined time cells."""
    about = _ABOUT.search(words)
    words = words[: about.start()] if about else words
    row.approximate = bool(about)
    row.stamp = whole_stamp(words)
    if row.stamp is None:
        relative = read_relative(words)
        if relative and not relative.rest:
            row.seconds, row.from_start = relative.seconds, relative.from_start


def _read_until(cell: str, stamp: Stamp) -> None:
    """Read the column of the end of a range."""
    until = whole_stamp(cell)
    if until and until.clock:
        stamp.until, stamp.until_day = until.clock, until.day


def _stampish(cell: str) -> bool:
    return bool(cell) and (
        whole_stamp(cell) is not None
        or re.match(r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}\.?$", cell, re.IGNORECASE) is not None
    )


def _leading(cells: list[str]) -> list[int]:
    """Without column names: the first run of cells, among the first four, that hold nothing but a moment."""
    found: list[int] = []
    for at, cell in enumerate(cells[:6]):
        part = _stampish(cell) or (
            bool(cell) and read_relative(cell) is not None and not getattr(read_relative(cell), "rest", "")
        )
        part = part or (
            bool(found) and cell != "" and (_HOLE.match(cell) is not None or find_zone(cell) == cell)
        )
        if part:
            found.append(at)
        elif found or at > 3:
            break
    return found


def _words(cells: list[str], skip: set[int]) -> str:
    return " — ".join(cell for at, cell in enumerate(cells) if cell and at not in skip)
