"""The state of one reading, and rows that begin or end with their moment."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from postmortems.domain.timeline import signs
from postmortems.domain.timeline.blocks import Block
from postmortems.domain.timeline.calendar import Calendar
from postmortems.domain.timeline.days import DAY_START, NUMBERED, Day
from postmortems.domain.timeline.draft import Draft
from postmortems.domain.timeline.evidence import gather, says_approximate, zone_statement
from postmortems.domain.timeline.model import Unread
from postmortems.domain.timeline.resolve import Clockwork, Moment
from postmortems.domain.timeline.rows import Lead, read_lead, read_relative, read_trail, skip_zero
from postmortems.domain.timeline.stamp import Stamp
from postmortems.domain.timeline.stamps import match_stamp
from postmortems.domain.timeline.zones import find_zone


class RowReader:
    """What is known while a text is read, and how one row of it becomes an event."""

    def __init__(self, text: str, given: date | None, zone: str) -> None:
        self.rows = re.split(r"\r\n|\r|\n", text.replace("\x00", " "))
        evidence = gather("\n".join(self.rows), given)
        self.work = Clockwork(Calendar(evidence, given=given), text, default_zone=zone)
        self.drafts: list[Draft] = []
        self.unread: list[Unread] = []
        self.holders: list[Draft] = []
        self.at_hand: list[tuple[int, str]] = []
        self.timeline_level = 0
        self.plans_level = 0  # of a heading such as "Action items": days below it are due dates
        self.titles = 0
        self.day_heading: tuple[Moment, int] | None = None

    def _context(self, line: str) -> None:
        """Take what a line states for the lines below it: zone, day, "all times approximate"."""
        zone = zone_statement(line) or (find_zone(line) if signs.TIMELINE.search(line) else "")
        self.work.section_zone = zone or self.work.section_zone
        self.work.approximate = self.work.approximate or says_approximate(line)
        numbered = NUMBERED.match(line)
        for found in DAY_START.finditer(line[:400]):
            stamp = match_stamp(line, found.start())
            day = self.work.calendar.resolve(stamp.day, stamp.weekday) if stamp and stamp.day else None
            if stamp and day:
                self.work.calendar.state(day, stamp.zone)
                self.work.calendar.number_day(int(numbered[1]) if numbered else 0, day)
                return
        day = self.work.calendar.resolve(Day(number=int(numbered[1]))) if numbered else None
        if day:
            self.work.calendar.state(day, "")

    def _day_in(self, line: str) -> date | None:
        for found in DAY_START.finditer(line[:400]):
            stamp = match_stamp(line, found.start())
            if stamp and stamp.day and stamp.day.full:
                return stamp.day.full
        return None

    def _row(self, text: str, number: int, scope: str, indent: int = 0) -> bool:
        """Read a row that begins with its moment; answers whether it did, read or not."""
        text = signs.HASH.sub("", text)
        zero = skip_zero(text)
        lead = read_lead(zero if zero is not None else text)
        if lead and self.plans_level and not lead.stamp.timed:
            return False
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
            lines = [(at, self.rows[at - 1].strip()) for at, _ in self.at_hand]
            self.unread += [Unread(at, line) for at, line in lines if line]
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
        if lead is None or signs.META.match(text):
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

    def _close_items(self, indent: int) -> None:
        while self.holders and self.holders[-1].scope == "item" and self.holders[-1].indent >= indent:
            self.holders.pop()
