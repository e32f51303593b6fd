"""Paragraphs of prose: each sentence that tells of something at a time becomes an event, the other lines stay unread."""

from __future__ import annotations

from postmortems.domain.timeline import prose
from postmortems.domain.timeline.blocks import Block
from postmortems.domain.timeline.draft import Draft
from postmortems.domain.timeline.model import Unread
from postmortems.domain.timeline.rowreader import RowReader


class TellingReader(RowReader):
    """Reads times told in sentences."""

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
            raw = self.rows[number - 1].strip()
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
