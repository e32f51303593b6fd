"""How a postmortem begins, its title and facts, and a draft put aside."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.http import Request, go_to, page_or_part, safe_next
from core.transitions import MoveRefused
from postmortems.authoring import actions, queries
from postmortems.authoring.forms import FactsForm, NewForm, TitleForm
from postmortems.authoring.forms.head import FACT_LABELS, facts_initial
from postmortems.models import Postmortem


@login_required
@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Choose a template, or bring a document; then a title and who it belongs to."""
    teams = queries.teams_of(request.user)
    templates = queries.templates_for(request.user)
    form = NewForm(
        request.POST if request.method == "POST" else None,
        user=request.user,
        templates=templates,
        teams=teams,
        initial={"team": teams.first(), "template": request.GET.get("template")},
    )
    if request.method == "POST" and form.is_valid():
        postmortem = _begin(request, form.cleaned_data)
        page = "workspace:guide" if queries.writes_guided(request.user) else "workspace:detail"
        return go_to(request, page, postmortem.pk)
    cards = list(zip(templates, form["template"], strict=True))
    context = {"form": form, "templates": templates, "cards": cards, "has_team": teams.exists()}
    status = 422 if form.is_bound else 200
    page, part = "postmortems/authoring/new.html", "postmortems/authoring/_new.html"
    return page_or_part(request, page, part, context, status=status)


def _begin(request: Request, data: dict) -> Postmortem:
    head = {name: data[name] for name in ("title", "team", "severity", "visibility", "zone")}
    for attempt in range(5):
        try:
            return actions.begin(actor=request.user, version=data["template"], now=timezone.now(), **head)
        except IntegrityError:
            # Two began in the same instant and asked for the same number: the next one is free.
            if attempt == 4:
                raise
    raise AssertionError("unreachable")


@login_required
@require_http_methods(["GET", "POST"])
def facts(request: Request, pk: int) -> HttpResponse:
    """Severity, kind, services, zone, the five instants and the trigger."""
    postmortem = queries.writable(request.user, pk)
    services = [service.name for service in postmortem.services.all()]
    form = FactsForm(
        request.POST if request.method == "POST" else None,
        postmortem=postmortem,
        initial=facts_initial(postmortem, services),
    )
    if request.method == "GET" or not form.is_valid():
        return _facts(request, postmortem, form, status=422 if form.is_bound else 200)
    data = form.cleaned_data
    names = ("severity", "kind", "zone", "trigger", "facts_not_applicable", *FACT_LABELS)
    try:
        actions.change_head(
            postmortem=postmortem,
            actor=request.user,
            now=timezone.now(),
            version=data["version"],
            values={name: data[name] for name in names},
            services=data["services"],
        )
    except actions.HeadChanged as changed:
        form.data = {**form.data.dict(), "version": changed.postmortem.version}
        return _facts(request, postmortem, form, status=409, theirs=changed.postmortem)
    onward = safe_next(request, "")
    if request.htmx and not onward:
        context = {"postmortem": queries.readable(request.user, pk), "may_edit": True}
        return render(request, "postmortems/authoring/_facts.html", context)
    return go_to(request, onward or f"/postmortems/{postmortem.pk}/")


def _facts(request, postmortem, form, *, status: int, **more) -> HttpResponse:
    context = {"postmortem": postmortem, "form": form, "services": queries.service_names(), **more}
    page, part = "postmortems/authoring/facts.html", "postmortems/authoring/_facts_form.html"
    return page_or_part(request, page, part, context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def title(request: Request, pk: int) -> HttpResponse:
    """The title alone."""
    postmortem = queries.writable(request.user, pk)
    form = TitleForm(
        request.POST if request.method == "POST" else None,
        initial={"title": postmortem.title, "version": postmortem.version},
    )
    status, more = (422 if form.is_bound else 200), {}
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            values = {"title": data["title"]}
            actions.change_head(
                postmortem=postmortem,
                actor=request.user,
                now=timezone.now(),
                version=data["version"],
                values=values,
            )
            return go_to(request, "workspace:detail", postmortem.pk)
        except actions.HeadChanged as changed:
            form.data = {**form.data.dict(), "version": changed.postmortem.version}
            status, more = 409, {"theirs": changed.postmortem}
    context = {"postmortem": postmortem, "form": form, **more}
    page, part = "postmortems/authoring/title.html", "postmortems/authoring/_title_form.html"
    return page_or_part(request, page, part, context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def discard(request: Request, pk: int) -> HttpResponse:
    """Put a draft aside. Its owner decides, and can take it back for 30 days."""
    postmortem = queries.readable(request.user, pk)
    if postmortem.owner_id != request.user.pk:
        raise PermissionDenied
    problems: tuple[str, ...] = ()
    if request.method == "POST":
        try:
            actions.discard(postmortem=postmortem, actor=request.user, now=timezone.now())
            messages.success(request, "The draft was discarded. It can be taken back for 30 days.")
            return go_to(request, "authoring:discarded")
        except MoveRefused as refused:
            problems = refused.reasons
    context = {"postmortem": postmortem, "problems": problems}
    page, part = "postmortems/authoring/discard.html", "postmortems/authoring/_discard.html"
    return page_or_part(request, page, part, context, status=409 if problems else 200)


@login_required
@require_GET
def discarded(request: Request) -> HttpResponse:
    """My discarded drafts of the last 30 days."""
    context = {"drafts": queries.discarded_of(request.user, timezone.now()), "zone": request.user.time_zone}
    return render(request, "postmortems/authoring/discarded.html", context)


@login_required
@require_POST
def take_back(request: Request, pk: int) -> HttpResponse:
    """Bring a discarded draft back."""
    postmortem = get_object_or_404(Postmortem, pk=pk, owner=request.user, discarded_at__isnull=False)
    try:
        actions.take_back(postmortem=postmortem, actor=request.user, now=timezone.now())
    except MoveRefused as refused:
        messages.warning(request, " ".join(refused.reasons))
        return go_to(request, "authoring:discarded")
    return go_to(request, "workspace:detail", postmortem.pk)
