"""A document cut at its headings: which part is which section, whatever style the headings are written in."""

from dataclasses import dataclass, field

from postmortems.domain.importing.headings import Heading, heading_at, lone_heading
from postmortems.domain.importing.lines import Line, plain
from postmortems.domain.importing.synonyms import match_heading

# Sections whose own sub-headings group rows: they stay inside, unless they clearly are another section.
_CLOSED = {"timeline", "actions"}
_PHASES = {"detection", "impact", "response", "mitigation", "trigger", "background", "summary", "narrative",
           "exposure", "actions", "people", "similar", "header", "evidence", "restore", "controls", "factors",
           "external_message", "potential", "decisions", "notification", "normal_work", "behaviour"}  # fmt: skip
_LEAVES_CLOSED = {
    "timeline": _PHASES - {"actions", "factors"},
    "actions": _PHASES | {"timeline"} - {"evidence"},
}


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
    current = parts[0]
    index = 0
    while index < len(lines):
        heading = heading_at(lines, index) or (lone_heading(lines, index) if loose else None)
        if heading is None:
            current.lines.append(lines[index])
            index += 1
            continue
        index += len(heading.lines)
        if heading.lines[0].number == title_line:
            continue
        current = _place(heading, parts, stack)
    return parts


def _place(heading: Heading, parts: list[Part], stack: list[Part]) -> Part:
    """Open a new part for the heading, or leave it in the text of the part it stands in; that part goes on with it."""
    while stack and stack[-1].level >= heading.level:
        stack.pop()
    around = stack[-1] if stack else None
    key, exact = match_heading(plain(heading.text))
    if around is not None and not _leaves(around, key, exact):
        around.lines.extend(heading.lines)
        return around
    part = Part(plain(heading.text), heading.level, key, list(heading.lines), exact=exact)
    if heading.inline:
        part.exact = True
        part.lines, part.heading = list(heading.lines), []
    parts.append(part)
    stack.append(part)
    return part


def _leaves(around: Part, key: str, exact: bool) -> bool:
    """Whether a deeper heading starts a section of its own."""
    if not key or not exact:
        return around.key == "" and bool(key)
    if around.key in _CLOSED:
        return key not in _LEAVES_CLOSED[around.key] and key != around.key
    return key != around.key
