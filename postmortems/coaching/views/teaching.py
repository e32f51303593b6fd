"""The page that teaches, and what the counts say."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from core.http import Request, go_to
from core.transitions import MoveRefused
from postmortems.coaching import actions, learning, teaching

PAGE = "postmortems/coaching/rules.html"


@login_required
@require_GET
def rules(request: Request) -> HttpResponse:
    """Every rule with its reason, its source, and a sentence before and after."""
    wanted = request.GET.get("q", "").strip()[:100]
    context = {
        "groups": teaching.rules_by_category(request.user, wanted),
        "wanted": wanted,
        "may_learn": learning.may_see(request.user),
    }
    return render(request, PAGE, context)


@login_required
@require_POST
def turn(request: Request, rule: str) -> HttpResponse:
    """Turn a hint off or on again, from its place on the page."""
    try:
        actions.turn_hint(user=request.user, rule=rule, off=request.POST.get("off") == "1")
    except MoveRefused as refused:
        groups = teaching.rules_by_category(request.user, "")
        context = {"groups": groups, "refused": refused.reasons, "may_learn": learning.may_see(request.user)}
        return render(request, PAGE, context, status=422)
    return go_to(request, f"{teaching.address()}#{rule}")


@login_required
@require_GET
def learned(request: Request) -> HttpResponse:
    """How the wording changes from draft to approval, for managers; no authors, and no small numbers."""
    if not learning.may_see(request.user):
        raise PermissionDenied
    context = {"tables": learning.tables(request.user), "fewest": learning.FEWEST}
    return render(request, "postmortems/coaching/learned.html", context)
