"""The first draft of a summary: from the fields of the record, each redacted; nothing restricted is read.

The answers of a kind go where the section that asks them goes, in UTC.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from core.templatetags.say import when
from postmortems.authoring.queries import KindAnswers, kind_facts, said
from postmortems.domain.kinds import Group
from postmortems.domain.redaction import Lists, Pseudonyms, redact
from postmortems.models import Disclosure, Factor, Postmortem, Section, TimelineEvent

PARTS = (
    ("what_happened", "What happened"),
    ("impact", "Impact"),
    ("timeline", "Timeline"),
    ("factors", "What made it possible"),
    ("what_we_did", "What we did"),
    ("what_we_are_changing", "What we are changing"),
    ("what_you_can_do", "What you can do"),
    ("not_yet_known", "What is not yet known"),
)
PUBLISHABLE = (Disclosure.PUBLIC, Disclosure.CUSTOMER, Disclosure.INTERNAL)
_IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")


class Draft:
    """Collects the redacted parts; one memory of pseudonyms for all of them."""

    def __init__(self, lists: Lists) -> None:
        self.lists = lists
        self.pseudonyms = Pseudonyms()

    def clean(self, text: str) -> str:
        """The text with every finding replaced, and without pictures, which never cross by themselves."""
        return redact(_IMAGE.sub(r"\1", text), self.lists, pseudonyms=self.pseudonyms)[0].strip()


def _timeline(draft: Draft, events: Iterable[TimelineEvent]) -> str:
    lines = []
    for event in events:
        about = "about " if event.approximate else ""
        lines.append(f"- **{about}{when(event.at)}** {draft.clean(' '.join(event.text.split()))}")
    return "\n".join(lines)


def sentence_of(factor: Factor) -> str:
    """A factor on one line: what was the case, what it led to, and what it made more likely."""
    words = factor.condition.strip() or factor.title
    if factor.effect:
        words = f"{words.rstrip('.')}, which led to {factor.effect.strip()}"
    if factor.made_likely:
        words = f"{words.rstrip('.')}, and made more likely {factor.made_likely.strip()}"
    return " ".join(words.split())


def _factors(draft: Draft, factors: Iterable[Factor]) -> str:
    return "\n".join(f"- {draft.clean(sentence_of(factor))}" for factor in factors)


def _facts(answers: KindAnswers, group: Group) -> str:
    """The answers of a group as a list. Notes on one line say where we know something from, which is for us."""
    told = replace(group, fields=tuple(field for field in group.fields if field.type != "line"))
    return "\n".join(
        f"- {one.label}{'' if one.label.endswith('?') else ':'} {one.text}"
        for one in said(answers, told, "UTC")
    )


def _told(postmortem: Postmortem) -> list[tuple[str, str, str]]:
    """(public part, title, internal text) of the sections that feed a part, each followed by the facts that it asks."""
    guides = {part["key"]: part for part in postmortem.template_version.sections}
    answers = kind_facts(postmortem)
    groups = {group.key: group for group in answers.groups if answers.class_of(group) in PUBLISHABLE}
    found = []
    sections = postmortem.sections.filter(disclosure__in=PUBLISHABLE)
    for section in sections.exclude(kind=Section.Kind.UNPLACED):
        guide = guides.get(section.key, {})
        group = groups.get(guide.get("facts", ""))
        facts = _facts(answers, group) if group else ""
        text = "\n\n".join(filter(None, [section.body.strip(), facts]))
        if text and guide.get("public_part"):
            found.append((guide["public_part"], section.title, text))
    return found


def parts_for(postmortem: Postmortem, draft: Draft) -> list[dict[str, str]]:
    """Every part of a summary in order, begun from what the record says; empty where it says nothing."""
    texts: dict[str, list[str]] = {}
    for part, _, text in _told(postmortem):
        texts.setdefault(part, []).append(draft.clean(text))
    bodies = {part: "\n\n".join(found) for part, found in texts.items()}
    timeline = _timeline(draft, postmortem.events.filter(disclosure__in=PUBLISHABLE))
    factors = _factors(draft, postmortem.factors.filter(disclosure__in=PUBLISHABLE))
    bodies["timeline"] = "\n\n".join(filter(None, [bodies.get("timeline", ""), timeline]))
    bodies["factors"] = "\n\n".join(filter(None, [bodies.get("factors", ""), factors]))
    return [{"key": key, "title": title, "body": bodies.get(key, "")} for key, title in PARTS]


def sources_for(postmortem: Postmortem) -> dict[str, list[tuple[str, str]]]:
    """Public part -> (title, internal text) of the sections that feed it, shown beside the public text."""
    found: dict[str, list[tuple[str, str]]] = {}
    for part, title, text in _told(postmortem):
        found.setdefault(part, []).append((title, text))
    return found
