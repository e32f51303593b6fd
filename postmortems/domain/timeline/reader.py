"""The reader: walks the blocks of a text, carries days and zones along, and gathers events and unread lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date

from postmortems.domain.timeline import prose, tables
from postmortems.domain.timeline.blocks import Block, Splitter, clean
from postmortems.domain.timeline.calendar import Calendar
from postmortems.domain.timeline.days import DAY_START
from postmortems.domain.timeline.evidence import gather, says_approximate, zone_statement
from postmortems.domain.timeline.kinds import guess_kind
from postmortems.domain.timeline.model import Event, Reading, Unread
from postmortems.domain.timeline.resolve import Clockwork, Moment
from postmortems.domain.timeline.rows import (
    Lead,
    read_lead,
    read_relative,
    read_trail,
    skip_zero,
    whole_stamp,
)
from postmortems.domain.timeline.stamps import Stamp, match_stamp
from postmortems.domain.timeline.zones import find_zone

_TIMELINE = re.compile(
    r"\b(?:time\s?line|chronolog\w*|sequence of events|what happened|log of events|event log|incident log)\b",
    re.IGNORECASE,
)
_META = re.compile(
    r"^\W*(?:date|time|dates?/times?|(?:date|time)\s(?:range|of\s\w+)|incident\sdate|published|updated|last\s\w+|created|written|author\w*|version|reviewed|due"
    r"|duration|time\s?zone|window|period|meeting|posted|when|year|generated|exported|next\s\w+)\b[^:\w]*:",
    re.IGNORECASE,
)
_CHAT = re.compile(
    r"^(?P<name>@?[^\W\d][\w.'()-]{0,30}(?:\s[\w.'()-]{1,30}){0,2}?)\s*(?::[\w-]{1,30}:)?\s+\[?(?P<time>\d{1,2}:\d\d(?::\d\d)?(?:\s?[AaPp][Mm])?)\]?\s*$"
)
_CUE_WORD = re.compile(
    r"\b(?:at|by|from|until|to|and|around|about|since|after|before|between|or|till)$", re.IGNORECASE
)
_STATUS = re.compile(
    r"^\W*(?:Resolved|Monitoring|Identified|Investigating|Update|Postmortem|Completed|In progress|Verifying|Scheduled)\b\W"
)
_POSTED = re.compile(r"^Posted\s.{1,40}?\sago\.\s*", re.IGNORECASE)
_COMMIT = re.compile(r"^commit\s[0-9a-f]{7,40}\b")
_HASH = re.compile(r"^(?:\*\s)?[0-9a-f]{7,40}\s+(?=\W?\d{4}-|\W?[A-Z][a-z]{2}\W)")
_ONE_LINK = re.compile(
    r"\]\((https?://[^()\s]{1,1000})\)|<(https?://[^<>\s]{1,1000})>|(?<![(<])(https?://[^\s)>\]]{1,1000})"
)


@dataclass
class Draft:
    """An event being put together."""

    moment: Moment
    line: int
    parts: list[tuple[str, str]] = field(default_factory=list)
    url: str = ""
    scope: str = "line"  # heading, item, open (takes what follows), line
    indent: int = 0

    def event(self) -> Event:
        """The finished event."""
        text = ""
        for kind, part in self.parts:
            if part:
                gap = "\n" if kind in ("item", "code") else "\n\n"
                text = f"{text}{gap}{part}" if text else part
        links = (
            {found[0] or found[1] or found[2] for found in _ONE_LINK.findall(text[:4000])}
            if not self.url
            else set()
        )
        url = self.url or (links.pop() if len(links) == 1 else "")
        moment = self.moment
        return Event(
            moment.at, moment.precision, moment.approximate, moment.zone_from, moment.zone, text, self.line,
            guess_kind(text), url, moment.end,
        )  # fmt: skip


class Reader:
    """Reads one text from top to bottom."""

    def __init__(self, text: str, given: date | None, zone: str) -> None:
        self.lines = re.split(r"\r\n|\r|\n", text.replace("\x00", " "))
        evidence = gather("\n".join(self.lines), given)
        self.work = Clockwork(Calendar(evidence, given=given), text, default_zone=zone)
        self.drafts: list[Draft] = []
        self.unread: list[Unread] = []
        self.holders: list[Draft] = []
        self.timeline_level = 0
        self.titles = 0
        self.day_heading: tuple[Moment, int] | None = None

    def read(self) -> Reading:
        """Read everything."""
        for block in Splitter(self.lines).blocks():
            getattr(self, f"_{block.kind}")(block)
        if not self.drafts:
            self._read_code_again()
        events = tuple(draft.event() for draft in self.drafts)
        return Reading(events, tuple(sorted(self.unread, key=lambda row: row.line)))

    # Blocks that give no event

    def _rule(self, block: Block) -> None:
        """A line across closes nothing and says nothing."""

    def _skip(self, block: Block) -> None:
        """A comment isn't part of the text."""

    def _front(self, block: Block) -> None:
        """Front matter: a day of publication, the weakest of all evidence."""
        for _, line in block.lines:
            if re.match(r"\W*date\W", line, re.IGNORECASE):
                self.work.calendar.front = self._day_in(line) or self.work.calendar.front

    # Headings

    def _heading(self, block: Block) -> None:
        number, title = block.lines[0]
        self.holders = []
        self.day_heading = None
        self.titles += block.level == 1
        if (block.level > 1 or self.titles > 1) and self._row(title, number, "heading"):
            return
        if block.level > 1 and self.timeline_level and self._trail(title, number, "heading"):
            return
        self._section(title, block.level, number)

    def _section(self, title: str, level: int, number: int) -> None:
        """A heading without a time begins a section and may state its day, zone and looseness."""
        self.work.new_section()
        if _TIMELINE.search(title):
            self.timeline_level = level
        elif level <= self.timeline_level:
            self.timeline_level = 0
        self._context(title)
        lead = whole_stamp(title)
        if lead and lead.day and not lead.timed and self.timeline_level and self.work.calendar.stated:
            moment = self.work.moment(lead)
            self.day_heading = (moment, number) if moment else None

    def _context(self, line: str) -> None:
        """Take what a line states for the lines below it: zone, day, "all times approximate"."""
        zone = zone_statement(line) or (find_zone(line) if _TIMELINE.search(line) else "")
        self.work.section_zone = zone or self.work.section_zone
        self.work.approximate = self.work.approximate or says_approximate(line)
        for found in DAY_START.finditer(line[:400]):
            stamp = match_stamp(line, found.start())
            day = self.work.calendar.resolve(stamp.day, stamp.weekday) if stamp and stamp.day else None
            if stamp and day:
                self.work.calendar.state(day, stamp.zone)
                return
        numbered = re.match(r"\W*(Day\s\d{1,2})\b", line, re.IGNORECASE)
        stamp = match_stamp(numbered[1]) if numbered else None
        if stamp:
            self.work.moment(stamp)

    def _day_in(self, line: str) -> date | None:
        for found in DAY_START.finditer(line[:400]):
            stamp = match_stamp(line, found.start())
            if stamp and stamp.day and stamp.day.full:
                return stamp.day.full
        return None

    # Rows

    def _row(self, text: str, number: int, scope: str, indent: int = 0) -> bool:
        """Read a row that begins with its moment; answers whether it did, read or not."""
        text = _HASH.sub("", text)
        zero = skip_zero(text)
        lead = read_lead(zero if zero is not None else text)
        if lead and (lead.stamp.timed or lead.stamp.placeholder or lead.rest):
            moment = self.work.moment(lead.stamp)
            if zero is not None and moment:
                self.work.start = moment.at
            return self._add(moment, text, number, scope, indent, lead)
        relative = read_relative(text)
        if relative:
            moment = self.work.later(relative.seconds, from_start=relative.from_start)
            if moment and relative.approximate:
                moment = replace(moment, approximate=True)
            return self._add(moment, text, number, scope, indent, Lead(Stamp(0, 0), relative.rest))
        return False

    def _add(
        self, moment: Moment | None, text: str, number: int, scope: str, indent: int, lead: Lead
    ) -> bool:
        """Keep a row: as an event, or as unread when its moment stays open."""
        self.day_heading = None
        if moment is None:
            self.unread.append(Unread(number, text.strip()))
            return True
        rest = lead.rest
        if lead.other and self._same(moment, lead.other):
            rest = lead.without_other
        kept = scope if rest or scope != "line" else "open"
        draft = Draft(moment, number, [("para", rest)], lead.url, kept, indent)
        self.drafts.append(draft)
        self.holders = [held for held in self.holders if held.scope == "heading" and scope != "heading"] + [
            draft
        ]
        return True

    def _same(self, moment: Moment, other: Stamp) -> bool:
        """Say whether a second statement in brackets gives the same instant."""
        if not other.zone or other.clock is None or moment.at.tzinfo is None:
            return False
        trial = Clockwork(Calendar(self.work.calendar.evidence, given=moment.at.date()), "")
        second = trial.moment(other)
        return bool(second and second.at.tzinfo and (second.at - moment.at).total_seconds() % 86400 == 0)

    def _trail(self, text: str, number: int, scope: str, indent: int = 0) -> bool:
        """Read a row that ends with its moment."""
        lead = read_trail(text)
        if lead is None or _META.match(text):
            return False
        moment = self.work.moment(lead.stamp)
        return bool(moment) and self._add(moment, text, number, scope, indent, lead)

    def _attach(self, block: Block, text: str, kind: str) -> bool:
        """Give a block without a moment to the event it belongs to."""
        while self.holders:
            held = self.holders[-1]
            inside = held.scope in ("heading", "open") or (
                held.scope == "item" and block.indent > held.indent
            )
            if inside:
                held.parts.append((kind, text))
                return True
            self.holders.pop()
        return False

    # Lists

    def _item(self, block: Block) -> None:
        number = block.lines[0][0]
        text = block.text
        self._close_items(block.indent)
        if self._day_line(text) or self._row(text, number, "item", block.indent):
            return
        bullet = " " * block.indent + block.marker + " "
        if self._attach(block, bullet + text, "item") or self._meta(text):
            return
        if self._day_event(block, bullet + text, "item") or self._trail(text, number, "item", block.indent):
            return
        self._told(block)

    def _close_items(self, indent: int) -> None:
        while self.holders and self.holders[-1].scope == "item" and self.holders[-1].indent >= indent:
            self.holders.pop()

    # Paragraphs

    def _para(self, block: Block) -> None:
        if _COMMIT.match(block.lines[0][1]) and self._commit(block):
            return
        rows: list[tuple[int, str]] = []
        for number, text in block.lines:
            if rows and not self._begins(text, rows):
                rows[-1] = (rows[-1][0], f"{rows[-1][1]}\n{text}")
            else:
                rows.append((number, text))
        for number, text in rows:
            lines = [(number + n, part) for n, part in enumerate(text.split("\n"))]
            self._passage(Block("para", lines, indent=block.indent))

    def _begins(self, text: str, rows: list[tuple[int, str]]) -> bool:
        """Say whether a line of a paragraph begins a row of its own, rather than going on with the sentence above."""
        above = rows[-1][1]
        last = above.rsplit("\n", 1)[-1].rstrip()
        if _CHAT.match(text.strip()) and not _CUE_WORD.search(text):
            return True
        if _STATUS.match(above) and whole_stamp(_POSTED.sub("", text.strip())):
            return False
        if self._plain_context(text) or (self._plain_context(above) and "\n" not in above):
            return True
        if not (read_lead(text) or read_relative(text)) or _CUE_WORD.search(last):
            return False
        heads = read_lead(above) or read_relative(above) or _CHAT.match(above.split("\n")[0].strip())
        return bool(heads) or last.endswith((".", "!", "?", ":", "|"))

    @staticmethod
    def _plain_context(line: str) -> bool:
        """Say whether a line only states a zone or a day for others."""
        if zone_statement(line) and not read_lead(line):
            return True
        stamp = whole_stamp(re.sub(r"^[\s\-_*#>]+", "", line)) if len(line) < 80 else None
        return bool(stamp and stamp.day and not stamp.timed and not stamp.placeholder)

    def _passage(self, block: Block) -> None:
        """Read one row or one stretch of prose."""
        number, first = block.lines[0]
        text = block.text
        chat = _CHAT.match(first.strip()) if len(block.lines) > 1 else None
        if chat and not _CUE_WORD.search(chat["name"]):
            message = " ".join(line.strip() for _, line in block.lines[1:])
            if self._row(f"{chat['time']} {chat['name']}: {message}", number, "line"):
                return
        if self._day_line(text) or self._status(block) or self._row(text, number, "line", block.indent):
            return
        if self._attach(block, text, "para") or self._meta(text) or self._day_event(block, text, "para"):
            return
        if len(block.lines) == 1 and self._trail(text, number, "line"):
            return
        self._told(block)

    def _day_line(self, text: str) -> bool:
        """A line that is a day and nothing else holds for the lines below it."""
        stamp = whole_stamp(re.sub(r"^[\s\-_*#>]+", "", text)) if len(text) < 80 else None
        if not (stamp and stamp.day and not stamp.timed and not stamp.placeholder):
            return False
        self.holders = [held for held in self.holders if held.scope == "heading"]
        self.work.previous = None
        self.work.moment(stamp)
        return True

    def _meta(self, text: str) -> bool:
        """A statement about the text itself ("All times in CET", "Date: 2026-01-14") is read and is no event."""
        if len(text) > 400 or not (zone_statement(text) or _META.match(text) or says_approximate(text)):
            return False
        if any(stamp.timed for stamp in prose.stamps_in(text, 0, len(text))) and not _META.match(text):
            return False
        self._context(text)
        return True

    def _status(self, block: Block) -> bool:
        """A status page copied as it stands: the words first, the time on the last line."""
        last = _POSTED.sub("", block.lines[-1][1].strip())
        stamp = whole_stamp(last) if len(block.lines) > 1 and _STATUS.match(block.lines[0][1]) else None
        if not (stamp and stamp.timed):
            return False
        words = " ".join(text.strip() for _, text in block.lines[:-1])
        return self._add(
            self.work.moment(stamp), block.text, block.lines[0][0], "line", 0, Lead(stamp, words)
        )

    def _commit(self, block: Block) -> bool:
        """The head of a commit in a Git log: its date, with the message in the paragraph below."""
        for number, line in block.lines:
            if line.lower().startswith(("date:", "authordate:")):
                return self._row(line.split(":", 1)[1].strip(), number, "line")
        return False

    def _day_event(self, block: Block, text: str, kind: str) -> bool:
        """Words right below a heading that is a day, inside a timeline, happened on that day."""
        if not self.day_heading or text.rstrip().endswith(":"):
            return False
        moment, number = self.day_heading
        self.day_heading = None
        draft = Draft(moment, number, [(kind, text)], scope="heading")
        self.drafts.append(draft)
        self.holders = [draft]
        return True

    # Sentences

    def _told(self, block: Block) -> None:
        """Find the times told in sentences; lines without any stay unread."""
        offsets: list[tuple[int, int]] = []
        text = ""
        for number, line in block.lines:
            text += " " if text else ""
            offsets.append((len(text), number))
            text += line.strip()
        shown = prose.hide(text)
        self.work.calendar.passage = None
        spans = [
            span
            for start, end in prose.sentences(shown)
            for span in self._sentence(text, shown, start, end, offsets)
        ]
        for at, (offset, number) in enumerate(offsets):
            stop = offsets[at + 1][0] if at + 1 < len(offsets) else len(text) + 1
            raw = self.lines[number - 1].strip()
            if raw and not any(start < stop and offset < end for start, end in spans):
                self.unread.append(Unread(number, raw))

    def _sentence(
        self, text: str, shown: str, start: int, end: int, offsets: list[tuple[int, int]]
    ) -> list[tuple[int, int]]:
        """Read one sentence; answers the spans that became events."""
        told = []
        for stamp in prose.stamps_in(shown, start, end):
            if prose.is_told(shown, start, stamp):
                told.append(stamp)
            elif stamp.day and not stamp.timed:
                self.work.moment(stamp, prose=True)
        spans = []
        for event in prose.tell(text, start, end, told) if told else []:
            moment = self.work.moment(event.stamp, prose=True)
            if moment:
                number = max(
                    (line for offset, line in offsets if offset <= event.stamp.start), default=offsets[0][1]
                )
                self.drafts.append(Draft(moment, number, [("para", event.text)]))
                spans.append((event.start, event.end))
        return spans

    # Tables and code

    def _table(self, block: Block) -> None:
        rows = [(number, line) for number, line in block.lines if not tables.is_delimiter(line)]
        drawn = len(rows) < len(block.lines) and tables.is_delimiter(
            block.lines[min(1, len(block.lines) - 1)][1]
        )
        columns = None
        first = tables.cells_of(rows[0][1]) if rows else []
        if rows and (tables.is_header(first) or drawn):
            rows = rows[1:]
            columns = tables.columns_of(first)
        if (
            columns is None
            and not any(tables.read_row(tables.cells_of(line), None).stamp for _, line in rows)
            or (columns and columns.foreign)
        ):
            self._leave(block)
            return
        self.work.calendar.year = columns.year if columns else None
        for number, line in rows:
            self._table_row(number, line, columns)
        self.work.calendar.year = None

    def _leave(self, block: Block) -> None:
        """Keep a block without times with the event around it, or leave its lines unread."""
        if not self._attach(block, "\n".join(line.strip() for _, line in block.lines), "code"):
            self.unread += [
                Unread(number, line.strip()) for number, line in block.lines if line.strip(" |:-")
            ]

    def _table_row(self, number: int, line: str, columns: tables.Columns | None) -> None:
        row = tables.read_row(tables.cells_of(line), columns)
        moment = None
        if row.stamp:
            moment = self.work.moment(row.stamp, column_zone=row.zone)
            if moment and not row.text and moment.precision == "day":
                return
        elif row.seconds is not None:
            moment = self.work.later(row.seconds, from_start=row.from_start)
        if moment is None:
            self.work.calendar.broken = self.work.calendar.broken or bool(re.match(r"[|\s*]*\d{4,}-", line))
            self.unread += [Unread(number, line.strip())] if line.strip(" |") else []
            return
        if row.approximate:
            moment = replace(moment, approximate=True)
        self.day_heading = None
        self.drafts.append(Draft(moment, number, [("para", row.text)], row.url))

    def _code(self, block: Block) -> None:
        """Code belongs to the event around it; inside a timeline it may be the timeline itself."""
        if self._attach(block, "\n".join(block.raw), "code"):
            return
        inside = block.lines[1:-1] if len(block.lines) > 1 else []
        if self.timeline_level and inside:
            self._plain(inside)
        else:
            self.unread += [Unread(number, line.strip()) for number, line in inside if line.strip()]

    def _plain(self, lines: list[tuple[int, str]]) -> None:
        """Read lines of code as rows of a timeline."""
        first = lines[0][0]
        for block in Splitter([clean(line) for _, line in lines]).blocks():
            block.lines = [(number + first - 1, line) for number, line in block.lines]
            if block.kind not in ("code", "front", "heading"):
                getattr(self, f"_{block.kind}")(block)
            else:
                self.unread += [Unread(number, line.strip()) for number, line in block.lines if line.strip()]
        self.holders = []

    def _read_code_again(self) -> None:
        """A text with its whole timeline in a fence: read the fence after all when nothing else gave an event."""
        fences = [block for block in Splitter(self.lines).blocks() if block.kind == "code"]
        if len(fences) != 1 or len(fences[0].lines) < 3:
            return
        numbers = {number for number, _ in fences[0].lines}
        kept = [row for row in self.unread if row.line not in numbers]
        self.unread = []
        self._plain(fences[0].lines[1:-1])
        self.unread += kept
