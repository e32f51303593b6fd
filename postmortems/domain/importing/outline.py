"""A document cut at its headings: which part is which section, whatever style the headings are written in.

Headings of a markup (#, underlined, h2., ==) always count. Lines that merely look like headings (bold lines, "Impact:",
a lone "Timeline") count only when their words are in the table, so that ordinary sentences stay text.
"""

import re
from dataclasses import dataclass, field

from postmortems.domain.importing.lines import Line, plain
from postmortems.domain.importing.synonyms import match_heading

PSEUDO_LEVEL = 7
# Sections whose own sub-headings group rows: they stay inside, unless they clearly are another section.
_CLOSED = {"timeline", "actions"}
_PHASES = {"detection", "impact", "response", "mitigation", "trigger", "background", "summary", "narrative",
           "exposure", "actions", "people", "similar", "header", "evidence", "restore", "controls", "factors",
           "external_message", "potential", "decisions", "notification", "normal_work", "behaviour"}  # fmt: skip
_LEAVES_CLOSED = {
    "timeline": _PHASES - {"actions", "factors"},
    "actions": _PHASES | {"timeline"} - {"evidence"},
}
_INLINE_KEYS = {"summary", "background", "impact", "detection", "response", "mitigation", "trigger", "factors",
                "went_well", "went_wrong", "lucky", "lessons", "actions", "open_questions", "timeline",
                "what_you_can_do", "narrative"}  # fmt: skip
_PLAIN_KEYS = _INLINE_KEYS | {
    "people",
    "evidence",
    "header",
    "not_taken",
    "external_message",
    "similar",
    "controls",
}

_ATX = re.compile(r"^ {0,3}(#{1,6})(?:[ \t]+|(?=[A-Za-z]))(\S.*?)?[ \t]*#*[ \t]*$")
_WIKI = re.compile(r"^h([1-6])\.\s+(\S.*)$")
_EQUALS = re.compile(r"^(={1,6})[ \t]+(\S.*?)[ \t]*=*$")
_UNDERLINE = re.compile(r"^ {0,3}(=+|-{3,}|~{4,}|\*{4,})[ \t]*$")
_BOLD_LINE = re.compile(
    r"^\s{0,3}(\*\*|__|\*|_|'''|<b>|<strong>)\s*(.{2,80}?)\s*(\*\*|__|\*|_|'''|</b>|</strong>)\s*:?\s*$"
)
_INLINE = re.compile(
    r"^\s{0,3}(?:\*\*|__)?([A-Za-z][A-Za-z'’ /&()-]{2,40}?)(?:\*\*|__)?\s*:\s*(?:\*\*|__)?\s+(\S.*)$"
)


@dataclass
class Heading:
    """A heading as found; `body` is text that stands on the same line as the heading ("Impact: 12 % of ...")."""

    text: str
    level: int
    lines: list[Line]
    inline: bool = False


@dataclass
class Part:
    """A run of lines under one heading; `key` is "" where the heading means no section."""

    title: str
    level: int
    key: str
    heading: list[Line] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    exact: bool = False


def outline(lines: list[Line], title_line: int, *, loose: bool = False) -> list[Part]:
    """Cut the lines into parts. `title_line` is the number of the line that is the document's title (0 if none).

    With `loose`, for a document without any markup, short lines between gaps are headings when some word of theirs says so.
    """
    parts = [Part("", 0, "preamble")]
    stack: list[Part] = []
    index = 0
    while index < len(lines):
        heading = heading_at(lines, index) or (_lone(lines, index) if loose else None)
        if heading is None:
            parts[-1].lines.append(lines[index])
            index += 1
            continue
        index += len(heading.lines)
        if heading.lines[0].number == title_line:
            continue
        _place(heading, parts, stack)
    return parts


def _place(heading: Heading, parts: list[Part], stack: list[Part]) -> None:
    """Open a new part for the heading, or leave it in the text of the part it stands in."""
    while stack and stack[-1].level >= heading.level:
        stack.pop()
    around = stack[-1] if stack else None
    key, exact = match_heading(plain(heading.text))
    if around is not None and not _leaves(around, key, exact):
        if parts[-1] is not around:  # back from a deeper part: the rest belongs to the part around it
            parts.append(Part(around.title, around.level, around.key, exact=around.exact))
        parts[-1].lines.extend(heading.lines)
        return
    part = Part(plain(heading.text), heading.level, key, list(heading.lines), exact=exact)
    if heading.inline:
        part.exact = True
        part.lines, part.heading = list(heading.lines), []
    parts.append(part)
    stack.append(part)


def _leaves(around: Part, key: str, exact: bool) -> bool:
    """Whether a deeper heading starts a section of its own."""
    if not key or not exact:
        return around.key == "" and bool(key)
    if around.key in _CLOSED:
        return key not in _LEAVES_CLOSED[around.key] and key != around.key
    return key != around.key


def is_marked_heading(line: Line) -> bool:
    """Whether a markup makes the line a heading, whatever stands around it."""
    return (
        line.state == "text"
        and not line.blank
        and line.indent <= 3
        and len(line.text) <= 400
        and _marked(line) is not None
    )


def heading_at(lines: list[Line], index: int) -> Heading | None:
    """The heading that begins at this line, if one does."""
    line = lines[index]
    if line.state != "text" or line.blank or line.indent > 3 or len(line.text) > 400:
        return None
    return _marked(line) or _underlined(lines, index) or _looks_like(lines, index)


def _marked(line: Line) -> Heading | None:
    for pattern in (_ATX, _WIKI, _EQUALS):
        found = pattern.match(line.text)
        if not found or not (found.group(2) or "").strip():
            continue
        marks, text = found.group(1), found.group(2)
        if (
            pattern is _ATX
            and line.text.lstrip()[len(marks)] not in " \t"
            and not match_heading(plain(text))[1]
        ):
            continue  # "#incident-42" is a channel
        return Heading(text, int(marks) if marks.isdigit() else len(marks), [line])
    return None


def _underlined(lines: list[Line], index: int) -> Heading | None:
    """A single line with a rule of = or - under it; a line of a table is none."""
    line = lines[index]
    if index + 1 >= len(lines) or (index and not _gap(lines[index - 1])) or "|" in line.text:
        return None
    below = lines[index + 1]
    rule = _UNDERLINE.match(below.text) if below.state == "text" else None
    if not rule or _UNDERLINE.match(line.text) or line.text.lstrip()[0] in "-*+>":
        return None
    return Heading(line.text.strip(), 1 if rule.group(1)[0] == "=" else 2, [line, below])


def unmarked(lines: list[Line]) -> bool:
    """Whether a document has no headings that a markup makes, but for its title."""
    return sum(is_marked_heading(line) for line in lines) < 2 and not any(
        _underlined(lines, index)
        for index, line in enumerate(lines)
        if line.state == "text" and not line.blank and line.indent <= 3
    )


def _lone(lines: list[Line], index: int) -> Heading | None:
    """A short line of its own, with a capital and without a full stop, that the table knows by some word."""
    line = lines[index]
    text = line.text.strip()
    if (
        not text
        or line.state != "text"
        or len(text) > 60
        or len(text.split()) > 7
        or not text[0].isupper()
        or text[-1] in ".!,;"
    ):
        return None
    before = index == 0 or lines[index - 1].blank
    after = index + 1 < len(lines) and lines[index + 1].blank
    return Heading(text, PSEUDO_LEVEL, [line]) if before and after and _known(text) else None


def _known(text: str) -> bool:
    key, exact = match_heading(plain(text))
    return bool(key) and (exact or key in _PLAIN_KEYS)


def _gap(line: Line) -> bool:
    return line.blank or line.state != "text" or bool(_UNDERLINE.match(line.text))


def _looks_like(lines: list[Line], index: int) -> Heading | None:
    """Bold lines, "Impact:" and lone lines, when the table knows them."""
    line = lines[index]
    text = line.text.strip()
    before = index == 0 or _gap(lines[index - 1])
    bold = _BOLD_LINE.match(line.text)
    if bold and match_heading(plain(bold.group(2)))[1]:
        return Heading(bold.group(2), PSEUDO_LEVEL, [line])
    if len(text) <= 60 and text[0] not in "-*+>|[!" and not text[0].islower():
        key, exact = match_heading(plain(text))
        colon = text.rstrip("*_ ").endswith(":") and (before or _ends_sentence(lines[index - 1].text))
        if exact and (colon or (before and key in _PLAIN_KEYS and _stands_alone(lines, index))):
            return Heading(text.rstrip(":"), PSEUDO_LEVEL, [line])
    return _inline(line, before or _follows_label(lines, index))


def _ends_sentence(text: str) -> bool:
    return text.rstrip(" *_)\"'”")[-1:] in {".", "!", "?", ":", ""} or len(text.strip()) < 40


def _stands_alone(lines: list[Line], index: int) -> bool:
    """A lone line: followed by a gap, or written in capitals or with a capital and no full stop at its end."""
    text = lines[index].text.strip()
    after = index + 1 >= len(lines) or _gap(lines[index + 1])
    return (after or text.isupper() or text[0].isdigit()) and text[-1] not in ".!?," and not text[0].islower()


def _inline(line: Line, before: bool) -> Heading | None:
    """ "Impact: 12 % of requests failed": a label the table knows with a sentence after it."""
    found = _INLINE.match(line.text) if before else None
    if not found:
        return None
    key, exact = match_heading(found.group(1))
    long_enough = len(found.group(2).split()) >= 4
    if exact and key in _INLINE_KEYS and long_enough and simple_label(found.group(1)):
        return Heading(found.group(1), PSEUDO_LEVEL, [line], inline=True)
    return None


def simple_label(text: str) -> bool:
    """Words that say too little on their own to open a section ("Issue: ...", "Incident: ...")."""
    return text.strip().casefold() not in {
        "incident",
        "issue",
        "log",
        "events",
        "report",
        "problem",
        "description",
        "detail",
    }


def _follows_label(lines: list[Line], index: int) -> bool:
    """Whether the line above is a "Key: value" too, as in a block of labels without gaps."""
    return index > 0 and lines[index - 1].state == "text" and bool(_INLINE.match(lines[index - 1].text[:300]))
