"""The lists the organisation keeps: customers, internal domains and words that no public text may name."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from core.http import Request
from postmortems.models import OrganisationList
from postmortems.publication import actions, queries
from postmortems.publication.forms import ListsForm


@login_required
@require_http_methods(["GET", "POST"])
def lists(request: Request) -> HttpResponse:
    """See and change the lists; for administrators and publishers."""
    if not (request.user.is_administrator or request.user.is_publisher):
        raise PermissionDenied
    form = ListsForm(request.POST if request.method == "POST" else None, initial=queries.lists_as_text())
    if request.method == "POST" and form.is_valid():
        actions.keep_lists(actor=request.user, values=form.cleaned_data, now=timezone.now())
        messages.success(request, "Saved.")
        return redirect("publication:lists")
    context = {"form": form, "kinds": OrganisationList.Kind.choices}
    return render(
        request, "postmortems/publication/lists.html", context, status=422 if form.is_bound else 200
    )
