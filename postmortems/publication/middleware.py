"""Serves what is public before sessions, users and the rest are asked: from this server's copy of the frozen bytes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

from postmortems.publication.mirror import Held, Mirror

CACHE = "public, max-age=30, stale-while-revalidate=30"
"""Short, because a removal has to reach every reader within a minute."""

_mirrors: dict[Path, Mirror] = {}


def mirror() -> Mirror:
    """The copy of this process."""
    folder = Path(settings.PUBLIC_MIRROR_DIR)
    if folder not in _mirrors:
        _mirrors[folder] = Mirror(folder)
    return _mirrors[folder]


def public_bytes(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answers /public/… from the mirror; what it does not hold goes on, to a designed 404."""

    def answer(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith("/public/") or request.method not in ("GET", "HEAD"):
            return get_response(request)
        found = mirror().get(request.path_info)
        return get_response(request) if found is None else _respond(request, found)

    return answer


def _respond(request: HttpRequest, found: Held) -> HttpResponse:
    accepted = request.META.get("HTTP_ACCEPT_ENCODING", "")
    encoding, body = "", found.body
    if found.br and "br" in accepted:
        encoding, body = "br", found.br
    elif found.gz and "gzip" in accepted:
        encoding, body = "gzip", found.gz
    # A strong tag names the bytes as sent, so each encoding has its own.
    etag = f'"{found.etag}{"-" + encoding if encoding else ""}"'
    response: HttpResponse
    if etag in request.META.get("HTTP_IF_NONE_MATCH", ""):
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(body, content_type=found.content_type, status=found.status)
        response["Content-Length"] = str(len(body))
        if encoding:
            response["Content-Encoding"] = encoding
    response["ETag"] = etag
    response["Cache-Control"] = CACHE
    response["Vary"] = "Accept-Encoding"
    return response
