"""The preview beside a Markdown field, and the pictures in it. These stand in for django-markdownx's own views."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST

from core.http import Request
from core.richtext import render
from postmortems.authoring import actions, queries
from postmortems.authoring.forms import ImageForm, problem_text
from postmortems.models import Disclosure

PREVIEW_LIMIT = 200_000


def _signed_in(request) -> bool:
    return request.user.is_authenticated


@require_POST
def markdownify(request: Request) -> HttpResponse:
    """Markdown as safe HTML, for the preview. A script asks, so a sign-in page is no answer: 401."""
    if not _signed_in(request):
        return HttpResponse("Sign in to see the preview.", status=401, content_type="text/plain")
    text = request.POST.get("content")
    if text is None:
        return HttpResponse("There was no text to show.", status=400, content_type="text/plain")
    if len(text) > PREVIEW_LIMIT:
        return HttpResponse(
            "This text is too long for a preview; it is saved as usual.",
            status=413,
            content_type="text/plain",
        )
    answer = HttpResponse(render(text))
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def upload(request: Request) -> HttpResponse:
    """Keep a picture; the answer holds the Markdown that shows it."""
    if not _signed_in(request):
        return JsonResponse({"problem": "Sign in to add a picture."}, status=401)
    form = ImageForm(request.POST, request.FILES)
    if not form.is_valid():
        return JsonResponse({"problem": problem_text(form)}, status=422)
    data = form.cleaned_data
    postmortem = queries.writable(request.user, data["postmortem"])
    if data["image"].size > actions.LARGEST_FILE:
        return JsonResponse({"problem": "The picture is larger than 5 MB."}, status=422)
    disclosure: str = Disclosure.INTERNAL
    if data["section"]:
        disclosure = queries.section_of(postmortem, request.user, data["section"]).disclosure
    try:
        picture = actions.add_image(
            postmortem=postmortem,
            actor=request.user,
            now=timezone.now(),
            data=data["image"].read(),
            alternative_text=data["alternative_text"],
            disclosure=disclosure,
        )
    except actions.PictureRefused as problem:
        return JsonResponse({"problem": str(problem)}, status=422)
    address = reverse("authoring:image", args=[postmortem.pk, picture.token])
    return JsonResponse(
        {"image_code": f"![{_plain(picture.alternative_text)}]({address})", "address": address}
    )


def _plain(text: str) -> str:
    """Words that end neither the brackets nor the line they stand in."""
    return " ".join("".join(" " if sign in "[]\\`<>" else sign for sign in text).split())


@login_required
@require_GET
@cache_control(private=True, max_age=3600, must_revalidate=True)
def image(request: Request, pk: int, token: str) -> HttpResponse:
    """One picture, for those who may read where it stands; for everybody else there is none."""
    postmortem = queries.readable(request.user, pk)
    picture = get_object_or_404(postmortem.attachments, token=token)
    if picture.disclosure == Disclosure.RESTRICTED and not queries.reads_restricted(postmortem, request.user):
        raise Http404
    answer = HttpResponse(bytes(picture.data), content_type=picture.content_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Disposition"] = "inline"
    # Opened by its own address it is a picture and nothing else, whatever a browser makes of its bytes.
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
