"""The title of a document: from its front matter, its first heading, its subject line, or its file's name."""

import re
from pathlib import PurePath

from postmortems.domain.importing.headings import PSEUDO_LEVEL, heading_at, unmarked
from postmortems.domain.importing.lines import Line, plain
from postmortems.domain.importing.metadata import Pair
from postmortems.domain.importing.synonyms import match_heading

_GENERIC = re.compile(r"^\W*(?:incident|post-?\s?mortem|postmortem|incident (?:report|review|postmortem)|post[- ]incident (?:review|report)|rca|root cause analysis|"
                      r"issue name|title|incident title|incident name|report|after action review|untitled)\W*$", re.IGNORECASE)  # fmt: skip
_PLACE = re.compile(r"^\W*(?:issue name|title|incident title|incident name)\W*$", re.IGNORECASE)
_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}[-_ ]*|^\d{2}-\d{2}[-_ ]+")
_LONGEST = 200


def find_title(lines: list[Line], pairs: list[Pair], filename: str) -> tuple[str, int]:
    """The title, and the number of the line that is nothing but the title (0 when it comes from elsewhere)."""
    given = next((item.value for item in pairs if item.meaning == "title" and item.value), "")
    headings = _headings(lines)
    heading, number = _title_heading(headings)
    if heading and _PLACE.match(heading):
        below = next((line for line in lines if line.number > number and not line.blank), None)
        return (plain(below.text)[:_LONGEST], number) if below else (heading, number)
    if heading and not (_GENERIC.match(heading) and given):
        return heading[:_LONGEST], number
    if given:
        return plain(given)[:_LONGEST], number
    lone, lone_number = ("", 0) if heading or (headings and not unmarked(lines)) else _lone_first(lines)
    return heading[:_LONGEST] or lone or from_filename(filename) or _first_words(lines), number or lone_number


def _lone_first(lines: list[Line]) -> tuple[str, int]:
    """The first line of a document without markup, when it is short and stands alone."""
    index = next((index for index, line in enumerate(lines) if not line.blank), len(lines))
    if index + 1 >= len(lines) or not lines[index + 1].blank or lines[index].state != "text":
        return "", 0
    text = plain(lines[index].text)
    fits = 1 < len(text.split()) <= 14 and len(text) <= 100 and text[-1] not in ".!,;:" and text[:1].isalnum()
    return (text, lines[index].number) if fits and not match_heading(text)[1] else ("", 0)


def _headings(lines: list[Line]) -> list[tuple[str, int, int]]:
    """The first headings of the document: text, level and line; whether words precede the first is in its place."""
    found: list[tuple[str, int, int]] = []
    for index, line in enumerate(lines):
        heading = heading_at(lines, index)
        if heading is not None:
            found.append((plain(heading.text), heading.level, line.number))
    return found


def _title_heading(headings: list[tuple[str, int, int]]) -> tuple[str, int]:
    """The first heading when it stands above the others, or names no section."""
    if not headings:
        return "", 0
    text, level, number = headings[0]
    key, exact = match_heading(text)
    alone = (
        level < PSEUDO_LEVEL
        and all(other > level for _text, other, _line in headings[1:])
        and len(headings) > 1
    )
    if _PLACE.match(text) or (_GENERIC.match(text) and level < PSEUDO_LEVEL):
        return text, number
    if alone and not (exact and key not in {"narrative"}):
        return text, number
    return (text, number) if not key and level < PSEUDO_LEVEL else ("", 0)


def from_filename(filename: str) -> str:
    """A title made of a file's name: without extension, date and dashes."""
    stem = PurePath(filename).stem
    stem = stem.split("--", 1)[-1] if "--" in stem else stem
    words = re.sub(r"[-_]+", " ", _DATE.sub("", stem)).strip()
    return words[:1].upper() + words[1:] if words not in {"", "-"} else ""


def _first_words(lines: list[Line]) -> str:
    """The beginning of the first line, as a last resort."""
    first = next(
        (plain(line.text).lstrip("#*=- ") for line in lines if not line.blank and line.state == "text"), ""
    )
    return first if len(first) <= 80 else f"{first[:80].rsplit(' ', 1)[0]}…"
