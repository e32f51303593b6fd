"""The composed pages."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from core.accounts.models import Team
from core.http import Request, go_to, page_or_part
from core.taking import NotTaken
from postmortems.models import Kind, Postmortem, Severity
from postmortems.workspace import actions, exporting, queries, searching
from postmortems.workspace.forms import ImportForm


@login_required
@require_GET
def home(request: Request) -> HttpResponse:
    """My work."""
    return render(
        request, "postmortems/workspace/home.html", {"work": queries.home(request.user, timezone.now())}
    )


@login_required
@require_GET
def index(request: Request) -> HttpResponse:
    """The list of postmortems, with filters that live in the address."""
    page = queries.list_page(request.user, request.GET)
    kept = {name: value for name, value in request.GET.items() if value and name != "page"}
    context = {
        "page": page,
        "query": urlencode(kept),
        "filtered": bool(kept),
        "statuses": Postmortem.Status.choices,
        "severities": Severity.choices,
        "kinds": Kind.choices,
    }
    return page_or_part(
        request, "postmortems/workspace/list.html", "postmortems/workspace/_list.html", context
    )


@login_required
@require_GET
def detail(request: Request, pk: int) -> HttpResponse:
    """One postmortem, whole."""
    workspace = queries.workspace(pk, request.user)
    if workspace is None:
        raise Http404
    return render(request, "postmortems/workspace/detail.html", workspace)


@login_required
@require_http_methods(["GET", "POST"])
def bring_in(request: Request) -> HttpResponse:
    """Turn an existing document into a draft."""
    teams = Team.objects.filter(memberships__user=request.user)
    form = ImportForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        teams=teams,
    )
    if request.method == "POST" and form.is_valid():
        try:
            brought = actions.import_document(
                actor=request.user,
                team=form.cleaned_data["team"],
                text=form.cleaned_data["document"],
                filename=form.cleaned_data["filename"],
                visibility=form.cleaned_data["visibility"],
                now=timezone.now(),
            )
            return go_to(request, "workspace:detail", brought.postmortem.pk)
        except NotTaken as problem:
            form.add_error("file" if form.cleaned_data["filename"] else "text", str(problem))
    context = {"form": form, "has_team": teams.exists()}
    return render(request, "postmortems/workspace/import.html", context, status=422 if form.is_bound else 200)


@login_required
@require_GET
def export(request: Request, pk: int, form: str) -> HttpResponse:
    """One postmortem as a file, or as a page for printing."""
    context = queries.workspace(pk, request.user)
    if context is None:
        raise Http404
    if form == "html":
        return render(request, "postmortems/workspace/print.html", context)
    write, ending, kind = {
        "markdown": (exporting.as_markdown, "md", "text/markdown"),
        "json": (exporting.as_json, "json", "application/json"),
    }[form]
    answer = HttpResponse(write({**context, "user": request.user}), content_type=f"{kind}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{context["postmortem"].reference}.{ending}"'
    return answer


@login_required
@require_GET
def search(request: Request) -> HttpResponse:
    """Find words in everything the person may read."""
    words = request.GET.get("q", "").replace("\x00", "")[:200]
    return render(
        request,
        "postmortems/workspace/search.html",
        {"q": words, "hits": searching.find(request.user, words)},
    )
