"""Headings, list items and paragraphs: which of them is a row, which goes with the row above, which speaks of the text."""

from __future__ import annotations

import re

from postmortems.domain.timeline import prose, signs
from postmortems.domain.timeline.blocks import Block
from postmortems.domain.timeline.draft import Draft
from postmortems.domain.timeline.evidence import says_approximate, zone_statement
from postmortems.domain.timeline.rows import Lead, is_headed, read_lead, whole_stamp
from postmortems.domain.timeline.tellings import TellingReader


class PassageReader(TellingReader):
    """Reads what is written as headings, lists and paragraphs."""

    def _heading(self, block: Block) -> None:
        number, title = block.lines[0]
        self.at_hand = block.lines[:1]
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
        if signs.TIMELINE.search(title):
            self.timeline_level = level
        elif level <= self.timeline_level:
            self.timeline_level = 0
        if signs.PLANS.search(title):
            self.plans_level = level
        elif level <= self.plans_level:
            self.plans_level = 0
        self._context(title)
        lead = whole_stamp(title)
        if lead and lead.day and not lead.timed and self.timeline_level and self.work.calendar.stated:
            moment = self.work.moment(lead)
            self.day_heading = (moment, number) if moment else None

    def _item(self, block: Block) -> None:
        number = block.lines[0][0]
        self.at_hand = block.lines
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

    def _para(self, block: Block) -> None:
        if signs.COMMIT.match(block.lines[0][1]) and self._commit(block):
            return
        rows: list[list[tuple[int, str]]] = []
        for line in block.lines:
            if rows and not self._begins(line[1], rows[-1]):
                rows[-1].append(line)
            else:
                rows.append([line])
        for lines in rows:
            self._passage(Block("para", lines, indent=block.indent))

    def _begins(self, text: str, row: list[tuple[int, str]]) -> bool:
        """Say whether a line of a paragraph begins a row of its own, rather than going on with the sentence above."""
        first, last = row[0][1], row[-1][1].rstrip()
        chat = signs.CHAT.match(text.strip())
        if chat and not signs.CUE_WORD.search(chat["name"]):
            return True
        if signs.STATUS.match(first) and whole_stamp(signs.POSTED.sub("", text.strip())):
            return False
        if self._plain_context(text) or (len(row) == 1 and self._plain_context(first)):
            return True
        if not is_headed(text) or signs.CUE_WORD.search(last):
            return False
        heads = is_headed(first) or signs.CHAT.match(first.strip())
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
        self.at_hand = block.lines
        text = block.text
        chat = signs.CHAT.match(first.strip()) if len(block.lines) > 1 else None
        if chat and not signs.CUE_WORD.search(chat["name"]):
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
        if len(text) > 400 or not (zone_statement(text) or signs.META.match(text) or says_approximate(text)):
            return False
        if any(stamp.timed for stamp in prose.stamps_in(text, 0, len(text))) and not signs.META.match(text):
            return False
        self._context(text)
        return True

    def _status(self, block: Block) -> bool:
        """A status page copied as it stands: the words first, the time on the last line."""
        last = signs.POSTED.sub("", block.lines[-1][1].strip())
        stamp = whole_stamp(last) if len(block.lines) > 1 and signs.STATUS.match(block.lines[0][1]) else None
        if not (stamp and stamp.timed):
            return False
        words = " ".join(text.strip() for _, text in block.lines[:-1])
        return self._add(
            self.work.moment(stamp), block.text, block.lines[0][0], "line", 0, Lead(stamp, words)
        )

    def _commit(self, block: Block) -> bool:
        """The head of a commit in a Git log: its date, with the message in the paragraph below."""
        self.at_hand = block.lines
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
