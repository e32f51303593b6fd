"""The lines of one part as blocks: headings, tables, list items with what is indented under them, paragraphs, code."""

import re
from dataclasses import dataclass, field

from postmortems.domain.importing.headings import heading_at, is_marked_heading
from postmortems.domain.importing.lines import Line

_ITEM = re.compile(r"^([ \t]*)([-*+•–‣◦]|\d{1,3}[.)]|[a-zA-Z][.)]|\(\d{1,3}\))[ \t]+(\S.*)$")
_CHECK = re.compile(r"^\[([ xX✓✔/-])\][ \t]*(.*)$")
_EMOJI_ITEM = re.compile(r"^([ \t]*)(✅|☑️?|✔️?|☐|⬜|🔲|🟢|❌|➡️?)[ \t]*(\S.*)$")
_SEPARATOR = re.compile(r"^\s*\|?[\s|]*:?-{2,}:?[\s|:-]*$|^\s*\+[-=+]{3,}\+\s*$")
_REFERENCE = re.compile(r"^ {0,3}\[([^\]\[]{1,200})\]:\s+(\S+).*$")
_RULE = re.compile(r"^\s*([-*_=])(?:\s*\1){2,}\s*$")


@dataclass
class Block:
    """`kind` is heading, table, item, para, code, comment, reference or rule; `depth` counts nesting of list items.

    `text` is the first paragraph without its marker, `extra` what follows it after a gap; `box` a checkbox such as [x].
    """

    kind: str
    lines: list[Line]
    depth: int = 0
    marker: str = ""
    checked: bool | None = None
    text: str = ""
    box: bool = False
    extra: list[str] = field(default_factory=list)

    @property
    def source(self) -> str:
        """The raw lines."""
        return "\n".join(line.text for line in self.lines)


def is_separator(text: str) -> bool:
    """Whether a line only separates the head of a table from its rows."""
    return bool(_SEPARATOR.match(text)) and ("|" in text or "+" in text or set(text.strip()) <= set("-: "))


def cells(text: str) -> list[str]:
    """The cells of a table line; a pipe behind a backslash or in code is text."""
    row = text.strip()
    row = row.replace("||", "|") if row.startswith("||") else row
    row = row[1:] if row.startswith("|") else row
    row = row[:-1] if row.endswith("|") and not row.endswith("\\|") else row
    parts: list[str] = []
    current: list[str] = []
    ticks, previous = False, ""
    for char in row:
        ticks = ticks != (char == "`")
        if char == "|" and previous != "\\" and not (ticks and "`" in row):
            parts.append("".join(current).strip())
            current = []
        else:
            current.append(char)
        previous = char
    return [*parts, "".join(current).strip()]


def head_length(lines: list[Line]) -> int:
    """How many lines of a table are its head: those up to the separator, or a first line in the wiki's "||" style."""
    for index, line in enumerate(lines[:3]):
        if is_separator(line.text):
            return index + 1
    return 1 if lines[0].text.lstrip().startswith("||") else 0


def split(lines: list[Line]) -> list[Block]:
    """Cut lines into blocks, in order; every non-blank line is in exactly one."""
    blocks: list[Block] = []
    gap = True
    for index, line in enumerate(lines):
        if line.blank and line.state == "text":
            gap = True
            continue
        last = blocks[-1] if blocks else None
        if not (last and _continues(last, line, gap)):
            blocks.append(_start(lines, index, last))
        else:
            last.lines.append(line)
            if line.state == "text" and last.kind == "item" and (gap or last.extra):
                last.extra.append(line.text.strip())
            elif line.state == "text" and last.kind in {"item", "para"}:
                last.text = f"{last.text} {line.text.strip()}"
        gap = False
    for block in blocks:
        if block.kind == "table" and not _is_table(block):
            block.kind, block.text = "para", " ".join(line.text.strip() for line in block.lines)
    return _merge_headings(blocks)


def _is_table(block: Block) -> bool:
    """One line with a pipe in it ("ps | grep x") is no table."""
    return len(block.lines) > 1 or block.lines[0].text.strip().startswith("|")


def _merge_headings(blocks: list[Block]) -> list[Block]:
    """The rule under an underlined heading belongs to the heading."""
    result: list[Block] = []
    for block in blocks:
        if (
            block.kind == "rule"
            and result
            and result[-1].kind == "heading"
            and result[-1].marker == "underlined"
        ):
            result[-1].lines.extend(block.lines)
            result[-1].marker = ""
        else:
            result.append(block)
    return result


def _start(lines: list[Line], index: int, last: Block | None) -> Block:
    line = lines[index]
    if line.state != "text":
        return Block("code" if line.state == "code" else "comment", [line])
    heading = heading_at(lines, index)
    if heading is not None and not heading.inline:
        return Block(
            "heading", [line], marker="underlined" if len(heading.lines) > 1 else "", text=heading.text
        )
    if _REFERENCE.match(line.text):
        return Block("reference", [line])
    if _RULE.match(line.text):
        return Block("rule", [line])
    if is_table_line(line.text):
        return Block("table", [line])
    return _item(line, last) or Block("para", [line], text=line.text.strip())


def is_table_line(text: str) -> bool:
    """Whether a line has the look of a table row: a pipe at its begin, or pipes between words."""
    stripped = text.strip()
    return (
        stripped.startswith("|") or (stripped.count("|") >= 2 and "||" not in stripped) or (" | " in stripped)
    )


def _item(line: Line, last: Block | None) -> Block | None:
    found = _ITEM.match(line.text) or _EMOJI_ITEM.match(line.text)
    if not found:
        return None
    marker, text = found.group(2), found.group(3)
    checked = {"✅": True, "☑": True, "✔": True, "☐": False, "⬜": False, "🔲": False}.get(marker[0])
    box = _CHECK.match(text)
    if box:
        checked, text = box.group(1) in "xX✓✔", box.group(2)
    else:
        emoji = _EMOJI_ITEM.match(text)
        if emoji:
            checked, text = emoji.group(2)[0] in "✅☑✔", emoji.group(3)
    depth = line.indent
    if last is not None and last.kind == "item" and last.depth < depth <= last.depth + 1:
        depth = last.depth  # one space more is the same list
    return Block(
        "item", [line], depth=depth, marker=marker, checked=checked, text=text.strip(), box=bool(box)
    )


def _continues(last: Block, line: Line, gap: bool) -> bool:
    """Whether the line belongs to the block before it."""
    if line.state != "text":
        kind = "code" if line.state == "code" else "comment"
        return last.kind == kind and not _new_fence(last, line)
    if last.kind in {"code", "comment", "heading", "reference", "rule"}:
        return False
    if last.kind == "table":
        return not gap and is_table_line(line.text)
    if _ITEM.match(line.text) or _EMOJI_ITEM.match(line.text) or is_table_line(line.text):
        return False
    if _REFERENCE.match(line.text) or _RULE.match(line.text) or is_marked_heading(line):
        return False
    if last.kind == "item":
        return line.indent > last.depth if gap else True
    return not gap


def _new_fence(last: Block, line: Line) -> bool:
    """Two fences that follow each other directly are two blocks."""
    if line.state != "code" or len(last.lines) < 2:
        return False
    first, end = last.lines[0].text.strip(), last.lines[-1].text.strip()
    return end[:3] in {"```", "~~~"} and end[:3] == first.lstrip("-*+ ")[:3] and set(end) <= set("`~")
