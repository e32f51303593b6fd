"""The rows of the bulk content: one batch of postmortems at a time."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass

from core.accounts.models import Team, User
from postmortems.models import (
    Action,
    Author,
    Factor,
    Postmortem,
    Section,
    TemplateVersion,
    TimelineEvent,
)

KEYS = (
    "summary",
    "impact",
    "timeline",
    "detection",
    "response",
    "mitigation",
    "trigger",
    "factors",
    "went_well",
    "actions",
)
STATES = ("draft", "in_review", "approved", "approved", "closed", "closed", "closed", "closed")
VISIBILITIES = ("organisation", "organisation", "organisation", "team", "team")
ACTION_STATES = ("accepted", "in_progress", "done", "verified", "verified", "declined")


@dataclass(frozen=True)
class Words:
    """What everything is put together from; texts come with their HTML, which is made once."""

    texts: list[tuple[str, str]]
    summaries: list[tuple[str, str]]
    events: list[tuple[str, str, str, str]]
    factors: list[dict]
    actions: list[dict]
    titles: list[str]


@dataclass(frozen=True)
class Size:
    """How much of each."""

    postmortems: int
    events: int
    actions: int


@dataclass(frozen=True)
class Maker:
    """Makes the rows of one batch."""

    words: Words
    owners: list[User]
    teams: list[Team]
    version: TemplateVersion
    numbers: dict[int, Iterator[int]]
    dice: random.Random
    now: dt.datetime

    def postmortems(self, start: int, count: int) -> list[Postmortem]:
        """The heads, with their owners as authors."""
        made = Postmortem.objects.bulk_create([self._head(start + number) for number in range(count)])
        Author.objects.bulk_create(
            [Author(postmortem=one, user_id=one.owner_id, first_wrote_at=one.created_at) for one in made]
        )
        return made

    def _head(self, number: int) -> Postmortem:
        began = self.now - dt.timedelta(hours=5 + 10 * (number % 4000), minutes=number % 60)
        status = STATES[number % len(STATES)]
        agreed = status in ("approved", "closed")
        place = self.dice.randrange(len(self.owners))
        return Postmortem(
            year=began.year,
            number=next(self.numbers[began.year]),
            title=f"{self.dice.choice(self.words.titles)} ({number + 1})",
            status=status,
            visibility=self.dice.choice(VISIBILITIES),
            kind="outage",
            severity=f"sev{1 + number % 4}",
            team=self.teams[place % len(self.teams)],
            owner=self.owners[place],
            template_version=self.version,
            started_at=began,
            detected_at=began + dt.timedelta(minutes=number % 45),
            acknowledged_at=began + dt.timedelta(minutes=50),
            mitigated_at=began + dt.timedelta(minutes=60 + number % 600),
            resolved_at=began + dt.timedelta(minutes=700),
            trigger=self.dice.choice(self.words.titles),
            created_at=began,
            updated_at=began + dt.timedelta(hours=3),
            review_asked_at=began if status != "draft" else None,
            approved_at=began if agreed else None,
            approved_text_version=1 if agreed else None,
            closed_at=began if status == "closed" else None,
        )

    def fill(self, made: list[Postmortem], size: Size) -> None:
        """Sections, rows, factors and actions of a batch."""
        parts = [part for part in self.version.sections if part["key"] in KEYS]
        Section.objects.bulk_create(
            [self._section(one, part, place) for one in made for place, part in enumerate(parts)],
            batch_size=2000,
        )
        TimelineEvent.objects.bulk_create(
            [self._event(one, place) for one in made for place in range(size.events)], batch_size=2000
        )
        factors = Factor.objects.bulk_create(
            [self._factor(one, place) for one in made for place in range(3)], batch_size=2000
        )
        actions = Action.objects.bulk_create(
            [self._action(one, place) for one in made for place in range(size.actions)], batch_size=2000
        )
        answers = Action.factors.through
        by_postmortem = {factor.postmortem_id: factor.pk for factor in factors}
        answers.objects.bulk_create(
            [answers(action_id=one.pk, factor_id=by_postmortem[one.postmortem_id]) for one in actions],
            batch_size=2000,
        )

    def _section(self, one: Postmortem, part: dict, place: int) -> Section:
        pool = self.words.summaries if part["key"] == "summary" else self.words.texts
        body, html = self.dice.choice(pool)
        return Section(
            postmortem_id=one.pk,
            key=part["key"],
            title=part["title"],
            kind=part["kind"],
            required=part["required"],
            disclosure=part["disclosure"],
            position=place,
            body=body,
            html=html,
            updated_at=one.updated_at,
            updated_by_id=one.owner_id,
        )

    def _event(self, one: Postmortem, place: int) -> TimelineEvent:
        text, html, kind, role = self.dice.choice(self.words.events)
        return TimelineEvent(
            postmortem_id=one.pk,
            at=one.created_at + dt.timedelta(minutes=7 * place - 20),
            zone="UTC",
            kind=kind,
            actor_role=role,
            text=text,
            html=html,
            position=place,
            entered_at=one.updated_at,
            entered_by_id=one.owner_id,
        )

    def _factor(self, one: Postmortem, place: int) -> Factor:
        row = self.dice.choice(self.words.factors)
        return Factor(
            postmortem_id=one.pk,
            category=row["type"][:2],
            type_key=row["type"],
            title=row["title"],
            role=row["role"],
            condition=row["condition"],
            effect=row["effect"],
            made_likely=row["likely"],
            confidence=row["confidence"],
            normal_work=row["normal"],
            position=place,
            created_at=one.created_at,
        )

    def _action(self, one: Postmortem, place: int) -> Action:
        row = self.dice.choice(self.words.actions)
        status = self.dice.choice(ACTION_STATES)
        finished = status in ("done", "verified")
        at = self.dice.randrange(len(self.owners))
        owner = self.owners[at]
        checker = self.owners[at - 1] if status == "verified" else None
        return Action(
            postmortem_id=one.pk,
            title=row["title"],
            status=status,
            kind=row["kind"],
            strength=row["strength"],
            strength_confirmed=True,
            priority=row["priority"],
            owner=owner,
            team_id=one.team_id,
            due_on=(self.now + dt.timedelta(days=self.dice.randint(-60, 120))).date(),
            done_at=one.updated_at if finished else None,
            done_by=owner if finished else None,
            verified_at=one.updated_at if checker else None,
            verified_by=checker,
            declined_because="Another change answers the same condition." if status == "declined" else "",
            position=place,
            created_at=one.created_at,
            updated_at=one.updated_at,
        )
