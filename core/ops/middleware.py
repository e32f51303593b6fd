"""What stands between a request and the rest when a part of the site is away, or an address is met the wrong way."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from kombu.exceptions import OperationalError
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

AWAY = (RedisConnectionError, RedisTimeoutError, OperationalError)


class redis_away:  # noqa: N801 - named as it reads in the list of middleware
    """A page that says Redis is away, instead of an error page, should anything still have needed it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A 503 that asks to try again; what was saved is saved."""
        if not isinstance(exception, AWAY):
            return None
        answer = render(request, "503_redis.html", status=503)
        answer["Retry-After"] = "10"
        return answer


def forms_only(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Addresses that only take what a form sends: a page that says so, and after signing in again the page with the form."""

    def answer(request: HttpRequest) -> HttpResponse:
        found = get_response(request)
        if found.status_code == 405 and "text/html" in request.headers.get("Accept", ""):
            page = render(request, "405.html", status=405)
            page["Allow"] = found["Allow"]
            return page
        if request.method == "POST" and found.status_code == 302:
            _lead_back(request, found)
        return found

    return answer


def _lead_back(request: HttpRequest, found: HttpResponse) -> None:
    """Sign-in leads on to an address by reading it; one that was written to is not for reading, the page before is."""
    sign_in, wanted = resolve_url(settings.LOGIN_URL), urlsplit(found["Location"])
    if wanted.path != sign_in or parse_qs(wanted.query).get("next") != [request.get_full_path()]:
        return
    before = request.headers.get("Referer", "")
    own = url_has_allowed_host_and_scheme(before, {request.get_host()}, require_https=request.is_secure())
    parts = urlsplit(before if own else "/")
    page = f"{parts.path}?{parts.query}" if parts.query else parts.path
    found["Location"] = f"{sign_in}?{urlencode({'next': page})}"
