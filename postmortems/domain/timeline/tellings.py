"""Paragraphs of prose: each sentence that tells of something at a time becomes an event, the other lines stay unread."""

from __future__ import annotations

from bisect import bisect_right

from postmortems.domain.timeline import prose
from postmortems.domain.timeline.blocks import Block
from postmortems.domain.timeline.draft import Draft
from postmortems.domain.timeline.model import Unread
from postmortems.domain.timeline.rowreader import RowReader
from postmortems.domain.timeline.stamp import Stamp


class TellingReader(RowReader):
    """Reads times told in sentences."""

    def _told(self, block: Block) -> None:
        """Find the times told in sentences; lines without any stay unread."""
        offsets: list[tuple[int, int]] = []
        length = 0
        for number, line in block.lines:
            offsets.append((length, number))
            length += len(line.strip()) + 1
        text = " ".join(line.strip() for _, line in block.lines)
        shown = prose.hide(text)
        self.work.calendar.passage = None
        spans = [
            span
            for start, end in prose.sentences(shown)
            for span in self._sentence(text, shown, start, end, offsets)
        ]
        left = _left_over(text, spans)
        for at, (offset, number) in enumerate(offsets):
            stop = offsets[at + 1][0] if at + 1 < len(offsets) else len(text)
            rest = left[offset:stop].strip()
            whole = self.rows[number - 1].strip()
            if rest:
                self.unread.append(
                    Unread(number, whole if rest == text[offset:stop].strip() else " ".join(rest.split()))
                )

    def _sentence(
        self, text: str, shown: str, start: int, end: int, offsets: list[tuple[int, int]]
    ) -> list[tuple[int, int]]:
        """Read one sentence; answers the spans that became events."""
        told = []
        for stamp in prose.stamps_in(shown, start, end):
            if prose.is_told(shown, start, stamp):
                told.append(stamp)
            elif stamp.day and not stamp.timed:
                self._mentioned(stamp, opening=not told and prose.opens(shown, start, stamp))
        spans = []
        for event in prose.tell(text, start, end, told) if told else []:
            moment = self.work.moment(event.stamp, prose=True)
            if moment:
                number = offsets[max(0, bisect_right(offsets, (event.stamp.start, len(self.rows) + 1)) - 1)][
                    1
                ]
                self.drafts.append(Draft(moment, number, [("para", event.text)]))
                spans.append((event.start, event.end))
        return spans

    def _mentioned(self, stamp: Stamp, *, opening: bool) -> None:
        """Remember a day named in a sentence: for this paragraph when it opens the sentence, else as a hint of the last resort."""
        calendar = self.work.calendar
        day = calendar.resolve(stamp.day, stamp.weekday, prose=True) if stamp.day else None
        if day and opening:
            calendar.passage = day
        calendar.prose = day or calendar.prose


def _left_over(text: str, spans: list[tuple[int, int]]) -> str:
    """Blank out what became events, so that the sentences beside them are still listed; positions stay."""
    parts: list[str] = []
    at = 0
    for start, end in spans:
        parts += [text[at:start], " " * (end - start)]
        at = end
    return "".join([*parts, text[at:]])
