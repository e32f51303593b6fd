"""Pages about contributing factors."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from core.http import Request, go_to, page_or_part, safe_next
from core.transitions import StaleState
from postmortems.analysis import actions, queries
from postmortems.analysis.forms import FactorForm, RiskForm
from postmortems.authoring.queries import may_edit, reads_restricted
from postmortems.models import Disclosure, Factor, Postmortem, TimelineEvent

PAGE = "postmortems/analysis/factor.html"
PART = "postmortems/analysis/_factor_form.html"


def _writable(request: Request, pk: int) -> Postmortem:
    postmortem = get_object_or_404(Postmortem.objects.kept().visible_to(request.user), pk=pk)
    if not may_edit(postmortem, request.user):
        raise PermissionDenied
    return postmortem


def _factor(request: Request, postmortem: Postmortem, pk: int) -> Factor:
    factor = queries.factor_of(postmortem, request.user, pk)
    if factor is None:
        raise Http404
    return factor


def _events(request: Request, postmortem: Postmortem):
    events = TimelineEvent.objects.filter(postmortem=postmortem)
    if not reads_restricted(postmortem, request.user):
        events = events.exclude(disclosure=Disclosure.RESTRICTED)
    return events


def _back(postmortem: Postmortem) -> str:
    return f"/postmortems/{postmortem.pk}/#factors"


@login_required
@require_http_methods(["GET", "POST"])
def new(request: Request, pk: int) -> HttpResponse:
    """Add a factor."""
    postmortem = _writable(request, pk)
    form = FactorForm(request.POST if request.method == "POST" else None, events=_events(request, postmortem))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        actions.add_factor(
            postmortem=postmortem,
            actor=request.user,
            values=values,
            evidence=values["evidence"],
            now=timezone.now(),
        )
        return go_to(request, safe_next(request, _back(postmortem)))
    context = {"postmortem": postmortem, "form": form, "factor": None}
    return page_or_part(request, PAGE, PART, context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "POST"])
def change(request: Request, pk: int, factor: int) -> HttpResponse:
    """Change a factor; on a clash both texts are shown and what was typed stays in the fields."""
    postmortem = _writable(request, pk)
    row = _factor(request, postmortem, factor)
    initial = {name: getattr(row, name) for name in (*actions.FIELDS, "version")}
    initial["evidence"] = list(row.evidence.values_list("pk", flat=True))
    form = FactorForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        events=_events(request, postmortem),
    )
    newer = None
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            actions.change_factor(
                factor=row,
                actor=request.user,
                version=values["version"] or 0,
                values=values,
                evidence=values["evidence"],
                now=timezone.now(),
            )
            return go_to(request, _back(postmortem))
        except StaleState as stale:
            form.add_error(None, str(stale))
            form.data = form.data.copy()
            form.data["version"] = row.version
            newer = row
    context = {"postmortem": postmortem, "form": form, "factor": row, "newer": newer}
    return page_or_part(request, PAGE, PART, context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "POST"])
def remove(request: Request, pk: int, factor: int) -> HttpResponse:
    """Ask, then take the factor out."""
    postmortem = _writable(request, pk)
    row = _factor(request, postmortem, factor)
    if request.method == "POST":
        actions.remove_factor(factor=row, actor=request.user, now=timezone.now())
        return go_to(request, _back(postmortem))
    return render(request, "postmortems/analysis/remove.html", {"postmortem": postmortem, "factor": row})


@login_required
@require_http_methods(["GET", "POST"])
def risk(request: Request, pk: int, factor: int) -> HttpResponse:
    """Accept the risk of a factor for now, or end that."""
    postmortem = _writable(request, pk)
    row = _factor(request, postmortem, factor)
    if request.method == "POST" and "end" in request.POST:
        actions.end_accepted_risk(factor=row, actor=request.user, now=timezone.now())
        messages.success(request, "The risk is no longer accepted.")
        return go_to(request, _back(postmortem))
    form = RiskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.accept_risk(factor=row, actor=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, "The risk is accepted until the day you named.")
        return go_to(request, _back(postmortem))
    context = {"postmortem": postmortem, "factor": row, "form": form}
    return render(request, "postmortems/analysis/risk.html", context, status=422 if form.is_bound else 200)
