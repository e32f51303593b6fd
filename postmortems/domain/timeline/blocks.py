"""A text in blocks: headings, tables, list items, paragraphs, code; each line with its number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class Block:
    """Some lines that belong together. `lines` holds (number from 1, text without bullet or quote mark)."""

    kind: str  # heading, table, item, para, code, front, skip
    lines: list[tuple[int, str]] = field(default_factory=list)
    level: int = 0
    indent: int = 0
    marker: str = ""
    raw: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words of the block on one line."""
        return " ".join(text.strip() for _, text in self.lines if text.strip())


_HEADING = re.compile(r"^\s{0,3}(#{1,6})\s+(\S.*?)\s*#*\s*$|^\s{0,3}(#{2,6})([^#\s].*?)\s*#*\s*$")
_UNDERLINE = re.compile(r"^\s{0,3}(=+|-{3,})\s*$")
_RULE = re.compile(r"^\s*(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,}|={3,})$")
_FENCE = re.compile(r"^[\s>]*(?:```+|~~~+)")
_ITEM = re.compile(r"^(?P<in>\s*)(?P<mark>[-*+•–·◦▪‣●○]|\d{1,3}[.)])\s+(?P<box>\[[ xX]\]\s+)?(?P<text>\S.*)$")
_MONTH_NEXT = re.compile(
    r"(?:Jan|Feb|Mar|Mär|Apr|May|Mai|Jun|Jul|Aug|Sep|Oct|Okt|Nov|Dec|Dez)[a-zä]*\b", re.IGNORECASE
)
_QUOTE = re.compile(r"^\s{0,3}(?:>\s?)+")
_DELIMITER = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-*:?\s*)*$")
_STAMPISH = re.compile(r"^\W{0,6}(?:\d{1,2}[:.h]\d\d|\d{4}[-/]\d|\d{1,2}\s?[ap]m\b)", re.IGNORECASE)
_ROW_TAGS = re.compile(r"</t[dh]>\s*<t[dh][^>]*>", re.IGNORECASE)
_OUTER_TAGS = re.compile(r"</?(?:tr|td|th|tbody|thead|table|li|ul|ol|p|div)\b[^>]*>|<br\s*/?>", re.IGNORECASE)
_LEAD_TAGS = re.compile(r"^(\s*)<(b|strong|em|i|code|time|span|u)\b[^>]*>(.*?)</\2>", re.IGNORECASE)


class Splitter:
    """Walks the lines once and groups them."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.open: Block | None = None
        self.after_blank = True
        self.item: Block | None = None

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks in order."""
        at = 0
        while at < len(self.lines):
            whole = self._whole(at)
            if whole:
                yield from self._flush()
                yield whole
                self.after_blank, self.item = True, self.item if whole.kind == "code" else None
                at += len(whole.lines)
                continue
            yield from self._line(at)
            at += 1
        yield from self._flush()

    def _whole(self, at: int) -> Block | None:
        """Read a block that has an end of its own: front matter, fenced code, a comment."""
        line = self.lines[at].strip()
        if at == 0 and line in ("---", "+++"):
            end = next(
                (n for n in range(1, min(len(self.lines), 200)) if self.lines[n].strip() == line), None
            )
            return self._take("front", at, end + 1) if end else None
        if _FENCE.match(self.lines[at]):
            mark = line.lstrip("> ")[:3]
            end = at + 1
            while end < len(self.lines) and not self.lines[end].strip().lstrip("> ").startswith(mark):
                end += 1
            return self._take("code", at, end + 1)
        if line.startswith("<!--"):
            end = at
            while end < len(self.lines) and "-->" not in self.lines[end]:
                end += 1
            return self._take("skip", at, end + 1)
        return None

    def _take(self, kind: str, start: int, end: int) -> Block:
        rows = self.lines[start:end]
        indent = len(rows[0]) - len(rows[0].lstrip())
        return Block(kind, [(start + n + 1, row) for n, row in enumerate(rows)], indent=indent, raw=rows)

    def _flush(self) -> Iterator[Block]:
        if self.open:
            yield self.open
        self.open = None

    def _line(self, at: int) -> Iterator[Block]:
        """Put one line where it belongs."""
        raw = self.lines[at]
        line = clean(raw)
        if not line.strip():
            yield from self._flush()
            self.after_blank = True
            return
        single = self._single(at, line)
        if single:
            yield from self._flush()
            self.item = None if single.kind in ("heading", "rule") else self.item
            if single.kind == "item":
                self.open = self.item = single
            else:
                yield single
        elif self._continues(line):
            self._grow(at, line, raw)
        else:
            yield from self._flush()
            self.open = self._begin(at, line, raw)
        self.after_blank = False

    def _single(self, at: int, line: str) -> Block | None:
        """Read what one line alone decides: heading, rule, list item."""
        heading = _HEADING.match(line)
        if heading:
            level = len(heading[1] or heading[3])
            return Block("heading", [(at + 1, heading[2] or heading[4])], level=level, raw=[self.lines[at]])
        under = (
            _UNDERLINE.match(line)
            if self.open and self.open.kind == "para" and len(self.open.lines) == 1
            else None
        )
        if under and not self.after_blank:
            title = self.open
            self.open = None
            return Block(
                "heading", [*(title.lines if title else []), (at + 1, "")], level=1 if "=" in under[1] else 2
            )
        if _RULE.match(line):
            return Block("rule", [(at + 1, line)])
        item = _ITEM.match(line)
        if item and not (item["mark"][0].isdigit() and _MONTH_NEXT.match(item["text"])):
            return Block(
                "item",
                [(at + 1, item["text"])],
                indent=len(item["in"]),
                marker=item["mark"],
                raw=[self.lines[at]],
            )
        return None

    def _continues(self, line: str) -> bool:
        if self.open is None or self.after_blank:
            return False
        if self.open.kind == "table":
            return "|" in line
        if self.open.kind == "item" and not line[:1].isspace() and _STAMPISH.match(line):
            return False
        return not (self.open.kind == "para" and line.lstrip().startswith("|"))

    def _grow(self, at: int, line: str, raw: str) -> None:
        block = self.open
        if block is None:
            return
        if (
            block.kind == "para"
            and len(block.lines) == 1
            and "|" in block.lines[0][1]
            and _DELIMITER.match(line)
            and "|" in line
        ):
            block.kind = "table"
        block.lines.append((at + 1, line))
        block.raw.append(raw)

    def _begin(self, at: int, line: str, raw: str) -> Block:
        """Begin a table or a paragraph; an indented paragraph below an item belongs to the item."""
        indent = len(line) - len(line.lstrip())
        kind = "table" if line.lstrip().startswith("|") and line.count("|") > 1 else "para"
        return Block(kind, [(at + 1, line)], indent=indent, raw=[raw])


def clean(line: str) -> str:
    """Take off quote marks and the HTML around a row, so that every manner of writing looks alike."""
    if ">" in line[:8]:
        line = _QUOTE.sub("", line, count=1)
    if "<" in line:
        if _ROW_TAGS.search(line):
            line = "|" + _OUTER_TAGS.sub("", _ROW_TAGS.sub("|", line)).strip() + "|"
        line = _LEAD_TAGS.sub(r"\1\3", _OUTER_TAGS.sub("", line) if line.lstrip().startswith("<") else line)
    return line.replace(" ", " ").replace(" ", " ")
