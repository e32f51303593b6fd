"""Baselines as decisions.md words them: the least a page of this site could do, behind the same middleware."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt

from postmortems.models import Postmortem, Section

BODY = b"x" * 200_000


@login_required
def keys(request, number: int) -> HttpResponse:
    """Load session and user, and do `number` primary-key queries."""
    first = 1
    for pk in range(first, first + number):
        Postmortem.objects.filter(pk=pk).first()
    return HttpResponse("done")


@csrf_exempt
@login_required
def save(request) -> HttpResponse:
    """One row written, with session and user loaded; the CSRF check is the same work on both sides."""
    section = Section.objects.get(pk=int(request.POST["pk"]))
    section.body = request.POST["body"]
    section.save(update_fields=["body"])
    return HttpResponse(status=302)


def same_bytes(request, number: int) -> HttpResponse:
    """As many bytes as the public page has."""
    return HttpResponse(BODY[:number], content_type="text/html")
