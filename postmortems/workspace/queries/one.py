"""One postmortem, whole: at most twelve queries, whatever its size."""

from __future__ import annotations

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from core.accounts.models import User
from core.prepared import prepared
from postmortems.analysis.queries import answers_to, factors_of
from postmortems.authoring.queries import (
    events_of,
    incidents_of,
    kind_facts,
    may_edit,
    reads_restricted,
    section_states,
    sections_of,
    tell,
)
from postmortems.followup.queries import actions_of
from postmortems.models import Comment, Postmortem, Service, seen
from postmortems.publication.queries import prepares, state_of
from postmortems.reviewing.queries import readiness, review_of


@prepared
def _one(pk: int) -> QuerySet[Postmortem]:
    open_comments = (
        Comment.objects.filter(postmortem=OuterRef("pk"), parent__isnull=True, resolved_at__isnull=True)
        .order_by()
        .values("postmortem")
        .annotate(n=Count("pk"))
        .values("n")
    )
    # The facilitator is set for few; a page that prints one asks for them.
    found = Postmortem.objects.kept().filter(pk=pk).select_related("team", "owner", "template_version")
    return found.annotate(
        open_comments=Coalesce(Subquery(open_comments, output_field=IntegerField()), Value(0))
    )[:1]


@prepared
def _services(postmortem: int) -> QuerySet[Service]:
    return Service.objects.filter(postmortems=postmortem)


def one(pk: int, user: User) -> Postmortem | None:
    """One postmortem with everything its head prints and the reader's rights; None when it is not there for them."""
    return seen(_one(pk), user)


def workspace(pk: int, user: User) -> dict | None:
    """The context of the workspace page; None when the postmortem is not there for this person."""
    postmortem = one(pk, user)
    if postmortem is None:
        return None
    postmortem.shown_services = _services(pk)
    sections = sections_of(postmortem, user)
    events = events_of(postmortem, user)
    actions = actions_of(postmortem, user)
    factors = factors_of(postmortem, user, answers_to(actions))
    review = review_of(postmortem, user)
    answers = kind_facts(postmortem).for_reader(full=reads_restricted(postmortem, user))
    loose = tell(sections, answers, postmortem.zone)
    listed = postmortem.kind == "several" or any(section.kind == "incidents" for section in sections)
    incidents = incidents_of(postmortem, user) if listed else []
    missing, minutes = readiness(
        postmortem, sections, len(events), factors, actions, answers=answers, incidents=len(incidents)
    )
    states = section_states(
        sections,
        events=len(events),
        factors=len(factors),
        actions=len(actions),
        incidents=len(incidents),
    )
    for section in sections:
        section.dot = states[section.key]
    return {
        "postmortem": postmortem,
        "may_edit": may_edit(postmortem, user),
        "sections": sections,
        "events": events,
        "factors": factors,
        "actions": actions,
        "answers": answers,
        "loose": loose,
        "incidents": incidents,
        "review": review,
        "missing": missing,
        "minutes": minutes,
        "ready": not any(gap.required for gap in missing),
        "services": postmortem.shown_services,
        "summary": state_of(postmortem),
        "may_prepare": prepares(postmortem, user),
    }
