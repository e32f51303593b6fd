"""How a page answers: typed request, a page or its part, and where to go next."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from core.accounts.models import User


class Request(HttpRequest):
    """A signed-in request, as the views of this site receive it."""

    user: User
    htmx: HtmxDetails


def page_or_part(
    request: HttpRequest, page: str, part: str, context: dict, *, status: int = 200
) -> HttpResponse:
    """The part for htmx, the whole page for everybody else; 422 is the status of a form with errors."""
    htmx = cast(Request, request).htmx
    wants_part = bool(htmx) and not htmx.boosted and not htmx.history_restore_request
    return render(request, part if wants_part else page, context, status=status)


def go_to(request: HttpRequest, where, *args, **kwargs) -> HttpResponse:
    """Redirect, in the way the asking script understands."""
    answer = redirect(where, *args, **kwargs)
    return HttpResponseClientRedirect(answer.url) if cast(Request, request).htmx else answer


def safe_next(request: HttpRequest, fallback: str) -> str:
    """The `next` address of the form when it leads back into this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    allowed = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if allowed else fallback
