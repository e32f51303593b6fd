"""What follows the writing: remarks, the review and the work on the actions."""

from __future__ import annotations

from postmortems.analysis.queries import factors_of
from postmortems.authoring.queries import events_of, sections_of
from postmortems.demo.record import Telling
from postmortems.demo.story import told
from postmortems.followup import actions as followup
from postmortems.followup.queries import actions_of
from postmortems.models import ReviewRequest
from postmortems.reviewing.actions import approve, ask_review, comment, resolve
from postmortems.reviewing.queries import readiness


def discuss(telling: Telling) -> None:
    """The threads of comments."""
    for row in telling.content.get("comments", []):
        _thread(telling, row)


def _thread(telling: Telling, row: dict) -> None:
    postmortem = telling.postmortem
    with told(telling.story.at(row["at"])) as now:
        root = comment(
            postmortem=postmortem,
            actor=telling.person(row["by"]),
            body=row["text"],
            now=now,
            target=_place(telling, row.get("on", "")),
        )
    for reply in row.get("replies", []):
        with told(telling.story.at(reply["at"])) as now:
            comment(
                postmortem=postmortem,
                actor=telling.person(reply["by"]),
                body=reply["text"],
                now=now,
                parent=root,
            )
    if "resolved" in row:
        with told(telling.story.at(row["resolved"])) as now:
            resolve(comment=root, actor=telling.owner, now=now)


def _place(telling: Telling, on: str):
    """ "event 7", "factor 4", the key of a section, or the whole postmortem."""
    kind, _, number = on.partition(" ")
    rows: dict[str, list] = {"event": telling.events, "factor": telling.factors, "action": telling.actions}
    if kind in rows:
        return rows[kind][int(number) - 1]
    return telling.postmortem.sections.get(key=on) if on else None


def review(telling: Telling) -> None:
    """Ask, and approve where the file says so."""
    plan, postmortem, owner = telling.content.get("review"), telling.postmortem, telling.owner
    if plan is None:
        return
    missing, _ = readiness(
        postmortem,
        sections_of(postmortem, owner),
        len(events_of(postmortem, owner)),
        factors_of(postmortem, owner),
        actions_of(postmortem, owner),
    )
    with told(telling.story.at(plan["asked_at"])) as now:
        reviewers = [telling.person(key) for key in plan["reviewers"]]
        ask_review(postmortem=postmortem, actor=owner, reviewers=reviewers, still_missing=missing, now=now)
    if "approved_by" in plan:
        reviewer = telling.person(plan["approved_by"])
        with told(telling.story.at(plan["approved_at"])) as now:
            approve(
                postmortem=postmortem,
                request=ReviewRequest.objects.get(postmortem=postmortem, reviewer=reviewer),
                actor=reviewer,
                text_version=postmortem.text_version,
                note=plan["note"],
                now=now,
            )
    postmortem.refresh_from_db()


def follow_up(telling: Telling) -> None:
    """Each action's moves, and the due dates that were moved."""
    for row, action in zip(telling.content["actions"], telling.actions, strict=True):
        action.refresh_from_db()
        for step in row.get("moves", []):
            with told(telling.story.at(step["at"])) as now:
                followup.move(
                    action=action,
                    actor=telling.person(step["by"]),
                    verb=step["verb"],
                    text=step.get("text", ""),
                    now=now,
                )
        if "moved_at" in row:
            with told(telling.story.at(row["moved_at"])) as now:
                followup.change_action(
                    action=action,
                    actor=telling.owner,
                    version=action.version,
                    values={"due_on": telling.story.day(row["due"])},
                    now=now,
                )
