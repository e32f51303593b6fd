"""Pages about policies: read by everybody, decided by administrators and the managers of a team."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.accounts.models import Team
from core.http import Request, go_to, page_or_part
from core.transitions import MoveRefused, StaleState
from postmortems.followup import deciding, policy_pages, standing
from postmortems.followup.people import calendar_of
from postmortems.followup.policy_forms import PolicyForm, PreviewForm, ScopeForm
from postmortems.followup.rulebook import row_of, terms_of
from postmortems.models import FollowUpPolicy

PAGE = "postmortems/followup/policy.html"
PART = "postmortems/followup/_policy_form.html"


@login_required
@require_GET
def index(request: Request) -> HttpResponse:
    """What was decided, and which policy holds for what."""
    asked = ScopeForm(request.GET)
    scope = asked.cleaned_data if asked.is_valid() else {"severity": "", "priority": ""}
    team = Team.objects.filter(slug=request.GET.get("team", "")).first()
    held, example = policy_pages.holding(team, **scope), _example(request)
    context = {
        "groups": policy_pages.groups(request.user),
        "teams": Team.objects.order_by("name"),
        "scope": asked,
        "team": team,
        "held": held,
        "lines": policy_pages.preview(example, held.terms, request.user),
        "example": example,
    }
    return page_or_part(
        request, "postmortems/followup/policies.html", "postmortems/followup/_held.html", context
    )


def _example(request: Request) -> dt.date:
    """The day a preview speaks of until another is asked for: a working day three weeks ahead."""
    return calendar_of(request.user).on_or_after(timezone.now().date() + dt.timedelta(days=21))


@login_required
@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """A policy for the organisation, or with ?team= for a team."""
    slug = request.POST.get("team", request.GET.get("team", ""))
    team = get_object_or_404(Team, slug=slug) if slug else None
    if not policy_pages.may_decide(request.user, team):
        raise PermissionDenied
    scope = ScopeForm(request.POST if request.method == "POST" else request.GET)
    wanted = scope.cleaned_data if scope.is_valid() else {"severity": "", "priority": ""}
    usual = policy_pages.holding(team, **wanted).terms
    start = row_of((team.pk if team else None, wanted["severity"], wanted["priority"]), usual)
    form = PolicyForm(request.POST if request.method == "POST" else None, instance=start)
    if request.method == "POST" and form.is_valid() and scope.is_valid() and "preview" not in request.POST:
        try:
            values = form.cleaned_data
            deciding.decide(team=team, actor=request.user, now=timezone.now(), values=values, **wanted)
            return _saved(request)
        except MoveRefused as refused:
            form.add_error(None, refused.reasons[0])
    return _page(request, form, {"team": team, "scope": scope, "policy": None})


@login_required
@require_http_methods(["GET", "POST"])
def change(request: Request, policy: int) -> HttpResponse:
    """One policy; read by everybody, changed by who may decide."""
    found = get_object_or_404(FollowUpPolicy.objects.select_related("team"), pk=policy)
    may_decide = policy_pages.may_decide(request.user, found.team)
    if request.method == "POST" and not may_decide:
        raise PermissionDenied
    beside: list[standing.Line] = []
    kept = FollowUpPolicy.objects.select_related("team").get(pk=policy)
    form = PolicyForm(request.POST if request.method == "POST" else None, instance=found)
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        try:
            values = form.cleaned_data
            deciding.change(
                policy=kept,
                version=values["version"],
                values=values,
                actor=request.user,
                now=timezone.now(),
            )
            return _saved(request)
        except StaleState as stale:
            form.add_error(None, stale.reasons[0])
            saved = {name: getattr(kept, name) for name in deciding.FIELDS}
            beside = standing.differences(form, saved, {}, kept.version)
    if not may_decide:
        for field in form.fields.values():
            field.disabled = True
    return _page(
        request, form, {"team": kept.team, "policy": kept, "may_decide": may_decide, "beside": beside}
    )


def _saved(request: Request) -> HttpResponse:
    messages.success(request, "Saved. Reminders of open actions follow it in a moment; their dates stay.")
    return go_to(request, "followup:policies")


def _page(request: Request, form: PolicyForm, context: dict) -> HttpResponse:
    """The form with what it would mean; the preview alone when only that was asked for."""
    asked = PreviewForm(request.POST if request.method == "POST" else request.GET)
    day = asked.day(_example(request))
    row = form.instance
    shown = not form.is_bound or form.is_valid()
    terms = terms_of(row)
    context |= {
        "form": form,
        "asked": PreviewForm(initial={"example": day}),
        "example": day,
        "lines": policy_pages.preview(day, terms, request.user) if shown else (),
        "summary": policy_pages.ladder_of(terms) if shown else "",
    }
    context.setdefault("may_decide", True)
    if request.htmx and "preview" in request.POST:
        return render(request, "postmortems/followup/_preview.html", context)
    status = 422 if form.is_bound and form.errors else 200
    return page_or_part(request, PAGE, PART, context, status=status)


@login_required
@require_POST
def withdraw(request: Request, policy: int) -> HttpResponse:
    """Take a policy back; what holds above it holds again."""
    found = get_object_or_404(FollowUpPolicy.objects.select_related("team"), pk=policy)
    if not policy_pages.may_decide(request.user, found.team):
        raise PermissionDenied
    deciding.withdraw(policy=found, actor=request.user, now=timezone.now())
    messages.success(request, "Taken back. What holds above it holds again.")
    return go_to(request, "followup:policies")
