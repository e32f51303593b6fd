"""Saying that one has a section open, and hearing who else has."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from core.http import Request
from postmortems.authoring import presence, queries


@login_required
@require_POST
def section(request: Request, pk: int, key: str) -> HttpResponse:
    """One beat of a page that has the section open for writing; readers are not counted."""
    postmortem = queries.writable(request.user, pk)
    found = queries.section_of(postmortem, request.user, key)
    now = timezone.now()
    if "leaving" in request.POST:
        presence.leave(section=found.pk, user=request.user, now=now)
        return HttpResponse(status=204)
    others = presence.beat(section=found.pk, user=request.user, now=now)
    return JsonResponse({"others": others, "said": presence.said(others)})
