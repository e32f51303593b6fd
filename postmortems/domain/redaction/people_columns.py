"""People in the columns of a table: the cells below "Who", "Owner", "Assignee"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postmortems.domain.redaction.english import is_english, is_nickname
from postmortems.domain.redaction.words import ABBREVIATIONS, GIVEN_NAMES, PRODUCTS

_WHO = re.compile(
    r"(?:who|whom|owners?|(?:action )?owner\(?s?\)?|assignees?|assigned(?: to)?|responsible|person|people|engineers?|reporters?|reported by|authors?|speaker|on[- ]?call|lead|dri|responders?|participants?|attendees?|operator|done by|by|by whom|poc|contact|name of engineer)",
    re.I,
)
_RULE = re.compile(r"\n[ \t:|-]{3,600}(?=\n)")
_OF_THINGS = (
    "ity",
    "ing",
    "ion",
    "ops",
    "team",
    "ware",
    "ment",
    "ance",
    "ence",
    "ics",
    "bot",
    "hub",
    "net",
    "tech",
)
_PIECE = re.compile(r"@?[^\W\d_][\w'.-]{0,25}(?: [^\W\d_][\w'.-]{0,25}){0,3}")


def _columns(heads: str) -> list[int]:
    return [at for at, head in enumerate(heads.split("|")) if _WHO.fullmatch(head.strip(" \t*_`"))]


def in_people_column(text: str, start: int) -> bool:
    """Whether the cell at a place of the text stands below a heading such as "Who"."""
    line = text.rfind("\n", 0, start) + 1
    column = text.count("|", line, start)
    rules = list(_RULE.finditer(text, max(0, start - 4000), line))
    return bool(rules) and column in _columns(
        text[text.rfind("\n", 0, rules[-1].start()) + 1 : rules[-1].start()]
    )


def _is_name(piece: str) -> bool:
    words = re.findall(r"[^\W\d_]+", piece.lower())
    if not words or not piece[0].isupper() or (piece.isupper() and len(piece) < 6):
        return False
    if any(word in PRODUCTS or word in ABBREVIATIONS for word in words):
        return False
    if words[0] in GIVEN_NAMES:
        return len(words) == 1 or not is_english(words[-1]) or not is_english(words[0])
    return not (is_english(words[0]) or is_english(words[-1]) or words[-1].endswith(_OF_THINGS))


def find_in_people_columns(text: str) -> Iterator[tuple[int, str, bool]]:
    """The place and the words of each name below such a heading, and whether it is a nickname."""
    for rule in _RULE.finditer(text) if "|" in text else ():
        columns = _columns(text[text.rfind("\n", 0, rule.start()) + 1 : rule.start()])
        at = rule.end() + 1
        while columns and at < len(text):
            line = text[at : at + 2000].partition("\n")[0]
            cells = line.split("|")
            if len(cells) < 2:
                break
            for column in columns:
                place = at + sum(len(cell) + 1 for cell in cells[:column])
                cell = cells[column] if column < len(cells) and len(cells[column]) < 80 else ""
                for piece in _PIECE.finditer(cell):
                    name = piece.group().lstrip("@")
                    if _is_name(name) or (name.islower() and is_nickname(name)):
                        yield place + piece.end() - len(name), name, name.islower()
            at += len(line) + 1
