"""What tests/load/reminders.py runs inside the site: rows by the million, and one sweep with its time and memory."""

from __future__ import annotations

import datetime as dt
import json
import resource
import sys
import time

import django

django.setup()

from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from core.accounts.models import Membership, Team, User  # noqa: E402
from postmortems.authoring.actions import begin, sync_templates  # noqa: E402
from postmortems.followup import planning  # noqa: E402
from postmortems.models import Action, FollowUpPolicy, Postmortem, Reminder, TemplateVersion  # noqa: E402

TEAMS, PEOPLE = 60, 3000
DUE = 100
"""One in so many is due on the day of the sweep."""


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def seed(number: int) -> None:
    """People in teams, postmortems of every severity, and the actions, copied by the database itself."""
    now = timezone.now()
    sync_templates(now=now)
    hours = {"work_start": dt.time(0, 0), "work_end": dt.time(23, 59), "work_days": list(range(7))}
    people = User.objects.bulk_create(
        User(email=f"p{n}@example.test", display_name=f"Person {n}", password="!", **hours)
        for n in range(PEOPLE)
    )
    top = Team.objects.create(name="Everything", slug="everything")
    teams = Team.objects.bulk_create(
        Team(name=f"Team {n}", slug=f"team-{n}", parent=top) for n in range(TEAMS)
    )
    Membership.objects.bulk_create(
        Membership(user=people[n], team=team, role="manager") for n, team in enumerate(teams)
    )
    version = TemplateVersion.objects.latest("id")
    for n, team in enumerate(teams):
        made = begin(actor=people[n], team=team, version=version, title=f"Postmortem {n}", now=now)
        Postmortem.objects.filter(pk=made.pk).update(severity=f"sev{n % 4 + 1}")
        Action.objects.create(
            postmortem=made,
            title=f"Refuse removal on host {n}",
            team=team,
            owner=people[n],
            due_on=now.date(),
        )
    _copy(number, people[0].pk)


def _copy(number: int, first: int) -> None:
    """The rows there are, many times, with other owners and dates: a hundredth today, the others over two years."""
    columns = [field.column for field in Action._meta.concrete_fields if field.name != "id"]
    other = {
        "owner_id": f"{first} + i.n %% {PEOPLE}",
        "due_on": f"CURRENT_DATE + CASE WHEN i.n %% {DUE} = 0 THEN 0 ELSE 30 + i.n %% 700 END",
        "priority": "'p' || (1 + i.n %% 3)",
        "position": "i.n",
    }
    chosen = ", ".join(other.get(column, f"a.{column}") for column in columns)
    each = number // TEAMS
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {Action._meta.db_table} ({', '.join(columns)}) "  # noqa: S608 - names of the model's own
            f"SELECT {chosen} FROM {Action._meta.db_table} a, generate_series(%s, %s) AS i(n)",
            [1, each],
        )
        cursor.execute("ANALYZE")


def sweep(policies: int) -> dict:
    """Plan everything of this morning, from nothing; the rows are taken away again before it."""
    Reminder.objects.all().delete()
    FollowUpPolicy.objects.all().delete()
    for n, team in enumerate(Team.objects.filter(parent__isnull=False)[:policies]):
        FollowUpPolicy.objects.create(
            team=team,
            severity=f"sev{n % 4 + 1}",
            before=[n % 9, 0],
            again_every=5 + n % 9,
            managers_after=n % 7 + 1,
        )
    before, now = _megabytes(), timezone.now()
    began, computing = time.monotonic(), time.process_time()
    planning.plan(now - dt.timedelta(hours=24), now)
    seconds, computing = time.monotonic() - began, time.process_time() - computing
    return {
        "seconds": seconds,
        "computing": computing,
        "planned": Reminder.objects.count(),
        "grown": _megabytes() - before,
    }


if __name__ == "__main__":
    answer = {"seed": seed, "sweep": sweep}[sys.argv[1]](int(sys.argv[2]))
    sys.stdout.write(json.dumps(answer or {}))
