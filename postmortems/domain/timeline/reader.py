"""The reader: walks the blocks of a text from top to bottom and gathers events and unread lines."""

from __future__ import annotations

import re
from dataclasses import replace

from postmortems.domain.timeline import tables
from postmortems.domain.timeline.blocks import Block, Splitter, clean
from postmortems.domain.timeline.draft import Draft
from postmortems.domain.timeline.model import Reading, Unread
from postmortems.domain.timeline.passages import PassageReader


class Reader(PassageReader):
    """Reads one text: tables, sentences and code beside what a passage reader reads."""

    def read(self) -> Reading:
        """Read everything."""
        for block in Splitter(self.rows).blocks():
            getattr(self, f"_{block.kind}")(block)
        if not self.drafts:
            self._read_code_again()
        events = tuple(draft.event() for draft in self.drafts)
        return Reading(events, tuple(sorted(self.unread, key=lambda row: row.line)))

    def _rule(self, block: Block) -> None:
        """A line across closes nothing and says nothing."""

    def _skip(self, block: Block) -> None:
        """A comment isn't part of the text."""

    def _front(self, block: Block) -> None:
        """Front matter: a day of publication, the weakest of all evidence."""
        for _, line in block.lines:
            if re.match(r"\W*date\W", line, re.IGNORECASE):
                self.work.calendar.front = self._day_in(line) or self.work.calendar.front

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
        if row.stamp and not (self.plans_level and not row.stamp.timed):
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
        fences = [block for block in Splitter(self.rows).blocks() if block.kind == "code"]
        if len(fences) != 1 or len(fences[0].lines) < 3:
            return
        numbers = {number for number, _ in fences[0].lines}
        kept = [row for row in self.unread if row.line not in numbers]
        self.unread = []
        self._plain(fences[0].lines[1:-1])
        self.unread += kept
