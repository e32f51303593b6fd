"""How the conditions hang together: the map, the controls, what went well and where there was luck."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.http import Request, go_to
from core.transitions import MoveRefused
from postmortems.analysis import keeping, mapping, queries
from postmortems.analysis.kept_forms import ControlForm, LearningForm, LinkForm
from postmortems.authoring.queries import may_edit, readable, writable
from postmortems.domain.causation import hints
from postmortems.models import Control, Learning, Postmortem

PAGE, FORM = "postmortems/analysis/conditions.html", "postmortems/analysis/kept.html"
SORTS = {"control": (Control, ControlForm), "learning": (Learning, LearningForm)}


def _show(request: Request, postmortem: Postmortem, *, status: int = 200, form=None) -> HttpResponse:
    factors = queries.factors_of(postmortem, request.user)
    context = {
        "postmortem": postmortem,
        "may_edit": may_edit(postmortem, request.user),
        "factors": factors,
        "hung": mapping.map_of(postmortem, factors),
        "controls": mapping.controls_of(postmortem, request.user),
        "learnings": mapping.learnings_of(postmortem, request.user),
        "link_form": form or LinkForm(factors=factors),
    }
    return render(request, PAGE, context, status=status)


@login_required
@require_GET
def conditions(request: Request, pk: int) -> HttpResponse:
    """The map and what belongs to it."""
    return _show(request, readable(request.user, pk))


@login_required
@require_POST
def link(request: Request, pk: int) -> HttpResponse:
    """Say that one condition made another more likely."""
    postmortem = writable(request.user, pk)
    form = LinkForm(request.POST, factors=queries.factors_of(postmortem, request.user))
    if form.is_valid():
        try:
            keeping.link(postmortem=postmortem, actor=request.user, now=timezone.now(), **form.chosen())
            return go_to(request, f"/postmortems/{pk}/conditions/#map")
        except MoveRefused as refused:
            form.add_error(None, " ".join(refused.reasons))
    return _show(request, postmortem, status=422, form=form)


@login_required
@require_POST
def unlink(request: Request, pk: int, link: int) -> HttpResponse:
    """Take a link back."""
    postmortem = writable(request.user, pk)
    links = mapping.links_of(postmortem, queries.factors_of(postmortem, request.user))
    found = next((one for one in links if one.pk == link), None)
    if found is None:
        raise Http404
    keeping.unlink(found=found, postmortem=postmortem, actor=request.user, now=timezone.now())
    return go_to(request, f"/postmortems/{pk}/conditions/#map")


@login_required
@require_http_methods(["GET", "POST"])
def kept(request: Request, pk: int, sort: str, row: int | None = None) -> HttpResponse:
    """A control or something to keep: new, changed or (`remove`) taken out."""
    if sort not in SORTS:
        raise Http404
    postmortem = writable(request.user, pk)
    model, form_class = SORTS[sort]
    found = mapping.kept_one(model, postmortem, request.user, row) if row is not None else None
    if row is not None and found is None:
        raise Http404
    if request.method == "POST" and found is not None and "remove" in request.POST:
        keeping.take_out(row=found, actor=request.user, now=timezone.now())
        return go_to(request, f"/postmortems/{pk}/conditions/#{sort}s")
    form = form_class(
        request.POST if request.method == "POST" else None,
        postmortem=postmortem,
        user=request.user,
        row=found,
        initial={"kind": request.GET.get("kind", "")},
    )
    if request.method == "POST" and form.is_valid() and _saved(request, postmortem, model, found, form):
        return go_to(request, f"/postmortems/{pk}/conditions/#{sort}s")
    context = {"postmortem": postmortem, "form": form, "row": found, "sort": sort}
    return render(request, FORM, context, status=422 if form.is_bound else 200)


def _saved(request: Request, postmortem: Postmortem, model, found, form) -> bool:
    values = dict(form.cleaned_data)
    version = values.pop("version") or 0
    for name, rows in (
        mapping.unreadable(found, request.user, postmortem) if found is not None else {}
    ).items():
        values[name] = [*values[name], *rows]
    try:
        keeping.keep(
            postmortem=postmortem,
            actor=request.user,
            now=timezone.now(),
            values=values,
            model=model,
            row=found,
            version=version,
        )
    except MoveRefused as refused:
        form.add_error(None, " ".join(refused.reasons))
        return False
    return True


@login_required
@require_POST
def causal_help(request: Request, pk: int) -> HttpResponse:
    """What the causal sentence being typed could still say; kept nowhere."""
    postmortem = get_object_or_404(Postmortem.objects.kept().visible_to(request.user), pk=pk)
    if not may_edit(postmortem, request.user):
        raise PermissionDenied
    texts = (request.POST.get(name, "") for name in ("condition", "effect", "made_likely"))
    return render(request, "postmortems/analysis/_causal_help.html", {"hints": hints(*texts)})
