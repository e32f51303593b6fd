"""A document in somebody else's form, read into the structure of a postmortem. Pure; linear in the length of the text."""

import re
from dataclasses import replace
from itertools import chain

from postmortems.domain.importing.account import normal
from postmortems.domain.importing.actions import Setting
from postmortems.domain.importing.draft import Draft
from postmortems.domain.importing.facts import (
    read_day,
    read_facts,
    read_people,
    read_services,
    read_severity,
    read_zone,
)
from postmortems.domain.importing.gather import gather
from postmortems.domain.importing.guess import guess_template
from postmortems.domain.importing.headings import unmarked
from postmortems.domain.importing.lines import Line, read_lines
from postmortems.domain.importing.metadata import Pair, front_matter, read_pair
from postmortems.domain.importing.model import ImportedDocument, ImportedSection
from postmortems.domain.importing.outline import Part, outline
from postmortems.domain.importing.references import inline, take_references, targets, used
from postmortems.domain.importing.strays import Context
from postmortems.domain.importing.titles import find_title
from postmortems.domain.templates import template

_ALL_TIMES = re.compile(r"\b(?:all times?|times? (?:are|is|in)|time ?zone)\b.{0,60}", re.IGNORECASE)
_HEAD_LINES = 40
_TELLING = {"summary", "narrative", "impact"}


def parse_document(text: str, *, filename: str = "") -> ImportedDocument:
    """Read Markdown or plain text into an ImportedDocument; never raises, and loses no line (`account` checks it)."""
    lines = read_lines(text)
    front, count = front_matter(lines)
    references, body = take_references(lines[count:])
    head = [pair for line in body[:_HEAD_LINES] if line.state == "text" and (pair := read_pair(line))]
    title, title_line = find_title(body, front + head, filename)
    parts = outline(body, title_line, loose=unmarked(body))
    draft = Draft(pairs=list(front))
    _front_text(draft, lines[:count])
    _title_text(draft, body, title, title_line)
    context = _context(parts, front, head, (title, filename), targets(references))
    gather(draft, parts, context)
    return _finish(draft, title, context, references, text)


def _front_text(draft: Draft, lines: list[Line]) -> None:
    """Front matter stays readable as code in the section about the document."""
    kept = [line for line in lines if not line.blank and line.text.strip() not in {"---", "+++", "..."}]
    if kept:
        code = "\n".join(["```yaml", *(line.text for line in kept), "```"])
        draft.put("header", Part("", 0, "header", lines=kept), code, first=False)


def _title_text(draft: Draft, body: list[Line], title: str, number: int) -> None:
    """A title line that says more than the title can hold (a link, a very long line, a placeholder) is kept whole."""
    line = next((line for line in body if line.number == number), None)
    if line is not None and normal(line.text) != normal(title):
        draft.put("header", Part("", 0, "header", lines=[line]), line.text.lstrip("# "), first=False)


def _context(
    parts: list[Part], front: list[Pair], head: list[Pair], names: tuple[str, str], addresses: dict[str, str]
) -> Context:
    keys = {part.key for part in parts}
    dated = [pair.value for pair in head if pair.meaning in {"date", "started", "detected"}]
    told = [
        " ".join(line.text for line in part.lines[:30])
        for part in parts[:4]
        if part.key in {"preamble", "summary", "narrative", "impact"}
    ]
    day = read_day([*dated, *names, *told, *(pair.value for pair in front if pair.meaning == "date")])
    others = (part for part in parts if part.key not in {"timeline", "actions"})
    lead = [
        found.group(0)
        for part in others
        for line in part.lines
        if (found := _ALL_TIMES.search(line.text[:300]))
    ]
    return Context(
        day=day,
        zone=read_zone(front + head, _told(parts)),
        lead=tuple(lead[:3]),
        setting=Setting(day.year if day else None, addresses),
        has_timeline="timeline" in keys,
        has_actions="actions" in keys,
    )


def _told(parts: list[Part]) -> str:
    """The text outside the timeline."""
    return "\n".join(line.text[:500] for part in parts if part.key != "timeline" for line in part.lines)


def _finish(
    draft: Draft, title: str, context: Context, references: dict[str, Line], text: str
) -> ImportedDocument:
    sections = _with_references(draft, draft.sections(), references)
    summary = "\n".join(section.body for section in sections if section.key in _TELLING)
    severity = read_severity(draft.pairs, f"{title}\n{summary[:1500]}")
    key = guess_template(title, summary, len(text.split()), severity)
    chosen = template(key)
    services = read_services(draft.pairs)
    return ImportedDocument(
        title=title or "Untitled",
        template_key=key,
        severity=severity,
        kind=chosen.kind if chosen else "outage",
        metadata=tuple((pair.key, pair.value, pair.line) for pair in draft.pairs),
        facts=read_facts(draft.pairs, context.day, context.zone),
        services=services,
        people=read_people(draft.pairs, draft.people),
        sections=tuple(sections),
        events=tuple(draft.events),
        actions=tuple(draft.actions),
        factors=tuple(draft.factors),
        unplaced=tuple(draft.unplaced),
    )


def _with_references(
    draft: Draft, sections: list[ImportedSection], references: dict[str, Line]
) -> list[ImportedSection]:
    """Give each text the link definitions it uses; rows get the addresses themselves. One used nowhere is evidence."""
    if not references:
        return sections
    labels, addresses = set(references), targets(references)
    draft.events = [
        replace(item, text=inline(item.text, addresses), source=_sourced(item.source, references))
        for item in draft.events
    ]
    draft.factors = [
        replace(item, text=inline(item.text, addresses), source=_sourced(item.source, references))
        for item in draft.factors
    ]
    draft.actions = [
        replace(item, detail=inline(item.detail, addresses), source=_sourced(item.source, references))
        for item in draft.actions
    ]
    draft.unplaced = [replace(item, body=_defined(item.body, references)) for item in draft.unplaced]
    sections = [replace(section, body=_defined(section.body, references)) for section in sections]
    texts = chain(
        (s.body for s in sections),
        (u.body for u in draft.unplaced),
        (event.source for event in draft.events),
        (factor.source for factor in draft.factors),
        (action.source for action in draft.actions),
    )
    needed = {label for text in texts for label in used(text, labels)}
    spare = [line.text for label, line in references.items() if label not in needed]
    if spare:
        old = next((section for section in sections if section.key == "evidence"), None)
        body = "\n".join([old.body, "", *spare] if old else spare)
        made = ImportedSection(
            "evidence",
            old.title_in_source if old else "",
            body,
            old.line if old else references[next(iter(references))].number,
        )
        sections = [section for section in sections if section is not old] + [made]
    return sections


def _defined(body: str, references: dict[str, Line]) -> str:
    needed = [references[label].text for label in used(body, set(references))]
    return f"{body}\n\n" + "\n".join(needed) if needed else body


def _sourced(source: str, references: dict[str, Line]) -> str:
    needed = [references[label].text for label in used(source, set(references))]
    return "\n".join([source, *needed])
