"""The facts of a postmortem's kind: on a page of their own, and beside the section that tells them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from core.http import Request, go_to, page_or_part, safe_next
from core.transitions import MoveRefused
from postmortems.authoring import actions, queries
from postmortems.authoring.forms import KindForm, kind_form
from postmortems.models import Postmortem, Section

PAGE, PART = "postmortems/authoring/kind.html", "postmortems/authoring/_kind_form.html"


def is_sound(form: KindForm, answers: queries.KindAnswers) -> bool:
    """Whether what was typed can be kept, beside the answers that the form does not show."""
    return form.is_valid() and form.check(answers.values)


def write(request: Request, postmortem: Postmortem, form: KindForm, *, explicit: bool = True) -> int:
    """Keep the answers of a sound form; the version that stands afterwards."""
    sent = actions.Answers(
        groups=[group.key for group in form.groups],
        values=form.cleaned_data["values"],
        disclosures=form.disclosures(),
        version=form.cleaned_data["version"],
    )
    row = actions.change_kind_facts(
        postmortem=postmortem, actor=request.user, now=timezone.now(), answers=sent, explicit=explicit
    )
    return row.version


def beside(
    request: Request, postmortem: Postmortem, section: Section
) -> tuple[KindForm | None, queries.KindAnswers | None]:
    """The form of the group that is asked with a section; None without one, or when the browser sent none."""
    group = queries.group_of_section(postmortem, section)
    if group is None or (request.method == "POST" and "facts-version" not in request.POST):
        return None, None
    data = request.POST if request.method == "POST" else None
    return kind_form(postmortem, request.user, data, group=group.key)


def clashed(form: KindForm, moved: actions.FactsMoved) -> None:
    """Say which questions were answered twice; the next save is a decision."""
    form.add_error(
        None, f"Somebody else answered meanwhile: {'; '.join(moved.fields)}. Save again to keep yours."
    )
    form.data = form.data.copy()
    form.data[form.add_prefix("version")] = moved.current.version


@login_required
@require_http_methods(["GET", "POST"])
def kind(request: Request, pk: int) -> HttpResponse:
    """All questions of the postmortem's kind."""
    postmortem = queries.writable(request.user, pk)
    form, answers = kind_form(postmortem, request.user, request.POST if request.method == "POST" else None)
    if form is None:
        raise Http404
    status = 200
    if request.method == "POST":
        status = 422
        if is_sound(form, answers):
            try:
                write(request, postmortem, form)
                return go_to(request, safe_next(request, f"/postmortems/{pk}/"))
            except actions.FactsMoved as moved:
                clashed(form, moved)
                status = 409
            except MoveRefused as refused:
                form.add_error(None, " ".join(refused.reasons))
    context = {"postmortem": postmortem, "kind_form": form, "answers": answers}
    return page_or_part(request, PAGE, PART, context, status=status)
