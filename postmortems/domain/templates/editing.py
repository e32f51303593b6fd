"""Sections of a template while they are edited: plain values in, plain values out."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from postmortems.domain.templates.model import DISCLOSURES, PUBLIC_PARTS, SECTION_KINDS, TemplateSection

MOST_SECTIONS = 60
ROWS = (("timeline", "the timeline"), ("factors", "contributing factors"), ("actions", "actions"))
NAMES = tuple(field.name for field in dataclasses.fields(TemplateSection))


def as_sections(parts: Sequence[Mapping[str, Any]]) -> tuple[TemplateSection, ...]:
    """Stored sections as values; what an older version did not have yet takes its default."""
    found = []
    for part in parts:
        known = {name: part[name] for name in NAMES if name in part}
        known["questions"] = tuple(known.get("questions", ()))
        found.append(TemplateSection(**known))
    return tuple(found)


def plain(section: TemplateSection) -> dict[str, Any]:
    """A section as it is stored."""
    return {**dataclasses.asdict(section), "questions": list(section.questions)}


def fresh_key(title: str, taken: Sequence[str]) -> str:
    """A key for a new section that none of the others has: "What we saw" -> "what_we_saw"."""
    ascii_text = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    base = re.sub(r"[^a-z0-9]+", "_", ascii_text.lower()).strip("_")[:50] or "section"
    key, number = base, 2
    while key in taken:
        key, number = f"{base}_{number}", number + 1
    return key


def moved(sections: Sequence[TemplateSection], key: str, by: int) -> tuple[TemplateSection, ...]:
    """The same sections with one of them `by` places further down; at either end it stays where it is."""
    order = list(sections)
    at = next((number for number, one in enumerate(order) if one.key == key), None)
    if at is None:
        return tuple(order)
    one = order.pop(at)
    order.insert(min(max(at + by, 0), len(order)), one)
    return tuple(order)


def problems(sections: Sequence[TemplateSection]) -> tuple[str, ...]:
    """What has to be put right before a version can be published, as sentences."""
    found = [] if sections else ["Add a section first."]
    if len(sections) > MOST_SECTIONS:
        found.append(f"A template has at most {MOST_SECTIONS} sections.")
    found += [f"“{one.title}” has a value that is not known here." for one in sections if not _known(one)]
    return (*found, *_kinds(sections), *_twice(sections))


def _kinds(sections: Sequence[TemplateSection]) -> Iterator[str]:
    for kind, what in ROWS:
        number = sum(1 for one in sections if one.kind == kind)
        if number != 1:
            yield f"One section shows {what}; this template has {number or 'none'}."
    if sum(1 for one in sections if one.kind == "incidents") > 1:
        yield "At most one section lists the incidents."


def _twice(sections: Sequence[TemplateSection]) -> Iterator[str]:
    titles = [one.title.strip().casefold() for one in sections]
    if "" in titles:
        yield "Every section has a heading."
    for values, what in (
        (titles, "have the same heading"),
        ([one.key for one in sections], "have the same key"),
        ([one.facts for one in sections if one.facts], "ask the same group of facts"),
    ):
        if len(set(values)) != len(values):
            yield f"Two sections {what}."


def _known(one: TemplateSection) -> bool:
    part = not one.public_part or one.public_part in PUBLIC_PARTS
    return part and one.disclosure in DISCLOSURES and one.kind in SECTION_KINDS and 0 <= one.minutes <= 120
