"""Answering whether a summary tells of something that happened before."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from core.http import Request, go_to
from core.transitions import MoveRefused
from postmortems.models import PublicSummary
from postmortems.publication import actions, repeats
from postmortems.publication.views.prepare import load_summary, show


@login_required
@require_POST
def repeat(request: Request, pk: int) -> HttpResponse:
    """Tell of it, or not. Which summary is meant comes from what this person was shown, or what was answered."""
    found = load_summary(request, pk)
    shown = {one.earlier.pk for one in repeats.suggestions(found, request.user)}
    shown |= set(found.repeats.values_list("earlier", flat=True))
    number = request.POST.get("earlier", "")
    earlier = get_object_or_404(
        PublicSummary, pk=int(number) if number.isdigit() and int(number) in shown else 0
    )
    wording = request.POST.get("wording", "")
    try:
        actions.answer_repeat(
            summary=found,
            earlier=earlier,
            actor=request.user,
            is_told="tell" in request.POST,
            wording=wording,
            now=timezone.now(),
        )
        return go_to(request, f"/postmortems/{pk}/summary/#repeats")
    except MoveRefused as refused:
        return show(request, found, status=422, reasons=refused.reasons, repeat_of=earlier.pk)
