"""The history of facts, rows and incidents, and of the whole document."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_GET, require_POST

from core.http import Request, go_to
from core.transitions import MoveRefused
from postmortems.authoring import actions, history, queries
from postmortems.models import Postmortem

PAGE = "postmortems/authoring/trail.html"


def _shown(
    request: Request, postmortem: Postmortem, trail: history.Trail, restore: str, *args
) -> HttpResponse:
    context = {
        "postmortem": postmortem,
        "trail": trail,
        "revisions": trail.revisions,
        "compared": history.compared(trail.revisions, request.GET.get("from"), request.GET.get("to")),
        "may_edit": queries.may_edit(postmortem, request.user),
        "restore": f"authoring:{restore}",
        "row": args[0] if args else None,
        "zone": request.user.time_zone,
    }
    return render(request, PAGE, context)


def _restored(request: Request, restore, back: str, *args, **values) -> HttpResponse:
    try:
        restore(actor=request.user, now=timezone.now(), **values)
    except MoveRefused as refused:
        messages.warning(request, " ".join(refused.reasons))
    return go_to(request, f"authoring:{back}", *args)


def _full(postmortem: Postmortem, request: Request) -> bool:
    return queries.reads_restricted(postmortem, request.user)


@login_required
@require_GET
def facts(request: Request, pk: int) -> HttpResponse:
    """How title and facts read before."""
    postmortem = queries.readable(request.user, pk)
    return _shown(request, postmortem, history.head_trail(postmortem), "facts_restore")


@login_required
@require_POST
def facts_restore(request: Request, pk: int, revision: int) -> HttpResponse:
    """Bring back title and facts of one moment."""
    postmortem = queries.writable(request.user, pk)
    row = history.head_trail(postmortem).row(revision)
    return _restored(request, actions.restore_head, "facts_history", pk, postmortem=postmortem, revision=row)


@login_required
@require_GET
def kind(request: Request, pk: int) -> HttpResponse:
    """How the answers to the questions of the kind read before."""
    postmortem = queries.readable(request.user, pk)
    trail = history.kind_trail(postmortem, full=_full(postmortem, request))
    return _shown(request, postmortem, trail, "kind_restore")


@login_required
@require_POST
def kind_restore(request: Request, pk: int, revision: int) -> HttpResponse:
    """Bring back the answers of one moment, as far as the person reads them."""
    postmortem = queries.writable(request.user, pk)
    full = _full(postmortem, request)
    row = history.kind_trail(postmortem, full=full).row(revision)
    answers = queries.answers_of(row.kind, row).for_reader(full=full)
    return _restored(
        request,
        actions.restore_kind_facts,
        "kind_history",
        pk,
        postmortem=postmortem,
        answers=answers,
        revision=row,
    )


@login_required
@require_GET
def event(request: Request, pk: int, event: int) -> HttpResponse:
    """How a row of the timeline read before, also one that was taken out."""
    postmortem = queries.readable(request.user, pk)
    trail = history.event_trail(postmortem, event, full=_full(postmortem, request))
    return _shown(request, postmortem, trail, "event_restore", event)


@login_required
@require_POST
def event_restore(request: Request, pk: int, event: int, revision: int) -> HttpResponse:
    """Bring back a row as it was."""
    postmortem = queries.writable(request.user, pk)
    row = history.event_trail(postmortem, event, full=_full(postmortem, request)).row(revision)
    return _restored(
        request, actions.restore_event, "event_history", pk, event, postmortem=postmortem, revision=row
    )


@login_required
@require_GET
def incident(request: Request, pk: int, incident: int) -> HttpResponse:
    """How one of several incidents read before."""
    postmortem = queries.readable(request.user, pk)
    trail = history.incident_trail(postmortem, incident, full=_full(postmortem, request))
    return _shown(request, postmortem, trail, "incident_restore", incident)


@login_required
@require_POST
def incident_restore(request: Request, pk: int, incident: int, revision: int) -> HttpResponse:
    """Bring back one incident as it was."""
    postmortem = queries.writable(request.user, pk)
    row = history.incident_trail(postmortem, incident, full=_full(postmortem, request)).row(revision)
    return _restored(
        request,
        actions.restore_incident,
        "incident_history",
        pk,
        incident,
        postmortem=postmortem,
        revision=row,
    )


def _moment(text: str | None) -> dt.datetime | None:
    """An instant of the address; None for anything that is none."""
    try:
        found = parse_datetime((text or "").replace(" ", "+"))
    except ValueError:
        return None
    return found if found and found.tzinfo else None


@login_required
@require_GET
def whole(request: Request, pk: int) -> HttpResponse:
    """Everything that was changed, newest first; the document at any two moments side by side."""
    postmortem = queries.readable(request.user, pk)
    first, last = _moment(request.GET.get("from")), _moment(request.GET.get("to"))
    two = (min(first, last), max(first, last)) if first and last else None
    found = history.whole_history(
        postmortem,
        full=_full(postmortem, request),
        before=_moment(request.GET.get("before")),
        two=two,
    )
    context = {
        "postmortem": postmortem,
        "history": found,
        "two": two,
        "before": request.GET.get("before", ""),
        "holds": list(postmortem.holds.select_related("placed_by", "lifted_by")),
        "purges": list(postmortem.purges.select_related("purged_by")),
        "may_govern": queries.may_govern(postmortem, request.user),
        "zone": request.user.time_zone,
    }
    return render(request, "postmortems/authoring/whole_history.html", context)
