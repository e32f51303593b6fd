"""One section: written, saved by itself while typing, and its history."""

from __future__ import annotations

import contextlib

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from core.http import Request, go_to, page_or_part, safe_next
from core.transitions import MoveRefused
from postmortems.authoring import actions, queries
from postmortems.authoring.forms import SectionForm, problem_text
from postmortems.authoring.views import kinds
from postmortems.domain.comparing import compare
from postmortems.domain.merging import together
from postmortems.models import Postmortem, Section

PAGE, PART = "postmortems/authoring/section.html", "postmortems/authoring/_section_form.html"
READ = "postmortems/authoring/_section.html"


def _form(request: Request, postmortem: Postmortem, section: Section, data=None) -> SectionForm:
    initial = {
        name: getattr(section, name) for name in ("version", "body", "not_applicable_because", "disclosure")
    }
    return SectionForm(
        data,
        section=section,
        full_reader=queries.reads_restricted(postmortem, request.user),
        postmortem=postmortem.pk,
        initial=initial,
        auto_id=f"id_{section.key}_%s",
    )


def _asked(request, postmortem, section, form, *, status: int = 200, **more) -> HttpResponse:
    sections = queries.sections_of(postmortem, request.user)
    _told(request, postmortem, sections)
    dots = queries.section_dots(postmortem, sections, request.user)
    for one in sections:
        one.dot = dots[one.key]
    here = next((number for number, one in enumerate(sections) if one.pk == section.pk), 0)
    context = {
        "postmortem": postmortem,
        "section": section,
        "form": form,
        "sections": sections,
        "before": sections[here - 1] if here else None,
        "after": sections[here + 1] if here + 1 < len(sections) else None,
        "zone": request.user.time_zone,
        **more,
    }
    return page_or_part(request, PAGE, PART, context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def section(request: Request, pk: int, key: str) -> HttpResponse:
    """The form of a section; a save by hand, or by itself (`autosave` in the form, answered in JSON)."""
    postmortem = queries.readable(request.user, pk)
    found = queries.section_of(postmortem, request.user, key)
    if request.method == "GET" and "shown" in request.GET and request.htmx:
        return _read(request, postmortem, found)
    form = _form(request, postmortem, found, request.POST if request.method == "POST" else None)
    if not queries.may_edit(postmortem, request.user):
        return _locked(request, postmortem, found, form)
    if request.method == "GET":
        actions.hand_out(section=found, now=timezone.now())
        facts, _ = kinds.beside(request, postmortem, found)
        return _asked(request, postmortem, found, form, kind_form=facts)
    if "autosave" in request.POST:
        return _autosave(request, postmortem, found, form)
    facts, answers = kinds.beside(request, postmortem, found)
    facts_fit = facts is None or answers is None or kinds.is_sound(facts, answers)
    if not form.is_valid() or not facts_fit:
        return _asked(request, postmortem, found, form, status=422, kind_form=facts)
    if request.POST.get("conflict") == "both" and form.cleaned_data["version"] == found.version:
        return _both(request, postmortem, found, form, facts)
    return _save(request, postmortem, found, form, facts)


def _locked(request: Request, postmortem: Postmortem, found: Section, form: SectionForm) -> HttpResponse:
    """Closed while somebody was writing: their text stays in front of them. Others are refused."""
    was_writer = Postmortem.objects.editable_by(request.user).filter(pk=postmortem.pk).exists()
    if not was_writer or request.method == "GET":
        raise PermissionDenied
    if "autosave" in request.POST:
        return JsonResponse({"problem": "This postmortem is closed."}, status=409)
    return _asked(request, postmortem, found, form, status=409, closed=True)


def _text(form: SectionForm) -> actions.Text:
    data = form.cleaned_data
    return actions.Text(data["body"], data["version"], data["base"] if data["behind"] else None)


def _save(request: Request, postmortem: Postmortem, found: Section, form: SectionForm, facts) -> HttpResponse:
    try:
        # With nothing beside the text the action's own transaction is enough; a savepoint in it is two statements.
        with transaction.atomic() if facts is not None else contextlib.nullcontext():
            if facts is not None:
                kinds.write(request, postmortem, facts)
            saved = actions.save_section(
                section=found,
                actor=request.user,
                now=timezone.now(),
                text=_text(form),
                **form.changed_columns(),
            )
    except actions.TextConflict as conflict:
        return _conflict(request, postmortem, conflict, form, facts)
    except actions.FactsMoved as moved:
        kinds.clashed(facts, moved)
        return _asked(request, postmortem, found, form, status=409, kind_form=facts)
    except MoveRefused as refused:
        facts.add_error(None, " ".join(refused.reasons))
        return _asked(request, postmortem, found, form, status=422, kind_form=facts)
    return _saved(request, postmortem, saved.section.key)


def _saved(request: Request, postmortem: Postmortem, key: str) -> HttpResponse:
    """Back to where the form came from; in its place in the whole document the section is shown again."""
    if "next_section" in request.POST:
        return go_to(request, "authoring:section", postmortem.pk, request.POST["next_section"])
    if "next" in request.POST:
        return go_to(request, safe_next(request, _home(postmortem)))
    if request.htmx:
        return _read(request, postmortem, queries.section_of(postmortem, request.user, key))
    return go_to(request, f"{_home(postmortem)}#section-{key}")


def _told(request: Request, postmortem: Postmortem, sections: list[Section]) -> None:
    """Each section with the answers that are asked beside it, as far as the person reads them."""
    answers = queries.kind_facts(postmortem)
    queries.tell(
        sections,
        answers.for_reader(full=queries.reads_restricted(postmortem, request.user)),
        postmortem.zone,
    )


def _read(request: Request, postmortem: Postmortem, section: Section) -> HttpResponse:
    """One section as it is read, in its place in the whole document."""
    _told(request, postmortem, [section])
    context = {"section": section, "postmortem": postmortem}
    return render(request, READ, {**context, "may_edit": queries.may_edit(postmortem, request.user)})


def _home(postmortem: Postmortem) -> str:
    return f"/postmortems/{postmortem.pk}/"


def _conflict(
    request: Request, postmortem, conflict: actions.TextConflict, form: SectionForm, facts
) -> HttpResponse:
    """Both texts with their differences; what was typed stays in the field, or both texts when that is asked for."""
    theirs = conflict.section
    actions.hand_out(section=theirs, now=timezone.now())
    theirs.postmortem = postmortem
    theirs.guide = queries.guide_of(postmortem, theirs.key)
    typed = form.cleaned_data["body"]
    take_both = request.POST.get("conflict") == "both"
    # From here the form starts from what is shown: saving again is a decision, not an accident.
    data = {**form.data.dict(), "version": theirs.version, "behind": "", "base": ""}
    again = _form(request, postmortem, theirs, {**data, "body": conflict.both if take_both else typed})
    more = {"theirs": theirs, "comparison": compare(theirs.body, typed), "took_both": take_both}
    more["kind_form"] = facts
    return _asked(request, postmortem, theirs, again, status=409, **more)


def _both(request: Request, postmortem: Postmortem, found: Section, form: SectionForm, facts) -> HttpResponse:
    """Both texts in the field, asked for on the page that showed them; nothing is saved yet."""
    actions.hand_out(section=found, now=timezone.now())
    typed = form.cleaned_data["body"]
    data = {**form.data.dict(), "behind": "", "base": "", "body": together(typed, found.body)}
    more = {"theirs": found, "comparison": compare(found.body, typed), "took_both": True, "kind_form": facts}
    return _asked(request, postmortem, found, _form(request, postmortem, found, data), status=409, **more)


def _autosave(request: Request, postmortem: Postmortem, found: Section, form: SectionForm) -> HttpResponse:
    now = timezone.now()
    if not form.is_valid():
        return JsonResponse({"problem": problem_text(form)}, status=422)
    try:
        saved = actions.save_section(
            section=found, actor=request.user, now=now, text=_text(form), explicit=False
        )
    except actions.TextConflict as conflict:
        return JsonResponse({"need_base" if conflict.need_base else "conflict": True}, status=409)
    answer = {"version": saved.section.version, "saved": f"{now.astimezone(request.user.zone):%H:%M:%S}"}
    if saved.merged:
        answer["body"] = saved.section.body
    return JsonResponse(answer | _autosaved_facts(request, postmortem, found))


def _autosaved_facts(request: Request, postmortem: Postmortem, found: Section) -> dict:
    """The answers beside the text are kept too once they fit; until then the page says what does not."""
    facts, answers = kinds.beside(request, postmortem, found)
    if facts is None or answers is None:
        return {}
    if not kinds.is_sound(facts, answers):
        return {"facts_problem": problem_text(facts)}
    try:
        return {"facts_version": kinds.write(request, postmortem, facts, explicit=False)}
    except actions.FactsMoved as moved:
        return {
            "facts_problem": f"Somebody else answered meanwhile: {'; '.join(moved.fields)}. Press Save to decide."
        }
