"""The meeting, on the screen in the room."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from core.http import Request, go_to, page_or_part
from core.transitions import MoveRefused
from postmortems.authoring.queries import readable, reads_restricted
from postmortems.models import Meeting, MeetingStep, Postmortem
from postmortems.reviewing import actions, meetings
from postmortems.reviewing.actions.meeting import not_apart
from postmortems.reviewing.forms import ParkForm

PAGE, PART = "postmortems/reviewing/meeting.html", "postmortems/reviewing/_meeting.html"


def _show(request: Request, postmortem: Postmortem, *, status: int = 200, **more) -> HttpResponse:
    found = meetings.open_meeting(postmortem)
    context = {"postmortem": postmortem, "may_lead": meetings.may_lead(postmortem, request.user)}
    if found is None:
        context |= {
            "past": meetings.past_meetings(postmortem, request.user),
            "not_apart": not_apart(postmortem, postmortem.facilitator),
        }
    else:
        context |= _screen(found, postmortem, request)
    return page_or_part(request, PAGE, PART, context | more, status=status)


def _screen(meeting: Meeting, postmortem: Postmortem, request: Request) -> dict:
    """What the part of the meeting that is on needs, and no more."""
    full = reads_restricted(postmortem, request.user)
    ideas = meetings.parked(meeting, request.user, full=full)
    found = {
        "meeting": meeting,
        "steps": meetings.steps(meeting),
        "park_form": ParkForm(),
        "ideas": ideas,
        "stage": f"postmortems/reviewing/meeting/_{meeting.step}.html",
    }
    if meeting.step == MeetingStep.TIMELINE:
        found["row"] = meetings.row_of(meeting, request.user)
    elif meeting.step == MeetingStep.FACTORS:
        found |= {
            "factors": meetings.conditions(postmortem, request.user),
            "condition_asks": meetings.CONDITION_ASKS,
        }
    elif meeting.step == MeetingStep.IDEAS:
        found["soak_until"] = actions.soaked(postmortem.owner, timezone.now())
    elif meeting.step == MeetingStep.POLL:
        found["poll"] = meetings.poll_of(meeting, request.user)
    return found


@login_required
@require_GET
def meeting(request: Request, pk: int) -> HttpResponse:
    """The meeting that is on, or how to begin one."""
    return _show(request, readable(request.user, pk))


def _led(request: Request, pk: int) -> Postmortem:
    postmortem = readable(request.user, pk)
    if not meetings.may_lead(postmortem, request.user):
        raise PermissionDenied
    return postmortem


@login_required
@require_POST
def begin(request: Request, pk: int) -> HttpResponse:
    """Open the meeting."""
    postmortem = _led(request, pk)
    try:
        actions.begin_meeting(postmortem=postmortem, actor=request.user, now=timezone.now())
    except MoveRefused as refused:
        return _show(request, postmortem, status=422, refused=refused.reasons)
    return go_to(request, "reviewing:meeting", pk)


@login_required
@require_POST
def move(request: Request, pk: int) -> HttpResponse:
    """Show another part or row, park an idea, or end: what the facilitator presses."""
    postmortem = _led(request, pk)
    found = meetings.open_meeting(postmortem)
    if found is None:
        return go_to(request, "reviewing:meeting", pk)
    now = timezone.now()
    try:
        if "end" in request.POST:
            actions.end_meeting(meeting=found, actor=request.user, now=now)
            return go_to(request, "reviewing:meeting", pk)
        if "park" in request.POST:
            form = ParkForm(request.POST)
            if not form.is_valid():
                return _show(request, postmortem, status=422, park_form=form)
            actions.park(meeting=found, actor=request.user, title=form.cleaned_data["title"], now=now)
        else:
            row = request.POST.get("row", "")
            actions.show(
                meeting=found,
                step=request.POST.get("step", ""),
                event=int(row) if row.isdecimal() and len(row) < 19 else None,
            )
    except MoveRefused as refused:
        return _show(request, postmortem, status=422, refused=refused.reasons)
    if request.htmx:
        return _show(request, postmortem)
    return go_to(request, "reviewing:meeting", pk)


@login_required
@require_POST
def poll(request: Request, pk: int, meeting: int) -> HttpResponse:
    """One answer of one person; everybody who may read the postmortem may have been in the room."""
    postmortem = readable(request.user, pk)
    found = get_object_or_404(Meeting, postmortem=postmortem, pk=meeting)
    if found.ended_at is None and found.step != MeetingStep.POLL:
        raise Http404
    try:
        actions.answer_poll(meeting=found, user=request.user, learned=request.POST.get("learned", ""))
    except MoveRefused as refused:
        return _show(request, postmortem, status=422, refused=refused.reasons)
    return go_to(request, "reviewing:meeting", pk)
