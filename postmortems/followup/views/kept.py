"""Saved views: opened from the list, named and shared here."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from core.http import Request
from core.transitions import MoveRefused
from postmortems.followup import saved
from postmortems.followup.list_forms import ViewForm


def _page(request: Request, form: ViewForm | None = None, status: int = 200) -> HttpResponse:
    mine = {view.pk for view in saved.changeable(request.user)}
    found = saved.offered(request.user)
    for view in found:
        view.may_change = view.pk in mine
    return render(request, "postmortems/followup/views.html", {"views": found, "form": form}, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def views(request: Request) -> HttpResponse:
    """One's views and those shared with one's teams; the list sends a new one here."""
    if request.method == "GET":
        return _page(request)
    form = ViewForm(request.POST, teams=saved.teams_to_share_with(request.user))
    if form.is_valid():
        found = form.cleaned_data
        try:
            view = saved.save_view(
                actor=request.user,
                name=found["name"],
                form=found["form"] or "list",
                query=found["query"],
                team=found["team"],
                now=timezone.now(),
            )
        except MoveRefused as refused:
            form.add_error("name", refused.reasons[0])
        else:
            messages.success(request, f"Saved as “{view.name}”. It stands above the list from now on.")
            return redirect(saved.address_of(view))
    return _page(request, form, 422)


@login_required
@require_http_methods(["GET", "POST"])
def view(request: Request, view: int) -> HttpResponse:
    """Another name, or a team to share it with."""
    found = get_object_or_404(saved.changeable(request.user), pk=view)
    teams = saved.teams_to_share_with(found.owner)
    form = ViewForm(
        request.POST if request.method == "POST" else None,
        teams=teams,
        initial={"name": found.name, "team": found.team_id, "form": found.form, "query": found.query},
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            saved.change_view(view=found, actor=request.user, name=values["name"], team=values["team"])
        except MoveRefused as refused:
            form.add_error("name", refused.reasons[0])
        else:
            messages.success(request, "Saved.")
            return redirect("followup:views")
    context = {"view": found, "form": form, "path": saved.address_of(found)}
    status = 422 if form.is_bound else 200
    return render(request, "postmortems/followup/view.html", context, status=status)


@login_required
@require_POST
def forget(request: Request, view: int) -> HttpResponse:
    """Take the name away."""
    found = get_object_or_404(saved.changeable(request.user), pk=view)
    saved.forget_view(view=found, actor=request.user)
    messages.success(request, f"“{found.name}” is no longer there. The actions it showed are.")
    return redirect("followup:views")
