"""Bulk content for load tests: many postmortems of an ordinary size, written past the actions, in batches.

The words are those of the demo, so that searches and pages meet real text. Nothing is planned in the outbox, and no
history is written: what is measured is the site, not the seeding.
"""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections.abc import Callable, Iterator

from django.db import transaction
from django.db.models import Max

from core.accounts.models import Membership, Team, User
from postmortems.authoring.actions import sync_templates
from postmortems.demo.reading import read
from postmortems.demo.scale_public import publish
from postmortems.demo.scale_rows import Maker, Size, Words
from postmortems.models import Postmortem, Section, TemplateVersion
from postmortems.publication.actions import refresh_all

BATCH = 500
PEOPLE, TEAMS = 200, 20
MOST_PUBLISHED = 500


def words() -> Words:
    """The words of the demo's three postmortems."""
    files = [read(name) for name in ("database", "exposure", "pattern")]
    bodies = [body.strip() for file in files for body in file["sections"].values()]
    long = [body for body in bodies if len(body) > 350]
    summaries = [f"{one}\n\n{two}"[:1024] for one, two in itertools.pairwise(long)]
    events = [row for file in files for row in file["events"]]
    return Words(
        texts=[(body, _html(body)) for body in bodies],
        summaries=[(body, _html(body)) for body in summaries],
        events=[(row["text"], _html(row["text"]), row["kind"], row.get("role", "")) for row in events],
        factors=[row for file in files for row in file["factors"]],
        actions=[row for file in files for row in file["actions"]],
        titles=[file["title"] for file in files],
    )


def _html(body: str) -> str:
    """The stored HTML of a text, as saving a section makes it."""
    section = Section(body=body)
    return Section._meta.get_field("html").pre_save(section, add=True)


def grow(*, size: Size, now: dt.datetime, tell: Callable[[str], None]) -> int:
    """Write so many postmortems; how many summaries were published. Memory follows the batch, not the total."""
    sync_templates(now=now)
    said = words()
    owners, teams = _people(now)
    version = TemplateVersion.objects.filter(template__key="outage").latest("number")
    numbers = _numbers(now.year)
    # The same seed gives the same content, so that two measurements compare.
    dice = random.Random(size.postmortems)  # noqa: S311 - content, not a secret
    wanted = min(max(size.postmortems // 20, 1), MOST_PUBLISHED)
    published = 0
    for start in range(0, size.postmortems, BATCH):
        count = min(BATCH, size.postmortems - start)
        maker = Maker(said, owners, teams, version, numbers, dice, now)
        with transaction.atomic():
            made = maker.postmortems(start, count)
            maker.fill(made, size)
            published += publish(made, wanted - published)
        tell(f"{start + count} of {size.postmortems}")
    refresh_all(now=now)
    return published


def _people(now: dt.datetime) -> tuple[list[User], list[Team]]:
    """The people and teams of the load test; they have no password, a measurement makes its sessions itself."""
    User.objects.bulk_create(
        [
            User(
                email=f"scale-{number}@scale.test",
                password="!",  # noqa: S106 - Django's mark for "cannot sign in"
                display_name=f"Scale Person {number}",
                handle=f"scale{number}",
                created_at=now,
            )
            for number in range(1, PEOPLE + 1)
        ],
        ignore_conflicts=True,
    )
    Team.objects.bulk_create(
        [Team(name=f"Scale team {number}", slug=f"scale-team-{number}") for number in range(1, TEAMS + 1)],
        ignore_conflicts=True,
    )
    people = list(User.objects.filter(email__endswith="@scale.test").order_by("pk"))
    teams = list(Team.objects.filter(slug__startswith="scale-team-").order_by("pk"))
    members = [Membership(user=person, team=teams[number % TEAMS]) for number, person in enumerate(people)]
    Membership.objects.bulk_create(members, ignore_conflicts=True)
    return people, teams


def _numbers(year: int) -> dict[int, Iterator[int]]:
    """For each year the content may lie in, the numbers that are free."""
    taken = dict(Postmortem.objects.values_list("year").annotate(last=Max("number")).order_by())
    return {one: itertools.count(taken.get(one, 0) + 1) for one in range(year - 5, year + 1)}
