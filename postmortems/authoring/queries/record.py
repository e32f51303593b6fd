"""What the authoring pages print, and who may write."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404

from core.accounts.models import Membership, Team, User
from core.prepared import prepared
from postmortems.domain import walltime
from postmortems.models import (
    Author,
    Disclosure,
    Involved,
    NamedReader,
    Postmortem,
    Section,
    Service,
    TemplateVersion,
    TimelineEvent,
    Visibility,
    WritingChoice,
    seen,
)


def may_edit(postmortem: Postmortem, user: User) -> bool:
    """Whether the person holds the pen for this postmortem; a closed one is opened again first."""
    if not postmortem.is_open_for_writing:
        return False
    known = getattr(postmortem, "pen", None)  # set by `seen_by` or `with_rights`
    return Postmortem.objects.editable_by(user).filter(pk=postmortem.pk).exists() if known is None else known


def reads_restricted(postmortem: Postmortem, user: User) -> bool:
    """Whether the person reads restricted parts: owner, facilitator and named readers do."""
    known = getattr(postmortem, "full_reader", None)  # set by `seen_by` or `with_rights`
    if known is not None:
        return known
    if user.pk in (postmortem.owner_id, postmortem.facilitator_id):
        return True
    return Postmortem.objects.restricted_readable_by(user).filter(pk=postmortem.pk).exists()


def is_author(postmortem: Postmortem, user: User) -> bool:
    """Whether the person wrote a revision of it, or owns it; authors neither approve nor sign."""
    return postmortem.owner_id == user.pk or Author.objects.filter(postmortem=postmortem, user=user).exists()


@prepared
def _readable(pk: int) -> QuerySet[Postmortem]:
    found = Postmortem.objects.kept().filter(pk=pk)
    return found.select_related("team", "template_version__template")[:1]


def readable(user: User, pk: int) -> Postmortem:
    """One postmortem with what its pages print and the person's rights; Http404 when it is not there for them."""
    postmortem = seen(_readable(pk), user)
    if postmortem is None:
        raise Http404
    return postmortem


def writable(user: User, pk: int) -> Postmortem:
    """The same for somebody who is about to write; PermissionDenied for a reader or a closed postmortem."""
    postmortem = readable(user, pk)
    if not may_edit(postmortem, user):
        raise PermissionDenied
    return postmortem


def guide_of(postmortem: Postmortem, key: str) -> dict:
    """What the template's version says of a section: help, questions, minutes; {} for one it doesn't know."""
    return next((part for part in postmortem.template_version.sections if part["key"] == key), {})


@prepared
def _sections(postmortem: int, full: bool) -> QuerySet[Section]:
    found = Section.objects.filter(postmortem=postmortem).order_by("position", "id")
    return found if full else found.exclude(disclosure=Disclosure.RESTRICTED)


@prepared
def _events(postmortem: int, full: bool) -> QuerySet[TimelineEvent]:
    found = TimelineEvent.objects.filter(postmortem=postmortem).order_by("at", "position", "id")
    return found if full else found.exclude(disclosure=Disclosure.RESTRICTED)


@prepared
def _section(postmortem: int, key: str) -> QuerySet[Section]:
    return Section.objects.filter(postmortem=postmortem, key=key)


def sections_of(postmortem: Postmortem, user: User) -> list[Section]:
    """The sections the person may read, in order, each with its template's `guide` (a dict). One query."""
    guides = {part["key"]: part for part in postmortem.template_version.sections}
    sections = _sections(postmortem.pk, reads_restricted(postmortem, user))
    for section in sections:
        section.postmortem = postmortem
        section.guide = guides.get(section.key, {})
    return sections


def section_of(postmortem: Postmortem, user: User, key: str) -> Section:
    """One section with its `guide`; Http404 when there is none or the person may not read it."""
    found = _section(postmortem.pk, key)
    if not found:
        raise Http404
    section = found[0]
    if section.disclosure == Disclosure.RESTRICTED and not reads_restricted(postmortem, user):
        raise Http404
    section.postmortem = postmortem
    section.guide = guide_of(postmortem, key)
    return section


def section_states(
    sections: Iterable[Section], *, events: int = 0, factors: int = 0, actions: int = 0, incidents: int = 0
) -> dict[str, str]:
    """Key of each section -> "done", "part" or "": its text, or the rows that it shows beside its text."""
    rows = {
        "timeline": (events, 3),
        "factors": (factors, 2),
        "actions": (actions, 1),
        "incidents": (incidents, 2),
    }
    states = {}
    for section in sections:
        count, enough = rows.get(section.kind, (0, 1))
        if section.kind not in rows or section.not_applicable_because:
            states[section.key] = section.state or section.facts_state
        else:
            states[section.key] = (
                "done" if count >= enough else "part" if count or section.body.strip() else ""
            )
    return states


@prepared
def _row_counts(postmortem: int, full: bool) -> QuerySet[Postmortem, tuple]:
    """(events, factors, actions, incidents) as far as somebody who reads restricted parts, or not, may know of them."""
    told = [one for one in Disclosure.values if full or one != Disclosure.RESTRICTED]
    counted = {
        f"n_{name}": Count(name, filter=Q(**{f"{name}__disclosure__in": told}), distinct=True)
        for name in ("events", "factors", "action_items")
    }
    found = Postmortem.objects.filter(pk=postmortem)
    found = found.annotate(**counted, n_incidents=Count("incidents", distinct=True))
    return found.values_list(*counted, "n_incidents")


def section_dots(postmortem: Postmortem, sections: Iterable[Section], user: User) -> dict[str, str]:
    """The states of sections by text and rows, for a page that shows no rows. One query."""
    events, factors, actions, incidents = _row_counts(postmortem.pk, reads_restricted(postmortem, user))[0]
    return section_states(sections, events=events, factors=factors, actions=actions, incidents=incidents)


def known_rows(postmortem: Postmortem, user: User) -> set[tuple[str, dt.date]]:
    """(line as it stood, day) of the rows that were read from somewhere and that the person may read. One query.

    Days by the zone of the incident and in UTC, as the same line is read by the one or the other.
    """
    zones = (walltime.read_zone(postmortem.zone), dt.UTC)
    return {
        (event.source, event.at.astimezone(zone).date())
        for event in events_of(postmortem, user)
        for zone in zones
        if event.source
    }


def events_of(postmortem: Postmortem, user: User) -> list[TimelineEvent]:
    """The rows of the timeline the person may read, in order of time. One query."""
    events = _events(postmortem.pk, reads_restricted(postmortem, user))
    for event in events:
        event.postmortem = postmortem
    return events


def event_of(postmortem: Postmortem, user: User, pk: int) -> TimelineEvent:
    """One row; Http404 when it is not there for this person."""
    event = get_object_or_404(postmortem.events, pk=pk)
    if event.disclosure == Disclosure.RESTRICTED and not reads_restricted(postmortem, user):
        raise Http404
    return event


def writes_guided(user: User) -> bool:
    """Whether the person's last choice was guided writing; so it is for somebody who has not chosen yet."""
    choice = WritingChoice.objects.filter(user=user).values_list("guided", flat=True).first()
    return choice is not False


def may_govern(postmortem: Postmortem, user: User) -> bool:
    """Whether the person decides who reads it: its owner, or a manager of its team unless it is for named people."""
    if postmortem.owner_id == user.pk:
        return True
    manages = Membership.objects.filter(
        user=user, team=postmortem.team_id, role=Membership.Role.MANAGER
    ).exists()
    return manages and postmortem.visibility != Visibility.NAMED


def teams_of(user: User, *, also: int | None = None):
    """The person's teams, and one more that must stay choosable."""
    mine = Q(pk__in=Membership.objects.filter(user=user).values("team"))
    return Team.objects.filter(mine | Q(pk=also)).order_by("name")


def templates_for(user: User):
    """The newest version of each template the person may begin with: the built-in ones and those of their teams."""
    newest = (
        TemplateVersion.objects.filter(template=OuterRef("template")).order_by("-number").values("pk")[:1]
    )
    mine = Membership.objects.filter(user=user).values("team")
    found = TemplateVersion.objects.filter(template__is_active=True, pk=Subquery(newest))
    found = found.filter(Q(template__team__isnull=True) | Q(template__team__in=mine))
    return found.select_related("template").order_by("template__position", "template_id")


def service_names() -> list[str]:
    """Names of services, to choose from."""
    return list(Service.objects.values_list("name", flat=True)[:500])


def roster_of(postmortem: Postmortem) -> list[Involved]:
    """Those involved."""
    return list(postmortem.roster.select_related("user"))


def named_readers_of(postmortem: Postmortem) -> list[NamedReader]:
    """Those named for this postmortem."""
    return list(postmortem.named_readers.select_related("user", "added_by").order_by("user__display_name"))


def discarded_of(user: User, now: dt.datetime) -> list[Postmortem]:
    """The drafts the person discarded that can still be taken back."""
    since = now - dt.timedelta(days=30)
    mine = Postmortem.objects.filter(owner=user, discarded_at__gte=since)
    return list(mine.select_related("team").order_by("-discarded_at"))
