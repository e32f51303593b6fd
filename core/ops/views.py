"""Addresses for those who run the site, and the error pages."""

from __future__ import annotations

import secrets

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from core import env
from core.ops import health, metrics


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """How each part is. Only a database that is away makes this server not ready."""
    parts = health.report()
    ready = parts["database"]["state"] == health.OK
    well = all(part["state"] == health.OK for part in parts.values())
    state = health.DOWN if not ready else health.OK if well else health.DEGRADED
    return JsonResponse({"state": state, "parts": parts}, status=200 if ready else 503)


@require_safe
@never_cache
def prometheus(request: HttpRequest) -> HttpResponse:
    """Counts for Prometheus; with METRICS_TOKEN set, only for whoever sends it."""
    wanted = env.text("METRICS_TOKEN")
    sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if wanted and not secrets.compare_digest(sent.encode(), wanted.encode()):
        return HttpResponse("METRICS_TOKEN is needed.\n", status=401, content_type="text/plain")
    return HttpResponse(metrics.text(), content_type=CONTENT_TYPE_LATEST)


def _error_page(request: HttpRequest, status: int) -> HttpResponse:
    # Without a request in the context: what the site's pages ask of the database may be what just failed.
    return render(None, f"{status}.html", {"status": status}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return _error_page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403; Django draws 403_csrf.html for a form that was open too long."""
    return _error_page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: absent, or not for this reader; the page doesn't tell which."""
    return _error_page(request, 404)


def went_wrong(request: HttpRequest) -> HttpResponse:
    """500."""
    return _error_page(request, 500)
