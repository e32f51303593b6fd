"""The rows of the timeline: shown, added, corrected, taken away and brought back."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import retarget

from core.http import Request, go_to, page_or_part, safe_next
from postmortems.authoring import actions, queries
from postmortems.authoring.forms import EventForm
from postmortems.authoring.forms.event import initial_of
from postmortems.models import Comment, Factor, Postmortem, TimelineEvent

PAGE, PART = "postmortems/authoring/timeline.html", "postmortems/authoring/_timeline.html"
ROW_PAGE, ROW_PART = "postmortems/authoring/event.html", "postmortems/authoring/_event_edit.html"


def _in_guide(request: Request) -> bool:
    """Whether the answer goes into a step of the guide, which has no picture beside the rows."""
    return "/guide/" in f"{safe_next(request, '')} {request.htmx.current_url if request.htmx else ''}"


def _shown(request: Request, postmortem: Postmortem, *, status: int = 200, **more) -> HttpResponse:
    context = {
        "postmortem": postmortem,
        "events": queries.events_of(postmortem, request.user),
        "may_edit": queries.may_edit(postmortem, request.user),
        "with_picture": bool(request.htmx) and not _in_guide(request),
        **more,
    }
    return page_or_part(request, PAGE, PART, context, status=status)


def _back(request: Request, postmortem: Postmortem, **query) -> HttpResponse:
    """To the page that sent the form, or to the timeline's own when it has something to say there."""
    own = reverse("authoring:timeline", args=[postmortem.pk])
    wanted = safe_next(request, own)
    if query and "/guide/" in wanted:  # the step has an empty row ready by itself
        return go_to(request, f"{wanted}#timeline")
    page = own if query else wanted
    return go_to(request, f"{page}?{urlencode(query)}#timeline" if query else f"{page}#timeline")


@login_required
@require_GET
def timeline(request: Request, pk: int) -> HttpResponse:
    """The timeline alone."""
    postmortem = queries.readable(request.user, pk)
    more: dict = {"undo": request.GET.get("undo", "")}
    if "added" in request.GET:
        more["event_form"] = _next(request, postmortem, request.GET["added"], request.GET.get("zone", ""))
    return _shown(request, postmortem, **more)


def _next(request: Request, postmortem: Postmortem, day: str, zone: str) -> EventForm:
    """The empty row after one was added: on its day and in its zone, ready to be typed into."""
    form = EventForm(
        incident_zone=postmortem.zone,
        full_reader=queries.reads_restricted(postmortem, request.user),
        initial={"date": day[:10], "zone": zone[:64] or postmortem.zone},
        auto_id="id_new_%s",
    )
    form.lead_in()
    return form


@login_required
@require_POST
def add(request: Request, pk: int) -> HttpResponse:
    """One more row; the next empty one is then ready."""
    postmortem = queries.writable(request.user, pk)
    form = EventForm(
        request.POST,
        incident_zone=postmortem.zone,
        full_reader=queries.reads_restricted(postmortem, request.user),
        auto_id="id_new_%s",
    )
    if not form.is_valid():
        return _shown(request, postmortem, status=422, event_form=form)
    actions.add_events(postmortem=postmortem, actor=request.user, now=timezone.now(), rows=[form.values()])
    day, zone = form.cleaned_data["date"].isoformat(), form.cleaned_data["zone"]
    if request.htmx:
        return _shown(request, postmortem, event_form=_next(request, postmortem, day, zone))
    return _back(request, postmortem, added=day, zone=zone)


@login_required
@require_http_methods(["GET", "POST"])
def event(request: Request, pk: int, event: int) -> HttpResponse:
    """One row: its form, or the row again after saving."""
    postmortem = queries.writable(request.user, pk)
    row = queries.event_of(postmortem, request.user, event)
    if request.method == "GET" and "shown" in request.GET and request.htmx:
        return _row(request, postmortem, row)
    form = EventForm(
        request.POST if request.method == "POST" else None,
        incident_zone=postmortem.zone,
        full_reader=queries.reads_restricted(postmortem, request.user),
        initial=initial_of(row, postmortem.zone),
        long=True,
        auto_id=f"id_{row.pk}_%s",
    )
    if request.method == "POST" and form.is_valid():
        return _save(request, postmortem, row, form)
    return _asked(request, postmortem, row, form, status=422 if form.is_bound else 200)


def _save(request: Request, postmortem: Postmortem, row: TimelineEvent, form: EventForm) -> HttpResponse:
    version, now = form.cleaned_data["version"] or 0, timezone.now()
    try:
        row = actions.change_event(
            event=row, actor=request.user, now=now, version=version, values=form.values()
        )
        if "up" in request.POST or "down" in request.POST:
            actions.shift_event(event=row, actor=request.user, now=now, up="up" in request.POST)
    except actions.RowChanged as changed:
        # The next save starts from what is shown now, so that it is a decision and not an accident.
        form.data = {**form.data.dict(), "version": changed.event.version}
        return _asked(request, postmortem, row, form, status=409, theirs=changed.event)
    return _shown(request, postmortem) if request.htmx else _back(request, postmortem)


def _asked(request, postmortem, row, form, *, status: int = 200, **more) -> HttpResponse:
    twins = TimelineEvent.objects.filter(postmortem=postmortem, at=row.at).exclude(pk=row.pk).exists()
    context = {"postmortem": postmortem, "event": row, "form": form, "may_edit": True, "twins": twins, **more}
    answer = page_or_part(request, ROW_PAGE, ROW_PART, context, status=status)
    return _into_row(request, answer, row) if status != 200 else answer


def _into_row(request: Request, answer: HttpResponse, row: TimelineEvent) -> HttpResponse:
    """A row that asks for another look stays in its place; saved, it would have brought the whole timeline."""
    return retarget(answer, f"#event-{row.pk}") if request.htmx else answer


def _row(request: Request, postmortem: Postmortem, row: TimelineEvent) -> HttpResponse:
    context = {"postmortem": postmortem, "event": row, "may_edit": True}
    return page_or_part(request, ROW_PAGE, "postmortems/authoring/_event_row.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def delete(request: Request, pk: int, event: int) -> HttpResponse:
    """Take a row away. It can be brought back; what hangs on it can't, so that is asked first."""
    postmortem = queries.writable(request.user, pk)
    row = queries.event_of(postmortem, request.user, event)
    hanging = _hanging(row)
    if request.method == "GET" or (any(hanging.values()) and "sure" not in request.POST):
        context = {"postmortem": postmortem, "event": row, **hanging}
        status = 200 if request.method == "GET" else 409
        page, part = "postmortems/authoring/event_delete.html", "postmortems/authoring/_event_delete.html"
        return _into_row(request, page_or_part(request, page, part, context, status=status), row)
    token = actions.delete_event(event=row, actor=request.user, now=timezone.now())
    return _shown(request, postmortem, undo=token) if request.htmx else _back(request, postmortem, undo=token)


def _hanging(row: TimelineEvent) -> dict[str, int]:
    comments = Comment.objects.filter(event=row).aggregate(n=Count("pk"))["n"]
    return {"comments": comments, "factors": Factor.objects.filter(evidence=row).count()}


@login_required
@require_POST
def undelete(request: Request, pk: int) -> HttpResponse:
    """Bring back the row that was just deleted."""
    postmortem = queries.writable(request.user, pk)
    row = actions.undelete_event(
        postmortem=postmortem, actor=request.user, now=timezone.now(), token=request.POST.get("undo", "")
    )
    if row is None:
        return _shown(request, postmortem, status=422, problem="This row can no longer be brought back.")
    return _shown(request, postmortem) if request.htmx else _back(request, postmortem)
