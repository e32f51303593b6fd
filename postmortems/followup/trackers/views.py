"""Connections to trackers, as administrators set them up, and the address their webhooks are sent to."""

from __future__ import annotations

import hashlib
import json
import uuid

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.accounts.views import administrators_only
from core.http import Request, go_to
from postmortems.models import TrackerConnection

from . import hearing, queries, setting_up
from .base import NotGenuine
from .forms import ConnectionForm
from .products import TOLD, Product, tracker_of

LARGEST = 1024 * 1024
"""Bytes of a webhook; an issue with a long text is some hundred thousand."""


def _connection(pk: int) -> TrackerConnection:
    return get_object_or_404(queries.connections(), pk=pk)


@administrators_only
@require_GET
def index(request: Request) -> HttpResponse:
    """Every connection, and how its tracker answered last."""
    context = {"connections": queries.connections().prefetch_related("teams"), "products": Product.choices}
    return render(request, "postmortems/followup/trackers/index.html", context)


@administrators_only
@require_http_methods(["GET", "POST"])
def new(request: Request, product: str) -> HttpResponse:
    """Connect a project."""
    if product not in TOLD:
        raise Http404
    form = ConnectionForm(request.POST if request.method == "POST" else None, product=product)
    if request.method == "POST" and form.is_valid():
        made = setting_up.save_connection(
            connection=None, product=product, actor=request.user, values=form.values(), now=timezone.now()
        )
        messages.success(request, "Connected. Whether it answers is being found out, and shown here.")
        return go_to(request, "followup:tracker", made.pk)
    context = {"form": form, "label": Product(product).label}
    return render(
        request, "postmortems/followup/trackers/new.html", context, status=422 if form.is_bound else 200
    )


@administrators_only
@require_http_methods(["GET", "POST"])
def one(request: Request, tracker: int) -> HttpResponse:
    """One connection: change it, see how it answers, set up its webhook."""
    found = _connection(tracker)
    names = ("name", "base_url", "project", "account", "issue_type", "readers")
    initial = {name: getattr(found, name) for name in names} | {"teams": found.teams.all()}
    form = ConnectionForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        product=found.product,
        connection=found,
    )
    if request.method == "POST" and form.is_valid():
        setting_up.save_connection(
            connection=_connection(tracker),
            product=found.product,
            actor=request.user,
            values=form.values(),
            now=timezone.now(),
        )
        messages.success(request, "Saved. Whether it answers is being found out, and shown here.")
        return go_to(request, "followup:tracker", found.pk)
    return _page(request, found, form, status=422 if form.is_bound else 200)


def _page(
    request: Request, found: TrackerConnection, form: ConnectionForm, *, secret: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "connection": found,
        "form": form,
        "told": TOLD[found.product],
        "secret": secret,
        "hook_address": f"{settings.PUBLIC_URL}/hooks/trackers/{found.hook}/",
    }
    return render(request, "postmortems/followup/trackers/one.html", context, status=status)


@administrators_only
@require_POST
def check(request: Request, tracker: int) -> HttpResponse:
    """Find out whether it answers."""
    found = _connection(tracker)
    setting_up.plan_check(found, timezone.now())
    messages.success(request, "Whether it answers is being found out, and shown here.")
    return go_to(request, "followup:tracker", found.pk)


@administrators_only
@require_POST
def make_secret(request: Request, tracker: int) -> HttpResponse:
    """A new secret for its webhook, shown in this one answer."""
    found = _connection(tracker)
    secret = setting_up.make_hook_secret(connection=found, actor=request.user)
    names = ("name", "base_url", "project", "account", "issue_type", "readers")
    initial = {name: getattr(found, name) for name in names} | {"teams": found.teams.all()}
    form = ConnectionForm(initial=initial, product=found.product, connection=found)
    return _page(request, _connection(tracker), form, secret=secret)


@administrators_only
@require_POST
def pause(request: Request, tracker: int) -> HttpResponse:
    """Ask it nothing for a while, or go on."""
    found = _connection(tracker)
    paused = request.POST.get("paused") != "no"
    setting_up.pause_connection(connection=found, actor=request.user, paused=paused)
    messages.success(request, f"{found} is paused." if paused else f"{found} goes on.")
    return go_to(request, "followup:tracker", found.pk)


@administrators_only
@require_http_methods(["GET", "POST"])
def remove(request: Request, tracker: int) -> HttpResponse:
    """Take a connection away, after a question."""
    found = _connection(tracker)
    if request.method == "POST":
        setting_up.remove(connection=found, actor=request.user, now=timezone.now())
        messages.success(request, f"{found} is removed; its token is forgotten.")
        return go_to(request, "followup:trackers")
    return render(request, "postmortems/followup/trackers/remove.html", {"connection": found})


@csrf_exempt
@require_POST
def hook(request: Request, hook: uuid.UUID) -> HttpResponse:
    """A tracker says that something changed; 401 tells its administrators that the secret is another."""
    connection = hearing.connection_of(hook)
    if connection is None:
        raise Http404
    length = request.META.get("CONTENT_LENGTH") or ""
    if not length.isdecimal() or int(length) > LARGEST:
        return HttpResponse(status=413)
    body = request.body
    try:
        data = json.loads(body)
    except ValueError:
        data = None
    try:
        issues = tracker_of(connection).heard(request.headers, body, data)
    except NotGenuine:
        return HttpResponse("The signature is missing, wrong or old.", status=401, content_type="text/plain")
    digest = hashlib.sha256(body).hexdigest()
    hearing.hear(connection=connection, digest=digest, issues=issues, now=timezone.now())
    return HttpResponse(status=204)
