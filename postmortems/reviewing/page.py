"""The review page, put together from what the rooms before this one know."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from core.accounts.models import User
from postmortems.analysis.queries import factors_of
from postmortems.authoring.queries import (
    events_of,
    incidents_of,
    kind_facts,
    may_edit,
    reads_restricted,
    sections_of,
)
from postmortems.domain.importing import plain
from postmortems.domain.readiness import Missing
from postmortems.followup.queries import actions_of
from postmortems.models import Action, Factor, LanguageDecision, Postmortem, Section, TimelineEvent
from postmortems.reviewing import planning, queries
from postmortems.reviewing.findings import open_findings
from postmortems.reviewing.forms import AskForm, CommentForm, ReasonForm

CHECKLIST = (
    "Is the key evidence there: what was seen, where, and when?",
    "Is the impact complete: who noticed what, for how long, how many?",
    "Do the contributing factors go past the first one, to conditions that are there on a normal day?",
    "Could each person in the timeline read this without feeling accused?",
    "Is what happened kept apart from how to change it?",
    "Does each action answer a factor, with an end that can be checked?",
    "Would a reader from another team understand it?",
)

MODELS = {"section": Section, "event": TimelineEvent, "factor": Factor, "action": Action}


def places(postmortem: Postmortem, *, full: bool) -> list[tuple[str, str]]:
    """What a comment can be about, as (value, label)."""
    found = []
    for name, model in MODELS.items():
        rows = model.objects.filter(postmortem=postmortem)
        rows = rows if full else rows.exclude(disclosure="restricted")
        label = "text" if name == "event" else "title"
        found += [(f"{name}-{pk}", plain(str(words))[:80]) for pk, words in rows.values_list("pk", label)]
    return found


def place_of(postmortem: Postmortem, value: str):
    """The object a place names; None for the whole postmortem."""
    name, _, pk = value.partition("-")
    return MODELS[name].objects.get(postmortem=postmortem, pk=pk) if name in MODELS else None


def still_missing(postmortem: Postmortem, user: User) -> tuple[Missing, ...]:
    """What is missing for everybody: also in restricted parts that this person does not read, which stay unnamed."""
    visible = review_page(postmortem, user)["missing"]
    if reads_restricted(postmortem, user):
        return visible
    whole = review_page(Postmortem.objects.select_related("owner").get(pk=postmortem.pk), postmortem.owner)
    hidden = [one for one in whole["missing"] if one.required and one not in visible]
    if not hidden:
        return visible
    text = f"something in a restricted part, which {postmortem.owner} can finish"
    return (*visible, Missing(text, "review", 0, required=True))


def review_page(postmortem: Postmortem, user: User, *, refused=(), **forms) -> dict:
    """The context of the page; `forms` are those with errors, by the name the template uses."""
    full = reads_restricted(postmortem, user)
    sections = sections_of(postmortem, user)
    factors = factors_of(postmortem, user)
    actions = actions_of(postmortem, user)
    missing, minutes = queries.readiness(
        postmortem,
        sections,
        len(events_of(postmortem, user)),
        factors,
        actions,
        answers=kind_facts(postmortem).for_reader(full=full),
        incidents=len(incidents_of(postmortem, user)),
    )
    findings = open_findings(postmortem, full=full)
    review = queries.review_of(postmortem, user)
    return {
        "postmortem": postmortem,
        "review": review,
        "may_edit": may_edit(postmortem, user),
        "may_decide": may_edit(postmortem, user) or review.may_answer,
        "may_reopen": bool(getattr(postmortem, "pen", False)),
        "missing": missing,
        "ready": not any(one.required for one in missing),
        "minutes": minutes,
        "gaps": planning.open_factors(factors, actions, timezone.now().date()),
        "movable": {action.pk for action in actions if action.may_move},
        "findings": findings,
        "nudges": sum(1 for one in findings if one.finding.severity == "nudge"),
        "decisions": LanguageDecision.objects.filter(postmortem=postmortem).select_related("decided_by"),
        "threads": queries.threads(postmortem, full=full),
        "checklist": CHECKLIST,
        "refused": refused,
        "ask_form": AskForm(people=queries.candidates(postmortem)),
        "changes_form": ReasonForm(initial={"text_version": postmortem.text_version}),
        "reopen_form": ReasonForm(auto_id="reopen_%s"),
        "comment_form": CommentForm(
            places=places(postmortem, full=full), names=reverse("reviewing:people", args=[postmortem.pk])
        ),
        "reword": [section for section in sections if section.body] if postmortem.is_open_for_writing else [],
        **forms,
    }
