"""Postmortems that resemble this one."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from core.http import Request
from postmortems.analysis.queries import similar_to
from postmortems.authoring.queries import readable


@login_required
@require_GET
def similar(request: Request, pk: int) -> HttpResponse:
    """What is alike, and why."""
    postmortem = readable(request.user, pk)
    context = {"postmortem": postmortem, "rows": similar_to(postmortem, request.user)}
    return render(request, "postmortems/analysis/similar.html", context)
