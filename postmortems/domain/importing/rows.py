"""The timeline part of a document cut into rows, ready for `timeline.read`: one logical row a line.

A row may be a table row, a list item with what is under it, a paragraph, a sentence, or a heading with a time and the
text below it. Lines that date or head the rows (a date of its own, a table's head) travel in the next row's source.
"""

import re
from dataclasses import dataclass, field

from postmortems.domain.importing.blocks import Block, cells, head_length, is_separator
from postmortems.domain.importing.lines import Line, plain
from postmortems.domain.importing.metadata import is_marked
from postmortems.domain.importing.stamps import has_clock, is_date_only, starts_with_stamp

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\[(*_\"“])")
_CLOCK_IN_SENTENCE = re.compile(
    r"(?<![\w.:/-])\d{1,2}:\d{2}(?![\w:/])|(?<![\w.:/-])\d{1,2}\s?[ap]\.?m\b", re.IGNORECASE
)
_LONGEST_PROSE = 20_000
_HEAD_WORDS = re.compile(r"\b(?:time|date|when|timestamp|utc|day|hour)\b", re.IGNORECASE)


@dataclass
class Row:
    """One row: `fed` is the line for the reader, `text` what stands below it, `lines` everything it was made of."""

    fed: str
    lines: list[Line]
    text: list[str] = field(default_factory=list)
    adopts: bool = False
    whole: bool = False
    depth: int = 0
    line: int = 0
    before: list[str] = field(default_factory=list)
    told: Block | None = None


@dataclass
class Cut:
    """The result: what is fed to the reader (with its row, or None for lines that only carry a date or zone), and prose."""

    fed: list[tuple[str, Row | None]] = field(default_factory=list)
    prose: list[Block] = field(default_factory=list)
    pending: list[Line] = field(default_factory=list)
    last: Row | None = None
    sentences: bool = True

    def add(self, row: Row) -> None:
        """A new row takes the pending lines into its source."""
        row.line = row.lines[0].number if row.lines else self.last.line if self.last else 0
        if row.told is None:  # a sentence may turn out to hold no time: it takes nothing along
            row.lines = [*self.pending, *row.lines]
            self.pending = []
        self.fed.append((row.fed, row))
        self.last = row


def cut(blocks: list[Block], title: str, *, sentences: bool = True) -> Cut:
    """Cut the blocks of a timeline part into rows; `title` is the part's heading, which may carry a date and a zone.

    Without `sentences` only lines, items and table rows that begin with a clock time are rows: for other parts.
    """
    result = Cut(fed=[(f"## {title}" if title else "", None)], sentences=sentences)
    for index, block in enumerate(blocks):
        _STEPS.get(block.kind, _other)(result, block, blocks[index + 1 :][:40])
    result.prose.extend(Block("para", [line]) for line in result.pending)
    return result


def _heading(result: Cut, block: Block, following: list[Block]) -> None:
    if has_clock(block.text) and not _rows_follow(following):
        result.add(Row(plain(block.text), list(block.lines), adopts=True))
        return
    result.fed.append((f"### {plain(block.text)}", None))
    result.pending.extend(block.lines)
    result.last = None


def _rows_follow(following: list[Block]) -> bool:
    """Whether rows with times of their own stand below a heading, before the next one."""
    for block in following:
        if block.kind == "heading":
            return False
        if block.kind == "table" and any(
            starts_with_stamp(" ".join(cells(line.text)[:2])) for line in block.lines
        ):
            return True
        if block.kind == "item" and starts_with_stamp(block.text) and has_clock(block.text):
            return True
    return False


def _table(result: Cut, block: Block, _following: list[Block]) -> None:
    """The first line is the head when a separator follows it, or when it speaks of time without having one."""
    if result.last is not None and result.last.adopts:
        _adopt(result.last, block)
        return
    result.last = None
    timed = sum(_timed_row(line.text) for line in block.lines)
    if not timed:
        result.prose.append(block)
        return
    rows_begin = _rows_begin(block.lines)
    for index, line in enumerate(block.lines):
        if index < rows_begin or is_separator(line.text):
            result.fed.append(
                (f"| {' | '.join(cells(line.text))} |" if "||" in line.text else line.text, None)
            )
            result.pending.append(line)
            if index == 0 and rows_begin == 1:
                result.fed.append(("|" + "---|" * len(cells(line.text)), None))
        elif any(char.isalnum() for char in line.text):
            result.add(Row(line.text, [line], whole=True))
        else:
            result.pending.append(line)
    result.last = None


def _rows_begin(lines: list[Line]) -> int:
    return head_length(lines) or int(
        bool(_HEAD_WORDS.search(lines[0].text)) and not _timed_row(lines[0].text)
    )


def _timed_row(text: str) -> bool:
    return any(starts_with_stamp(cell) for cell in cells(text[:600])[:4])


def _item(result: Cut, block: Block, _following: list[Block]) -> None:
    last = result.last
    if starts_with_stamp(block.text):
        if is_date_only(block.text):
            result.fed.append((plain(block.text), None))
            result.pending.extend(block.lines)
            result.last = None
        elif last is not None and last.adopts and not has_clock(block.text):
            _adopt(last, block)
        else:
            result.add(Row(f"- {block.text}", list(block.lines), text=list(block.extra), depth=block.depth))
    elif last is not None and (last.adopts or block.depth > last.depth):
        _adopt(last, block)
    elif last is not None and last.fed.startswith("- "):
        result.add(
            Row(f"- {block.text}", list(block.lines), text=list(block.extra), whole=True, depth=block.depth)
        )
    else:
        result.prose.append(block)


def _para(result: Cut, block: Block, _following: list[Block]) -> None:
    rows = _stamped_lines(block.lines)
    if rows is None and is_marked(block.lines[0]):  # "**Duration:** 21:45 to 23:28" is a statement, not a row
        result.prose.append(block)
        return
    if not result.sentences and not (rows and len(rows) > 1 and has_clock(block.lines[0].text)):
        rows = None if not rows or not _short_stamp(block.lines[0].text) else rows
    if rows is None and result.last is not None and result.last.adopts:
        _adopt(result.last, block)
    elif rows is not None:
        for lines in rows:
            if _told(lines) and result.sentences:
                _prose(result, Block("para", lines))
            else:
                _stamped(result, lines)
    else:
        _prose(result, block)


def _told(lines: list[Line]) -> bool:
    """Whether several sentences with times of their own stand in one paragraph."""
    text = " ".join(line.text.strip() for line in lines)[:20_000]
    return sum(starts_with_stamp(part) and has_clock(part) for part in _SENTENCE.split(text)) > 1


def _short_stamp(text: str) -> bool:
    """A line such as "14:02 UTC - alert fires": the clock stands in its first words, not in a sentence."""
    return bool(re.match(r"^\W{0,4}(?:\S+\s+){0,2}?\S*\d{1,2}:\d{2}", text[:40])) and not text[:1].isalpha()


def _stamped(result: Cut, lines: list[Line]) -> None:
    text = " ".join(line.text.strip() for line in lines)
    if is_date_only(plain(text)):
        result.fed.append((plain(text).strip("_-* "), None))
        result.pending.extend(lines)
        result.last = None
        return
    bare = plain(text)
    result.add(Row(text, list(lines), adopts=has_clock(bare) and len(bare.split()) <= 3 and len(bare) < 40))


def _stamped_lines(lines: list[Line]) -> list[list[Line]] | None:
    """The paragraph's lines grouped by those that begin with a stamp; None when its first line does not."""
    if not starts_with_stamp(lines[0].text):
        return None
    groups: list[list[Line]] = []
    for line in lines:
        if starts_with_stamp(line.text) or not groups or is_date_only(plain(groups[-1][-1].text)):
            groups.append([line])
        else:
            groups[-1].append(line)
    return groups


def _prose(result: Cut, block: Block) -> None:
    """Sentences with a clock time are rows, as many as the reader finds in each; the sentences between belong to them."""
    text = " ".join(line.text.strip() for line in block.lines)
    rows: list[Row] = []
    before: list[str] = []
    for sentence in _SENTENCE.split(text) if result.sentences and len(text) <= _LONGEST_PROSE else ():
        if _CLOCK_IN_SENTENCE.search(sentence):
            rows.append(Row(sentence, list(block.lines), before=before, told=block))
            before = []
        elif rows:
            rows[-1].text.append(sentence)
        else:
            before.append(sentence)
    result.last = None
    if not rows:
        result.fed.append((text[:400] if "time" in text[:400].lower() else "", None))
        result.prose.append(block)
    for row in rows:
        result.add(row)
    result.last = None


def _other(result: Cut, block: Block, _following: list[Block]) -> None:
    if (
        block.kind == "code"
        and result.last is not None
        or result.last is not None
        and result.last.adopts
        and block.kind != "comment"
    ):
        _adopt(result.last, block)
    else:
        result.prose.append(block)


def _adopt(row: Row, block: Block) -> None:
    """What stands below a row is part of it."""
    row.text.append(
        block.source if block.kind != "para" else "\n".join(line.text.strip() for line in block.lines)
    )
    row.lines.extend(block.lines)


_STEPS = {"heading": _heading, "table": _table, "item": _item, "para": _para}
