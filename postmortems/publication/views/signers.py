"""Which capacities have to sign a public summary, by kind of incident: set by administrators."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from core.accounts.models import User
from core.http import Request
from postmortems.models import Kind
from postmortems.publication import actions
from postmortems.publication.queries import CAPACITIES, HOLDS, signing_rules


class SigningForm(forms.Form):
    """One row of boxes for each kind of incident."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        held = signing_rules()
        labels = {"": "Any other kind", **dict(Kind.choices)}
        for kind in (*Kind.values, ""):
            self.fields[f"kind-{kind}"] = forms.MultipleChoiceField(
                label=labels[kind],
                choices=[(one, one.capitalize()) for one in CAPACITIES],
                initial=list(held[kind]),
                widget=forms.CheckboxSelectMultiple,
                error_messages={"required": "At least one person signs."},
            )

    def rules(self) -> dict[str, list[str]]:
        """Kind -> its capacities."""
        return {name.removeprefix("kind-"): values for name, values in self.cleaned_data.items()}


@login_required
@require_http_methods(["GET", "POST"])
def signers(request: Request) -> HttpResponse:
    """See who has to sign; for publishers to read, for administrators to change."""
    if not (request.user.is_administrator or request.user.is_publisher):
        raise PermissionDenied
    if request.method == "POST" and not request.user.is_administrator:
        raise PermissionDenied
    form = SigningForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.keep_signing_rules(actor=request.user, rules=form.rules(), now=timezone.now())
        messages.success(request, "Saved. It holds from now on, also for texts that wait for signatures.")
        return redirect("publication:signers")
    people = User.objects.filter(is_active=True)
    context = {
        "form": form,
        "may_change": request.user.is_administrator,
        "holders": [
            (one.capitalize(), list(people.filter(**{HOLDS[one]: True}).order_by("display_name")[:50]))
            for one in CAPACITIES
        ],
    }
    return render(
        request, "postmortems/publication/signers.html", context, status=422 if form.is_bound else 200
    )
