"""Subscribing by mail, for anybody: pages without cookies, and the same answer whether an address is known or not."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from core.http import Request
from postmortems.publication import actions, subscribing

PAGES = "postmortems/publication"


class SubscribeForm(forms.Form):
    """An address, and perhaps some of the services. `website` is for programs that fill every field."""

    address = forms.EmailField(
        label="Your email address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": "Write the address the mails should go to.",
            "invalid": "Write the address as name@example.com.",
        },
    )
    services = forms.MultipleChoiceField(
        label="Only about these services",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Leave all of them empty to hear of every service.",
    )
    website = forms.CharField(required=False)
    token = forms.CharField(required=False)

    def __init__(self, *args, services: list[str], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["services"].choices = [(name, name) for name in services]


def _page(name: str, context: dict | None = None, *, status: int = 200) -> HttpResponse:
    """A page made without the request: no session is looked at, no cookie is set."""
    answer = HttpResponse(render_to_string(f"{PAGES}/{name}.html", context or {}), status=status)
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    # The address of a page here may be the key to a subscription.
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def _place(request: HttpRequest) -> str:
    try:
        return get_adapter(request).get_client_ip(request)
    except PermissionDenied:
        return ""


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    """Ask for mails; the answer is the same for every address."""
    services = subscribing.services_told()
    form = SubscribeForm(request.POST if request.method == "POST" else None, services=services)
    status, said = 200, ""
    if request.method == "POST":
        status = 422
        if form.is_valid() and subscribing.form_is_fresh(form.cleaned_data["token"]):
            try:
                return _ask(request, form)
            except subscribing.TooMany:
                status, said = (
                    429,
                    "Too many requests came from your network, or in this hour. Try again later.",
                )
        elif form.is_valid():
            said = "This page was open for very long. Send the form once more."
    context = {"form": form, "token": subscribing.form_token(), "said": said}
    return _page("subscribe", context, status=status)


def _ask(request: HttpRequest, form: SubscribeForm) -> HttpResponse:
    subscribing.limit(_place(request))
    if not form.cleaned_data["website"]:
        actions.ask_subscription(
            address=form.cleaned_data["address"],
            services=form.cleaned_data["services"],
            now=timezone.now(),
        )
    return HttpResponseRedirect("/subscriptions/asked/", status=303)


@csrf_exempt
@require_GET
def asked(request: HttpRequest) -> HttpResponse:
    """What to do next."""
    return _page("subscribe_asked")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the mail: a page with a button. Only the button confirms."""
    person = subscribing.behind_link(token)
    if person is None:
        return _page("subscribe_over", status=410)
    if request.method != "POST":
        return _page("subscribe_confirm", {"services": person.wanted})
    if not actions.confirm_subscription(subscriber=person, now=timezone.now()):
        return _page("subscribe_over", status=410)
    return _page(
        "subscribe_done", {"services": person.wanted, "leave": f"/subscriptions/leave/{person.key}/"}
    )


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, key: str) -> HttpResponse:
    """End a subscription: a page with a button for people, one POST for mail programs (RFC 8058)."""
    if request.method != "POST":
        return _page("subscribe_leave")
    actions.leave_subscription(key=key, now=timezone.now())
    return _page("subscribe_left")


@login_required
@require_GET
def subscribers(request: Request) -> HttpResponse:
    """How many subscribe and how the mails went; never who. For administrators and publishers."""
    if not (request.user.is_administrator or request.user.is_publisher):
        raise PermissionDenied
    context = {"counts": subscribing.counts(), "tellings": subscribing.tellings()}
    return render(request, f"{PAGES}/subscribers.html", context)
