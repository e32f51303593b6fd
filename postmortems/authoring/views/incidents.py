"""The single incidents of a postmortem that tells several."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from core.http import Request, go_to, page_or_part, safe_next
from postmortems.authoring import actions, queries
from postmortems.authoring.forms import IncidentForm
from postmortems.authoring.forms.incidents import initial_of
from postmortems.models import Incident, Postmortem

PAGE, PART = "postmortems/authoring/incidents.html", "postmortems/authoring/_incidents.html"


def _form(request: Request, postmortem: Postmortem, incident: Incident | None = None) -> IncidentForm:
    return IncidentForm(
        request.POST if request.method == "POST" else None,
        zone=postmortem.zone,
        full_reader=queries.reads_restricted(postmortem, request.user),
        initial=initial_of(incident, postmortem.zone) if incident else {"disclosure": "internal"},
        auto_id="id_incident_%s",
    )


def _shown(
    request: Request, postmortem: Postmortem, form: IncidentForm, *, status=200, **more
) -> HttpResponse:
    context = {
        "postmortem": postmortem,
        "incidents": queries.incidents_of(postmortem, request.user),
        "incident_form": form,
        "may_edit": True,
        **more,
    }
    return page_or_part(request, PAGE, PART, context, status=status)


def _back(request: Request, postmortem: Postmortem) -> HttpResponse:
    return go_to(request, safe_next(request, reverse("authoring:incidents", args=[postmortem.pk])))


@login_required
@require_http_methods(["GET", "POST"])
def incidents(request: Request, pk: int) -> HttpResponse:
    """All of them, and the form of the next."""
    postmortem = queries.writable(request.user, pk)
    form = _form(request, postmortem)
    if request.method == "GET":
        return _shown(request, postmortem, form)
    if not form.is_valid():
        return _shown(request, postmortem, form, status=422)
    actions.add_incident(postmortem=postmortem, actor=request.user, now=timezone.now(), values=form.values())
    return _back(request, postmortem)


@login_required
@require_http_methods(["GET", "POST"])
def incident(request: Request, pk: int, incident: int) -> HttpResponse:
    """One of them, to correct or to take out."""
    postmortem = queries.writable(request.user, pk)
    row = queries.incident_of(postmortem, request.user, incident)
    if request.method == "POST" and "remove" in request.POST:
        actions.remove_incident(incident=row, actor=request.user, now=timezone.now())
        return _back(request, postmortem)
    form = _form(request, postmortem, row)
    if request.method == "GET":
        return _shown(request, postmortem, form, entry=row)
    if not form.is_valid():
        return _shown(request, postmortem, form, status=422, entry=row)
    try:
        actions.change_incident(
            incident=row,
            actor=request.user,
            now=timezone.now(),
            version=form.cleaned_data["version"] or 0,
            values=form.values(),
        )
    except actions.IncidentChanged as changed:
        form.data = {**form.data.dict(), "version": changed.incident.version}
        return _shown(request, postmortem, form, status=409, entry=row, theirs=changed.incident)
    return _back(request, postmortem)
