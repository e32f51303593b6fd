"""The forms of the steps of guided writing, each as its own room makes it."""

from __future__ import annotations

from django import template
from django.utils import timezone

from core.accounts.models import User
from postmortems.analysis.forms import FactorForm
from postmortems.authoring.forms import (
    EventForm,
    FactsForm,
    IncidentForm,
    InvolvedForm,
    KindForm,
    SectionForm,
    kind_form,
)
from postmortems.authoring.forms.head import facts_initial
from postmortems.authoring.queries import reads_restricted, service_names
from postmortems.followup.forms import QuickForm
from postmortems.followup.rulebook import suggested_due
from postmortems.models import Disclosure, Postmortem, Section, TimelineEvent
from postmortems.reviewing.forms import AskForm
from postmortems.reviewing.queries import candidates

register = template.Library()


@register.simple_tag
def facts_form(postmortem: Postmortem) -> FactsForm:
    """Severity, kind, services, zone and the instants."""
    services = [service.name for service in postmortem.services.all()]
    return FactsForm(postmortem=postmortem, initial=facts_initial(postmortem, services))


@register.simple_tag
def known_services() -> list[str]:
    """Names of services, to choose from."""
    return service_names()


@register.simple_tag
def person_form() -> InvolvedForm:
    """One more person."""
    return InvolvedForm()


@register.simple_tag
def section_form(section: Section, postmortem: Postmortem, user: User) -> SectionForm:
    """The text of a section."""
    names = ("version", "body", "not_applicable_because", "disclosure")
    return SectionForm(
        section=section,
        full_reader=reads_restricted(postmortem, user),
        postmortem=postmortem.pk,
        initial={name: getattr(section, name) for name in names},
        auto_id=f"id_{section.key}_%s",
    )


@register.simple_tag
def facts_beside(section: Section | None, postmortem: Postmortem, user: User) -> KindForm | None:
    """The questions of the kind that are asked with a section; all that no section asks without one."""
    group = section.guide.get("facts", "") if section is not None else ""
    if section is not None and not group:
        return None
    return kind_form(postmortem, user, group=group)[0]


@register.simple_tag
def row_form(postmortem: Postmortem, user: User, events: list[TimelineEvent]) -> EventForm:
    """The next row of the timeline, on the day of the last one."""
    last = events[-1].at if events else postmortem.started_at
    return EventForm(
        incident_zone=postmortem.zone,
        full_reader=reads_restricted(postmortem, user),
        initial={"date": last.date() if last else None, "zone": postmortem.zone},
        auto_id="id_new_%s",
    )


@register.simple_tag
def incident_form_for(postmortem: Postmortem, user: User) -> IncidentForm:
    """One more incident."""
    full = reads_restricted(postmortem, user)
    return IncidentForm(
        zone=postmortem.zone, full_reader=full, initial={"disclosure": "internal"}, auto_id="id_incident_%s"
    )


@register.simple_tag
def factor_form(postmortem: Postmortem, user: User) -> FactorForm:
    """One more contributing factor."""
    events = TimelineEvent.objects.filter(postmortem=postmortem)
    if not reads_restricted(postmortem, user):
        events = events.exclude(disclosure=Disclosure.RESTRICTED)
    return FactorForm(events=events)


@register.simple_tag
def action_form(postmortem: Postmortem) -> QuickForm:
    """One more action item."""
    due = suggested_due(postmortem, owner=None, priority="p2", now=timezone.now())
    return QuickForm(initial={"due_on": due}, postmortem=postmortem)


@register.simple_tag
def ask_form(postmortem: Postmortem) -> AskForm:
    """Whom to ask for a review."""
    return AskForm(people=candidates(postmortem))
