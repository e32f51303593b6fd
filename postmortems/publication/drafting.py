"""The first draft of a summary: from the fields of the record, each redacted; nothing restricted is read."""

from __future__ import annotations

import re
from collections.abc import Iterable

from core.templatetags.say import when
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


def _factors(draft: Draft, factors: Iterable[Factor]) -> str:
    lines = []
    for factor in factors:
        words = factor.condition.strip() or factor.title
        if factor.effect:
            words = f"{words.rstrip('.')}, which led to {factor.effect.strip()}"
        if factor.made_likely:
            words = f"{words.rstrip('.')}, and made more likely {factor.made_likely.strip()}"
        lines.append(f"- {draft.clean(' '.join(words.split()))}")
    return "\n".join(lines)


def _texts(draft: Draft, sections: Iterable[Section], parts_of: dict[str, str]) -> dict[str, str]:
    """Public part -> the redacted texts of the sections that feed it."""
    bodies: dict[str, list[str]] = {}
    for section in sections:
        part = parts_of.get(section.key, "")
        if part and section.body.strip():
            bodies.setdefault(part, []).append(draft.clean(section.body))
    return {part: "\n\n".join(texts) for part, texts in bodies.items()}


def parts_for(postmortem: Postmortem, draft: Draft) -> list[dict[str, str]]:
    """Every part of a summary in order, begun from what the record says; empty where it says nothing."""
    parts_of = {part["key"]: part["public_part"] for part in postmortem.template_version.sections}
    sections = postmortem.sections.filter(disclosure__in=PUBLISHABLE).exclude(kind=Section.Kind.UNPLACED)
    bodies = _texts(draft, sections, parts_of)
    timeline = _timeline(draft, postmortem.events.filter(disclosure__in=PUBLISHABLE))
    factors = _factors(draft, postmortem.factors.filter(disclosure__in=PUBLISHABLE))
    bodies["timeline"] = "\n\n".join(filter(None, [bodies.get("timeline", ""), timeline]))
    bodies["factors"] = "\n\n".join(filter(None, [bodies.get("factors", ""), factors]))
    return [{"key": key, "title": title, "body": bodies.get(key, "")} for key, title in PARTS]


def sources_for(postmortem: Postmortem) -> dict[str, list[tuple[str, str]]]:
    """Public part -> (title, internal text) of the sections that feed it, shown beside the public text."""
    parts_of = {part["key"]: part["public_part"] for part in postmortem.template_version.sections}
    found: dict[str, list[tuple[str, str]]] = {}
    for section in postmortem.sections.filter(disclosure__in=PUBLISHABLE):
        part = parts_of.get(section.key, "")
        if part and section.body.strip():
            found.setdefault(part, []).append((section.title, section.body))
    return found
