"""Pieces of the workspace page, remembered by everything they print (core/fragments.py)."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.db.models import Model
from django.db.models.base import ModelState
from django.template.context import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString

from core.fragments import TOKEN, Remembered, fragment, with_token
from postmortems.models import Action, Factor, Postmortem, Section

register = template.Library()


@dataclass(frozen=True)
class Guide:
    """What the template's version says of a section, as far as it is printed."""

    help: str


@dataclass(frozen=True)
class ShownSection:
    """What is printed of a section."""

    key: str
    title: str
    kind: str
    disclosure: str
    get_disclosure_display: str
    not_applicable_because: str
    body: bool
    shown: str
    guide: Guide
    facts: tuple = ()


@dataclass(frozen=True)
class Numbered:
    """A row that is only linked to."""

    pk: int


DOCUMENTS = Remembered(512)
HEAD = ("pk", "zone", *Postmortem.FACTS)


UNEQUAL = (dict, list, ModelState)
"""What Django or a query keeps beside the columns: not to be told apart, or never the same twice."""


def _columns(row: Model) -> tuple:
    """The values of a row's own columns."""
    return tuple([value for value in row.__dict__.values() if type(value) not in UNEQUAL])


def _key(context: Context) -> tuple:
    """Everything the text of a postmortem prints: rows by their columns, and what the reader may do."""
    postmortem, reader = context["postmortem"], context["request"].user
    return (
        tuple(getattr(postmortem, name) for name in HEAD),
        (context["may_edit"], bool(postmortem.full_reader), reader.time_zone),
        tuple((_columns(section), section.guide.get("help", "")) for section in context["sections"]),
        tuple(_columns(event) for event in context["events"]),
        tuple(_shown_factor(factor) for factor in context["factors"]),
        tuple(_shown_action(action) for action in context["actions"]),
        tuple(_columns(incident) for incident in context["incidents"]),
        context["loose"],
        postmortem.kind,
    )


@register.simple_tag(takes_context=True)
def document(context: Context) -> SafeString:
    """The picture, the sections, the timeline, factors and actions of a postmortem."""

    def make() -> SafeString:
        # No request: what is remembered is for every reader with the same rights, so nothing of this one's session
        # may get into it, their token least of all.
        names = (
            "postmortem",
            "sections",
            "events",
            "factors",
            "actions",
            "incidents",
            "loose",
            "may_edit",
        )
        plain = {name: context[name] for name in names} | {"user": context["request"].user}
        text = get_template("postmortems/workspace/_document.html").render(plain | {"csrf_token": TOKEN})
        return SafeString(text)

    return SafeString(with_token(DOCUMENTS.get(_key(context), make), context["request"]))


@register.simple_tag
def shown_section(section: Section, postmortem: Postmortem, may_edit: bool) -> SafeString:
    """A section as it is read."""
    shown = ShownSection(
        section.key,
        section.title,
        section.kind,
        section.disclosure,
        section.get_disclosure_display(),
        section.not_applicable_because,
        bool(section.body),
        section.shown,
        Guide(section.guide.get("help", "")),
        section.facts,
    )
    return fragment(
        "postmortems/authoring/_section.html",
        section=shown,
        postmortem=Numbered(postmortem.pk),
        may_edit=may_edit,
    )


@dataclass(frozen=True)
class ShownRisk:
    """An accepted risk, as far as it is printed."""

    role: str
    review_on: object


@dataclass(frozen=True)
class ShownFactor:
    """What is printed of a factor; `answers` are (pk, title) of the actions."""

    pk: int
    title: str
    category_name: str
    get_role_display: str
    get_confidence_display: str
    disclosure: str
    get_disclosure_display: str
    condition: str
    effect: str
    made_likely: str
    since_when: str
    normal_work: str
    answers: tuple
    accepted_risk: ShownRisk | None


def _shown_factor(factor: Factor) -> ShownFactor:
    risk = getattr(factor, "accepted_risk", None)
    return ShownFactor(
        factor.pk,
        factor.title,
        factor.category_name,
        factor.get_role_display(),
        factor.get_confidence_display(),
        factor.disclosure,
        factor.get_disclosure_display(),
        factor.condition,
        factor.effect,
        factor.made_likely,
        factor.since_when,
        factor.normal_work,
        tuple(factor.answers),
        ShownRisk(risk.role, risk.review_on) if risk else None,
    )


@register.simple_tag
def shown_factor(factor: Factor, postmortem: Postmortem, may_edit: bool) -> SafeString:
    """A factor as it is read."""
    return fragment(
        "postmortems/analysis/_factor.html",
        factor=_shown_factor(factor),
        postmortem=Numbered(postmortem.pk),
        may_edit=may_edit,
    )


@dataclass(frozen=True)
class ShownAction:
    """What is printed of an action item."""

    pk: int
    postmortem_id: int
    path: str
    title: str
    tag: str
    said: str
    status: str
    priority: str
    strength: str
    strength_confirmed: bool
    promised: bool
    disclosure: str
    get_disclosure_display: str
    owner: str
    owner_as_written: str
    answered: tuple
    may_move: bool
    verbs: tuple


def _shown_action(action: Action) -> ShownAction:
    return ShownAction(
        action.pk,
        action.postmortem_id,
        action.path,
        action.title,
        action.tag,
        action.said,
        action.status,
        action.priority,
        action.strength,
        action.strength_confirmed,
        bool(action.promised),
        action.disclosure,
        action.get_disclosure_display(),
        str(action.owner or ""),
        action.owner_as_written,
        tuple(action.answered),
        action.may_move,
        tuple(action.verbs),
    )


@register.simple_tag
def shown_action(action: Action) -> SafeString:
    """An action item as it is read."""
    return fragment("postmortems/followup/_action.html", action=_shown_action(action))
