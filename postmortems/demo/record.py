"""One postmortem of the demo, written the way a person would: begun, filled, corrected, discussed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from core.accounts.models import Team, User
from postmortems.analysis.actions import accept_risk, add_factor
from postmortems.authoring import actions as authoring
from postmortems.authoring.actions import Text
from postmortems.demo.story import Story, told
from postmortems.followup import actions as followup
from postmortems.models import Action, Factor, Postmortem, TemplateVersion, TimelineEvent

HOUR = dt.timedelta(hours=1)


@dataclass
class Cast:
    """Who plays: people by key, teams by slug."""

    people: dict[str, User]
    teams: dict[str, Team]


@dataclass
class Telling:
    """A postmortem on its way from the file into the site; rows are numbered from 1 in the order of the file."""

    content: dict
    story: Story
    cast: Cast
    postmortem: Postmortem
    events: list[TimelineEvent]
    factors: list[Factor]
    actions: list[Action]

    @property
    def owner(self) -> User:
        return self.cast.people[self.content["owner"]]

    def person(self, key: str) -> User:
        """The person a file names by key."""
        return self.cast.people[key]


def write(content: dict, story: Story, cast: Cast) -> Telling:
    """Everything up to the review; the order is the one in which people write."""
    began = story.at(content["began"])
    with told(began):
        telling = Telling(content, story, cast, _begin(content, story, cast, began), [], [], [])
        _people(telling, began)
    with told(began + HOUR):
        _texts(telling, began + HOUR)
    with told(began + 2 * HOUR):
        _timeline(telling, began + 2 * HOUR)
        _facts(telling, began + 2 * HOUR)
    with told(began + 26 * HOUR):
        _factors(telling, began + 26 * HOUR)
        _actions(telling, began + 26 * HOUR)
    for revision in content.get("revisions", []):
        _revise(telling, revision)
    _risks(telling)
    return telling


def _begin(content: dict, story: Story, cast: Cast, now: dt.datetime) -> Postmortem:
    return authoring.begin(
        actor=cast.people[content["owner"]],
        team=cast.teams[content["team"]],
        version=TemplateVersion.objects.filter(template__key=content["template"]).latest("number"),
        title=content["title"],
        now=now,
        severity=content["severity"],
        visibility=content["visibility"],
        zone=content["zone"],
        trigger=content["trigger"],
        source_note=content["source_note"].strip(),
    )


def _people(telling: Telling, now: dt.datetime) -> None:
    content, postmortem, owner = telling.content, telling.postmortem, telling.owner
    if "facilitator" in content:
        authoring.change_access(
            postmortem=postmortem,
            actor=owner,
            now=now,
            visibility=postmortem.visibility,
            team=postmortem.team,
            facilitator=telling.person(content["facilitator"]),
        )
    for row in content["roster"]:
        authoring.add_involved(
            postmortem=postmortem,
            actor=owner,
            name=row["name"],
            handles=row["handles"],
            role=row["role"],
            is_responder=row.get("responder", True),
            user=telling.person(row["user"]),
        )
    for row in content.get("readers", []):
        authoring.name_reader(
            postmortem=postmortem, actor=owner, now=now, user=telling.person(row["user"]), may_edit=False
        )


def _texts(telling: Telling, now: dt.datetime) -> None:
    earlier = {row["section"]: row for row in telling.content.get("revisions", [])}
    bodies = {}
    for key, body in telling.content["sections"].items():
        text = body.strip()
        if key in earlier:
            text = text.replace(earlier[key]["find"], earlier[key]["was"])
        bodies[key] = ("", text)
    authoring.fill_sections(postmortem=telling.postmortem, actor=telling.owner, bodies=bodies, now=now)


def _timeline(telling: Telling, now: dt.datetime) -> None:
    names = {
        "known": "was_known",
        "expected": "was_expected",
        "later": "known_later",
        "source": "source_url",
        "recollection": "is_recollection",
        "role": "actor_role",
    }
    rows = [
        {
            **{names.get(name, name): value for name, value in row.items()},
            "at": telling.story.at(row["at"]),
            "zone": telling.content["zone"],
        }
        for row in telling.content["events"]
    ]
    telling.events = authoring.add_events(
        postmortem=telling.postmortem, actor=telling.owner, now=now, rows=rows
    )


def _facts(telling: Telling, now: dt.datetime) -> None:
    facts: dict = {name: telling.story.at(mark) for name, mark in telling.content["facts"].items()}
    telling.postmortem.refresh_from_db()
    authoring.change_head(
        postmortem=telling.postmortem,
        actor=telling.owner,
        now=now,
        version=telling.postmortem.version,
        values={**facts, "facts_not_applicable": telling.content["not_applicable"]},
        services=telling.content["services"],
    )
    telling.postmortem.refresh_from_db()


def _factors(telling: Telling, now: dt.datetime) -> None:
    for row in telling.content["factors"]:
        values = {
            "type_key": row["type"],
            "title": row["title"],
            "role": row["role"],
            "condition": row["condition"],
            "effect": row["effect"],
            "made_likely": row["likely"],
            "since_when": row.get("since", ""),
            "confidence": row["confidence"],
            "normal_work": row["normal"],
        }
        evidence = [telling.events[number - 1] for number in row["evidence"]]
        telling.factors.append(
            add_factor(
                postmortem=telling.postmortem,
                actor=telling.owner,
                values=values,
                evidence=evidence,
                now=now,
            )
        )


def _actions(telling: Telling, now: dt.datetime) -> None:
    plain = ("title", "details", "kind", "strength", "priority", "measure", "status")
    for row in telling.content["actions"]:
        values = {name: row[name] for name in plain if name in row} | {"strength_confirmed": True}
        due = row.get("first_due", row.get("due"))
        if due is not None:
            values["due_on"] = telling.story.day(due)
        if "owner" in row:
            values["owner"] = telling.person(row["owner"])
        answers = [telling.factors[number - 1] for number in row["answers"]]
        telling.actions.append(
            followup.add_action(
                postmortem=telling.postmortem, actor=telling.owner, values=values, factors=answers, now=now
            )
        )


def _revise(telling: Telling, row: dict) -> None:
    section = telling.postmortem.sections.get(key=row["section"])
    section.postmortem = telling.postmortem
    with told(telling.story.at(row["at"])) as now:
        authoring.save_section(
            section=section,
            actor=telling.person(row["by"]),
            now=now,
            text=Text(section.body.replace(row["was"], row["find"]), section.version),
        )


def _risks(telling: Telling) -> None:
    for row, factor in zip(telling.content["factors"], telling.factors, strict=True):
        if "risk" not in row:
            continue
        with told(telling.story.at(row["risk"]["at"])) as now:
            accept_risk(
                factor=factor,
                actor=telling.owner,
                role=row["risk"]["role"],
                reason=row["risk"]["reason"],
                review_on=telling.story.day(row["risk"]["review"]),
                now=now,
            )
