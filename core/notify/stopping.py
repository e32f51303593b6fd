"""Ending a mail that comes by itself from inside the mail program: a signed address that switches it off."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from core import audit
from core.accounts.models import User
from core.http import Request

SALT = "core.notify.weekly-mail"


def stop_headers(user: User) -> dict[str, str]:
    """What mail programs make a button of (RFC 2369, and one click of RFC 8058)."""
    token = signing.Signer(salt=SALT).sign(str(user.pk))
    return {
        "List-Unsubscribe": f"<{settings.PUBLIC_URL}/mail/weekly/stop/{token}/>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _person(token: str) -> User:
    try:
        return User.objects.get(pk=signing.Signer(salt=SALT).unsign(token), is_active=True)
    except (signing.BadSignature, User.DoesNotExist) as error:
        raise Http404 from error


@transaction.atomic
def switch_off(user: User) -> None:
    """No weekly mail from now on; it is switched on again in the profile."""
    if User.objects.filter(pk=user.pk, weekly_digest=True).update(weekly_digest=False):
        audit.record(actor=user, verb="stop_weekly_mail", obj=user)


@csrf_exempt
@require_http_methods(["GET", "POST"])
def stop(request: Request, token: str) -> HttpResponse:
    """A page with one button for people, one POST for mail programs; looking at it changes nothing."""
    user = _person(token)
    if request.method == "POST":
        switch_off(user)
    return render(request, "core/notify/stop.html", {"stopped": request.method == "POST"})
