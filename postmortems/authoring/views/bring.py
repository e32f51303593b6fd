"""Bring in an export of another tool: read it, say who is who, take the rows that are right."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from core.http import Request, go_to, page_or_part
from core.transitions import MoveRefused
from postmortems.authoring import actions, bringing, queries
from postmortems.authoring.forms import bring as forms
from postmortems.authoring.forms import untick_ahead, untick_known
from postmortems.authoring.forms.held import Held, hold
from postmortems.domain import sources, walltime
from postmortems.models import Postmortem

PAGE, PART = "postmortems/authoring/bring.html", "postmortems/authoring/_bring.html"
MOST = 1000


@login_required
@require_http_methods(["GET", "POST"])
def bring(request: Request, pk: int) -> HttpResponse:
    """The file (`step` = read), the columns of a table (columns), its people (people), its rows (take)."""
    postmortem = queries.writable(request.user, pk)
    if request.method == "GET":
        return _asked(request, postmortem, form=_empty(postmortem))
    steps = {"columns": _columns, "people": _people, "take": _take}
    return steps.get(request.POST.get("step", ""), _read)(request, postmortem)


def _empty(postmortem: Postmortem) -> forms.BringForm:
    zone = walltime.read_zone(postmortem.zone)
    since, until = (
        at.astimezone(zone).strftime("%Y-%m-%dT%H:%M") if at else "" for at in bringing.window_of(postmortem)
    )
    day = postmortem.started_at.astimezone(zone).date() if postmortem.started_at else None
    initial = {"zone": postmortem.zone, "date": day, "since": since, "until": until}
    return forms.BringForm(incident_zone=postmortem.zone, initial=initial)


def _read(request: Request, postmortem: Postmortem, meant: dict[int, str] | None = None) -> HttpResponse:
    form = forms.BringForm(request.POST, request.FILES, incident_zone=postmortem.zone)
    if not form.is_valid():
        return _asked(request, postmortem, form=form, status=422)
    data, given = form.data_of(), form.cleaned_data
    zone = given["zone"] or postmortem.zone
    try:
        if meant is None and (answer := _ask_columns(request, postmortem, form, data)):
            return answer
        found = sources.open_file(
            data,
            product=given["product"],
            channel=given["channel"],
            day=given["date"],
            zone=zone,
            meant=meant,
        )
        return _found(request, postmortem, form, found)
    except sources.NotReadable as problem:
        form.add_error("file" if given["file"] else "text", str(problem))
        return _asked(request, postmortem, form=form, status=422)


def _ask_columns(request, postmortem, form, data: bytes) -> HttpResponse | None:
    """The question which column is what: asked of a table whose names don't tell, and of one that is called a table."""
    if form.cleaned_data["product"] != "csv":
        return None
    sheet = sources.open_sheet(data.decode("utf-8-sig", errors="replace"))
    guessed = sources.guess_columns(sheet)
    initial = [{"meaning": guessed.get(index, "")} for index in range(len(sheet.columns))]
    columns = forms.Columns(initial=initial, prefix="columns")
    text = data.decode("utf-8-sig", errors="replace")
    return _asked(request, postmortem, form=form, columns=columns, sheet=sheet, sheet_text=text)


def _columns(request: Request, postmortem: Postmortem) -> HttpResponse:
    columns = forms.Columns(request.POST, prefix="columns")
    form = forms.BringForm(request.POST, incident_zone=postmortem.zone)
    if not columns.is_valid() or not form.is_valid():
        return _asked(request, postmortem, form=form, status=422)
    given = {index: line["meaning"] for index, line in enumerate(columns.cleaned_data) if line.get("meaning")}
    return _read(request, postmortem, given)


def _found(request, postmortem, form, found: sources.Found) -> HttpResponse:
    """The people to confirm, or the rows at once where nobody speaks."""
    left_out = found.left_out
    part = bringing.within(found, form.cleaned_data["since"], form.cleaned_data["until"])
    if len(part.entries) > MOST:
        form.add_error(
            "since",
            f"{len(part.entries):,} entries lie in this time, and at most {MOST:,} can be looked through. "
            "Choose a shorter time.",
        )
        return _asked(request, postmortem, form=form, status=422)
    more: dict[str, Any] = {"left_out": left_out, "outside": len(found.entries) - len(part.entries)}
    if not part.entries:
        return _asked(request, postmortem, form=form, nothing=found, **more)
    roster = queries.roster_of(postmortem)
    if part.speakers:
        people = bringing.speakers_form(part, roster)
        return _show_people(request, postmortem, form, part, people, **more)
    return _show_rows(request, postmortem, part, {}, roster, form=form, **more)


def _show_people(request, postmortem, form, found, people, *, status: int = 200, **more) -> HttpResponse:
    lines = [
        {"form": line, "speaker": speaker, "example": bringing.example_of(found, speaker.key)}
        for line, speaker in zip(people, found.speakers, strict=False)
    ]
    context = {"people": people, "lines": lines, "held": hold(found), "found": found}
    return _asked(request, postmortem, form=form, status=status, **context, **more)


def _show_rows(request, postmortem, found, stands, roster, *, form=None, **more) -> HttpResponse:
    entries = sources.with_roles(found.entries, stands, bringing.persons(roster))
    initial = forms.rows_of(entries, postmortem.zone)
    more["again"] = untick_known(initial, queries.known_rows(postmortem, request.user))
    more["ahead"] = untick_ahead(initial, timezone.now())
    rows = forms.BroughtRows(
        initial=initial,
        form_kwargs={"incident_zone": postmortem.zone},
        prefix="rows",
    )
    return _asked(request, postmortem, form=form, rows=rows, found=found, held=hold(found), **more)


def _people(request: Request, postmortem: Postmortem) -> HttpResponse:
    held = Held(request.POST)
    form = _empty(postmortem)
    if not held.is_valid():
        return _asked(request, postmortem, form=form, problem=held.errors["held"][0], status=422)
    found, roster = held.cleaned_data["held"], queries.roster_of(postmortem)
    people = bringing.speakers_form(found, roster, request.POST)
    if not people.is_valid():
        return _show_people(request, postmortem, form, found, people, status=422)
    stands = bringing.stands_of(people, found, roster)
    return _show_rows(request, postmortem, found, stands, roster, people=people)


def _take(request: Request, postmortem: Postmortem) -> HttpResponse:
    rows = forms.BroughtRows(request.POST, form_kwargs={"incident_zone": postmortem.zone}, prefix="rows")
    held, roster = Held(request.POST), queries.roster_of(postmortem)
    if not held.is_valid():
        return _asked(
            request, postmortem, form=_empty(postmortem), problem=held.errors["held"][0], status=422
        )
    found = held.cleaned_data["held"]
    people = bringing.speakers_form(found, roster, request.POST if found.speakers else None)
    context = {"rows": rows, "found": found, "held": request.POST["held"], "people": people}
    if not rows.is_valid() or (found.speakers and not people.is_valid()):
        return _asked(request, postmortem, **context, status=422)
    stands = bringing.stands_of(people, found, roster) if found.speakers else {}
    taken = [row.values() for row in rows if row.cleaned_data.get("take")]
    try:
        actions.bring_in(
            postmortem=postmortem,
            actor=request.user,
            now=timezone.now(),
            rows=taken,
            people=stands.values() if taken else (),
        )
    except MoveRefused as refused:
        return _asked(request, postmortem, **context, problem=" ".join(refused.reasons), status=422)
    return go_to(request, "authoring:timeline", postmortem.pk)


def _asked(request, postmortem, *, status: int = 200, **more) -> HttpResponse:
    return page_or_part(request, PAGE, PART, {"postmortem": postmortem, **more}, status=status)
