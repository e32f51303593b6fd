"""What runs inside the site's own environment: making due reminders, and saying what came of them."""

from __future__ import annotations

import datetime as dt
import json
import sys

import django

from tests.faults import clocked

django.setup()

assert clocked.app  # the clock is in place before the models are

from django.db.models import Count  # noqa: E402
from django.utils import timezone  # noqa: E402

from core.accounts.models import Team, User  # noqa: E402
from core.notify.models import Delivery  # noqa: E402
from core.outbox.models import OutboxItem  # noqa: E402
from postmortems.authoring.actions import begin, sync_templates  # noqa: E402
from postmortems.models import Action, Postmortem, Reminder, TemplateVersion  # noqa: E402


def _people(number: int, prefix: str, **hours) -> list[User]:
    """People who work every day. No digest is sent to them: it is reminders that are counted."""
    return User.objects.bulk_create(
        User(
            email=f"{prefix}{n}@example.test",
            display_name=f"Person {n}",
            password="!",
            work_days=list(range(7)),
            work_end=dt.time(23, 59),
            weekly_digest=False,
            **hours,
        )
        for n in range(number)
    )


def _one_action_each(people: list[User], due: dt.date) -> None:
    now = timezone.now()
    sync_templates(now=now)
    team, _ = Team.objects.get_or_create(slug="storage", defaults={"name": "Storage"})
    postmortem = begin(
        actor=people[0],
        team=team,
        version=TemplateVersion.objects.latest("id"),
        title="Uploads stopped",
        now=now,
        visibility="organisation",
    )
    # Nobody is reminded of the draft, only of the actions.
    Postmortem.objects.filter(pk=postmortem.pk).update(
        status="approved", approved_at=now, approved_text_version=1
    )
    Action.objects.bulk_create(
        [
            Action(
                postmortem=postmortem,
                title=f"Refuse removal on host {n}",
                team=team,
                owner=person,
                due_on=due,
                position=n,
            )
            for n, person in enumerate(people)
        ],
        batch_size=500,
    )


def seed(number: str) -> None:
    """So many people who work all day, each with one action due today."""
    _one_action_each(_people(int(number), "person", work_start=dt.time(0, 0)), timezone.now().date())


def seed_night(number: str, day: str) -> None:
    """So many people in Amsterdam whose work begins at half past two, each with one action due on that day."""
    people = _people(int(number), f"night{day}-", work_start=dt.time(2, 30), time_zone="Europe/Amsterdam")
    _one_action_each(people, dt.date.fromisoformat(day))


def finish() -> None:
    """All the work is done and verified, so that nothing more is said about it."""
    Action.objects.update(status="done", done_at=timezone.now())


def report() -> dict:
    """How many rows are in each state."""
    return {
        name: dict(model.objects.order_by().values_list("state").annotate(number=Count("pk")))
        for name, model in (("reminders", Reminder), ("deliveries", Delivery), ("outbox", OutboxItem))
    } | {
        "mail": dict(
            Delivery.objects.filter(channel="mail").values_list("state").annotate(n=Count("pk")).order_by()
        )
    }


COMMANDS = {"seed": seed, "seed_night": seed_night, "finish": finish, "report": lambda: None}

if __name__ == "__main__":
    COMMANDS[sys.argv[1]](*sys.argv[2:])
    sys.stdout.write(json.dumps(report()))
