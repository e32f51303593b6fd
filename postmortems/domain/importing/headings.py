"""What counts as a heading: lines that a markup makes one, and lines that the table of section names knows.

Headings of a markup (#, underlined, h2., ==) always count. Lines that merely look like headings (bold lines, "Impact:",
a lone "Timeline") count only when their words are in the table, so that ordinary sentences stay text.
"""

import re
from dataclasses import dataclass

from postmortems.domain.importing.lines import Line, plain
from postmortems.domain.importing.synonyms import match_heading

PSEUDO_LEVEL = 7
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


def lone_heading(lines: list[Line], index: int) -> Heading | None:
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
