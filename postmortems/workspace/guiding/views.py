"""The pages of guided writing, and the choice between it and the whole document."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from core.http import Request, go_to
from postmortems.authoring.actions import choose_writing, hand_out
from postmortems.authoring.queries import roster_of
from postmortems.workspace import queries

from .steps import Walk, next_to_do, steps_of

PAGE = "postmortems/workspace/guide.html"


def _loaded(request: Request, pk: int) -> dict:
    """What the workspace page shows, for somebody who may write; a closed one is opened again first."""
    context = queries.workspace(pk, request.user)
    if context is None:
        raise Http404
    if not context["may_edit"]:
        raise PermissionDenied
    return context


@login_required
@require_GET
def guide(request: Request, pk: int) -> HttpResponse:
    """Go on where something is still missing."""
    context = _loaded(request, pk)
    steps = steps_of(context, people=len(roster_of(context["postmortem"])))
    return go_to(request, "workspace:guide_step", pk, next_to_do(steps).key)


@login_required
@require_GET
def step(request: Request, pk: int, step: str) -> HttpResponse:
    """One step: its questions, its form, and what is still missing in all."""
    context = _loaded(request, pk)
    roster = roster_of(context["postmortem"])
    steps = steps_of(context, people=len(roster))
    here = next((number for number, one in enumerate(steps) if one.key == step), None)
    if here is None:
        raise Http404
    walk = Walk(steps, here)
    if walk.step.section is not None and walk.step.sort == "text":
        hand_out(section=walk.step.section, now=timezone.now())
    context |= {
        "walk": walk,
        "step": walk.step,
        "roster": roster,
        "section": walk.step.section,
        "own": reverse("workspace:guide_step", args=[pk, step]),
        "onward": reverse("workspace:guide_step", args=[pk, walk.after.key]) if walk.after else "",
        "optional_minutes": sum(one.minutes for one in context["missing"] if not one.required),
        "zone": request.user.time_zone,
    }
    return render(request, PAGE, context)


@login_required
@require_POST
def writing(request: Request, pk: int) -> HttpResponse:
    """Choose how to write, from now on; and go on that way where one was."""
    context = queries.workspace(pk, request.user)
    if context is None:
        raise Http404
    if not context["may_edit"]:
        raise PermissionDenied
    guided = request.POST.get("mode") == "guided"
    choose_writing(user=request.user, guided=guided)
    keys = {section.key for section in context["sections"]}
    at = request.POST.get("at", "")
    if guided:
        known = at in keys | {"facts"}
        return go_to(request, *(["workspace:guide_step", pk, at] if known else ["workspace:guide", pk]))
    anchor = f"#section-{at}" if at in keys else ""
    return go_to(request, f"{reverse('workspace:detail', args=[pk])}{anchor}")
