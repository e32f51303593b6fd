"""Factors that were answered before, and taking the old work up again."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from core.http import Request, go_to, page_or_part
from core.transitions import MoveRefused
from postmortems.authoring.queries import readable
from postmortems.followup import actions, recurring

PAGE = "postmortems/followup/before.html"
PART = "postmortems/followup/_before.html"


def _show(request: Request, postmortem, *, status: int = 200, **also) -> HttpResponse:
    context = {
        "postmortem": postmortem,
        "found": recurring.seen_before(postmortem, request.user),
        "reason": recurring.reason(postmortem),
        **also,
    }
    return page_or_part(request, PAGE, PART, context, status=status)


@login_required
@require_GET
def before(request: Request, pk: int) -> HttpResponse:
    """Which factors of a postmortem were there before, and what was done about them."""
    return _show(request, readable(request.user, pk))


@login_required
@require_POST
def take_up(request: Request, pk: int, factor: int, action: int) -> HttpResponse:
    """Take a finished action up again, because its factor came back."""
    postmortem = readable(request.user, pk)
    found = recurring.offered(postmortem, request.user, factor, action)
    if found is None:
        raise Http404
    if not found.may_move:
        raise PermissionDenied
    text = request.POST.get("reason", "")[:2000]
    try:
        actions.move(action=found, actor=request.user, verb="reopen", text=text, now=timezone.now())
    except MoveRefused as refused:
        return _show(request, postmortem, status=422, refused=refused.reasons[0], asked=(factor, action))
    messages.success(request, f"Taken up again: {found.title}")
    return go_to(request, f"/actions/{found.pk}/")
