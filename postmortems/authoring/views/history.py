"""What was there before: compared, and brought back as a revision of its own."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from core.http import Request, go_to
from postmortems.authoring import actions, history, queries


@login_required
@require_GET
def section_history(request: Request, pk: int, key: str) -> HttpResponse:
    """Who wrote when, how many words changed; any two side by side."""
    postmortem = queries.readable(request.user, pk)
    found = queries.section_of(postmortem, request.user, key)
    revisions = history.revisions_of(found, full=queries.reads_restricted(postmortem, request.user))
    context = {
        "postmortem": postmortem,
        "section": found,
        "revisions": revisions,
        "compared": history.compared(revisions, request.GET.get("from"), request.GET.get("to")),
        "may_edit": queries.may_edit(postmortem, request.user),
        "zone": request.user.time_zone,
    }
    return render(request, "postmortems/authoring/history.html", context)


@login_required
@require_POST
def restore(request: Request, pk: int, key: str, revision: int) -> HttpResponse:
    """Bring back the text of one revision, as a revision."""
    postmortem = queries.writable(request.user, pk)
    found = queries.section_of(postmortem, request.user, key)
    wanted = history.revision_of(found, revision, full=queries.reads_restricted(postmortem, request.user))
    actions.restore_section(section=found, actor=request.user, now=timezone.now(), revision=wanted)
    return go_to(request, "authoring:section_history", postmortem.pk, key)
