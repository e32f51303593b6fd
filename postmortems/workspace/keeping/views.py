"""The page on which a passage is removed for good, and on which a hold is placed and lifted."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from core.http import Request, go_to
from core.transitions import MoveRefused
from postmortems.authoring.actions import count_places, lift_hold, place_hold, standing_hold
from postmortems.authoring.queries import may_govern, readable, reads_restricted
from postmortems.models import Postmortem

from .forms import HoldForm, PurgeForm
from .purging import purge, stands_outside

PAGE = "postmortems/workspace/keeping.html"


def _may_purge(postmortem: Postmortem, request: Request) -> bool:
    """Those who govern it and read all of it: counting places would tell others what restricted parts say."""
    return may_govern(postmortem, request.user) and reads_restricted(postmortem, request.user)


def _may_hold(postmortem: Postmortem, request: Request) -> bool:
    """Those who govern it, and those who sign for security or legal."""
    user = request.user
    return may_govern(postmortem, user) or user.signs_legal or user.signs_security


def _open(request: Request, pk: int) -> Postmortem:
    postmortem = readable(request.user, pk)
    if not (_may_purge(postmortem, request) or _may_hold(postmortem, request)):
        raise PermissionDenied
    return postmortem


def _shown(request: Request, postmortem: Postmortem, *, status: int = 200, **more) -> HttpResponse:
    context = {
        "postmortem": postmortem,
        "may_purge": _may_purge(postmortem, request),
        "may_hold": _may_hold(postmortem, request),
        "hold": standing_hold(postmortem),
        "purge_form": PurgeForm(),
        "hold_form": HoldForm(auto_id="hold_%s"),
        "zone": request.user.time_zone,
        **more,
    }
    return render(request, PAGE, context, status=status)


@login_required
@require_GET
def keeping(request: Request, pk: int) -> HttpResponse:
    """What can be removed, and what holds it."""
    return _shown(request, _open(request, pk))


@login_required
@require_POST
def remove(request: Request, pk: int) -> HttpResponse:
    """First say where the passage stands; with the tick, remove it."""
    postmortem = _open(request, pk)
    if not _may_purge(postmortem, request):
        raise PermissionDenied
    form = PurgeForm(request.POST)
    if not form.is_valid():
        return _shown(request, postmortem, status=422, purge_form=form)
    passage = form.cleaned_data["passage"]
    outside = stands_outside(postmortem, passage)
    if not form.cleaned_data["sure"]:
        places = count_places(postmortem, passage)
        return _shown(request, postmortem, purge_form=form, looked=True, places=places, outside=outside)
    try:
        purge(
            postmortem=postmortem,
            actor=request.user,
            now=timezone.now(),
            passage=passage,
            reason=form.cleaned_data["reason"],
        )
    except MoveRefused as refused:
        form.add_error(None, " ".join(refused.reasons))
        return _shown(request, postmortem, status=422, purge_form=form)
    messages.success(request, "The passage was removed for good. Backups lose it when they expire.")
    if outside:
        messages.warning(request, "It also stands in the public summary. A publisher removes it there.")
    return go_to(request, "authoring:whole_history", pk)


@login_required
@require_POST
def hold(request: Request, pk: int) -> HttpResponse:
    """Place a hold, or lift the one that stands."""
    postmortem = _open(request, pk)
    if not _may_hold(postmortem, request):
        raise PermissionDenied
    form = HoldForm(request.POST, auto_id="hold_%s")
    if not form.is_valid():
        return _shown(request, postmortem, status=422, hold_form=form)
    reason, now = form.cleaned_data["reason"], timezone.now()
    standing = standing_hold(postmortem)
    try:
        if "lift" in request.POST:
            if standing is None:
                raise Http404
            lift_hold(hold=standing, actor=request.user, now=now, reason=reason)
        else:
            place_hold(postmortem=postmortem, actor=request.user, now=now, reason=reason)
    except MoveRefused as refused:
        form.add_error(None, " ".join(refused.reasons))
        return _shown(request, postmortem, status=409, hold_form=form)
    return go_to(request, "workspace:keeping", pk)
