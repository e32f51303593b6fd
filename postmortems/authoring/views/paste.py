"""Paste anything: read it, show what was read, take what is right."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from core.http import Request, go_to, page_or_part
from postmortems.authoring import actions, queries
from postmortems.authoring.forms import PastedRows, PasteForm, rows_from, untick_ahead, untick_known
from postmortems.domain.timeline import read
from postmortems.models import Postmortem

PAGE, PART = "postmortems/authoring/paste.html", "postmortems/authoring/_paste.html"


@login_required
@require_http_methods(["GET", "POST"])
def paste(request: Request, pk: int) -> HttpResponse:
    """The text as pasted, then (`step` = read) its rows to correct, then (`step` = take) the rows of the timeline."""
    postmortem = queries.writable(request.user, pk)
    if request.method == "POST" and request.POST.get("step") == "take":
        return _take(request, postmortem)
    started = (
        postmortem.started_at.astimezone(timezone.get_fixed_timezone(0)) if postmortem.started_at else None
    )
    initial = {"zone": postmortem.zone, "date": started.date() if started else None}
    form = PasteForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "GET" or not form.is_valid():
        return _asked(request, postmortem, form=form, status=422 if form.is_bound else 200)
    data = form.cleaned_data
    reading = read(data["text"], date=data["date"], zone=data["zone"] or postmortem.zone)
    read_rows = rows_from(reading, postmortem.zone, data["text"], data["zone"])
    unticked = {
        "again": untick_known(read_rows, queries.known_rows(postmortem, request.user)),
        "ahead": untick_ahead(read_rows, timezone.now()),
    }
    rows = PastedRows(
        initial=read_rows,
        form_kwargs={"incident_zone": postmortem.zone},
        prefix="rows",
    )
    found = len(reading.events)
    return _asked(request, postmortem, form=form, rows=rows, unread=reading.unread, found=found, **unticked)


def _take(request: Request, postmortem: Postmortem) -> HttpResponse:
    rows = PastedRows(request.POST, form_kwargs={"incident_zone": postmortem.zone}, prefix="rows")
    if not rows.is_valid():
        form = PasteForm(initial={name: request.POST.get(name, "") for name in ("text", "date", "zone")})
        return _asked(request, postmortem, form=form, rows=rows, status=422)
    taken = [row.values() for row in rows if row.cleaned_data.get("take")]
    actions.add_events(postmortem=postmortem, actor=request.user, now=timezone.now(), rows=taken)
    return go_to(request, "authoring:timeline", postmortem.pk)


def _asked(request, postmortem, *, status: int = 200, **more) -> HttpResponse:
    return page_or_part(request, PAGE, PART, {"postmortem": postmortem, **more}, status=status)
