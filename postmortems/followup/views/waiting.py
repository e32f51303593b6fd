"""Putting reminders off, and the date that is suggested for an action that is being written."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.http import Request, go_to, page_or_part
from core.transitions import MoveRefused
from postmortems.authoring.queries import writable
from postmortems.followup import queries, rulebook, snoozing
from postmortems.followup.policy_forms import SnoozeForm
from postmortems.models import Action, Priority

PAGE = "postmortems/followup/snooze.html"
PART = "postmortems/followup/_snooze.html"


def _asked(request: Request, pk: int) -> Action:
    """An action whose reminders the person may put off: their own, or one of a team they manage."""
    action = queries.one(request.user, pk)
    if not snoozing.may_snooze(action, request.user):
        raise PermissionDenied
    return action


@login_required
@require_http_methods(["GET", "POST"])
def snooze(request: Request, action: int) -> HttpResponse:
    """Ask to hear of an action again on a later day, with the reason."""
    found, now = _asked(request, action), timezone.now()
    latest = snoozing.latest_day(found, now)
    initial = {"until": min(latest, now.date() + dt.timedelta(days=7))} if latest else {}
    form = SnoozeForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            snoozing.snooze(action=found, actor=request.user, now=now, **form.cleaned_data)
            who = "You hear" if found.owner_id == request.user.pk else "Its owner hears"
            messages.success(request, f"{who} of it again on that day.")
            return go_to(request, "followup:detail", action)
        except MoveRefused as refused:
            form.add_error("until" if latest else None, refused.reasons[0])
    context = {"action": found, "form": form, "latest": latest}
    return page_or_part(request, PAGE, PART, context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def wake(request: Request, action: int) -> HttpResponse:
    """End it: reminders come as they would have."""
    snoozing.wake(action=_asked(request, action), actor=request.user, now=timezone.now())
    messages.success(request, "Reminders come again as they are due.")
    return go_to(request, "followup:detail", action)


@login_required
@require_GET
def due_hint(request: Request, pk: int) -> HttpResponse:
    """The date the policy suggests for the owner and the priority that are chosen just now."""
    postmortem = writable(request.user, pk)
    wanted = request.GET.get("owner", "")
    people = queries.people_for(postmortem)
    owner = people.filter(pk=int(wanted)).first() if wanted.isdecimal() else None
    asked = request.GET.get("priority", "")
    priority = asked if asked in Priority.values else Priority.P2
    day = rulebook.suggested_due(postmortem, owner=owner, priority=priority, now=timezone.now())
    return render(request, "postmortems/followup/_due_hint.html", {"suggested": day})
