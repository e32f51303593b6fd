"""Pieces of the workspace page, remembered by everything they print (core/fragments.py)."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.utils.safestring import SafeString

from core.fragments import fragment
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


@dataclass(frozen=True)
class Numbered:
    """A row that is only linked to."""

    pk: int
    title: str = ""


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


@register.simple_tag
def shown_factor(factor: Factor, postmortem: Postmortem, may_edit: bool) -> SafeString:
    """A factor as it is read."""
    risk = getattr(factor, "accepted_risk", None)
    shown = ShownFactor(
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
    return fragment(
        "postmortems/analysis/_factor.html",
        factor=shown,
        postmortem=Numbered(postmortem.pk),
        may_edit=may_edit,
    )


@dataclass(frozen=True)
class Answered:
    """The factors an action answers, in the shape the template asks them."""

    all: tuple


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
    factors: Answered
    may_move: bool
    verbs: tuple


@register.simple_tag
def shown_action(action: Action) -> SafeString:
    """An action item as it is read."""
    shown = ShownAction(
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
        action.promised,
        action.disclosure,
        action.get_disclosure_display(),
        str(action.owner or ""),
        action.owner_as_written,
        Answered(tuple(Numbered(factor.pk, factor.title) for factor in action.factors.all())),
        action.may_move,
        tuple(action.verbs),
    )
    return fragment("postmortems/followup/_action.html", action=shown)
