"""What runs inside the site's own environment: making due reminders, and saying what came of them."""

from __future__ import annotations

import datetime as dt
import json
import sys

import django

django.setup()

from django.db.models import Count  # noqa: E402
from django.utils import timezone  # noqa: E402

from core.accounts.models import Team, User  # noqa: E402
from core.notify.models import Delivery  # noqa: E402
from core.outbox.models import OutboxItem  # noqa: E402
from postmortems.authoring.actions import begin, sync_templates  # noqa: E402
from postmortems.models import Action, Reminder, TemplateVersion  # noqa: E402


def seed(number: int) -> None:
    """So many people who work all day every day, each with one action due today."""
    now = timezone.now()
    sync_templates(now=now)
    team = Team.objects.create(name="Storage", slug="storage")
    hours = {"work_start": dt.time(0, 0), "work_end": dt.time(23, 59), "work_days": list(range(7))}
    people = User.objects.bulk_create(
        User(email=f"person{n}@example.test", display_name=f"Person {n}", password="!", **hours)
        for n in range(number)
    )
    postmortem = begin(
        actor=people[0],
        team=team,
        version=TemplateVersion.objects.latest("id"),
        title="Uploads stopped",
        now=now,
        visibility="organisation",
    )
    Action.objects.bulk_create(
        [
            Action(
                postmortem=postmortem,
                title=f"Refuse removal on host {n}",
                team=team,
                owner=person,
                due_on=now.date(),
                position=n,
            )
            for n, person in enumerate(people)
        ],
        batch_size=500,
    )


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


if __name__ == "__main__":
    if sys.argv[1] == "seed":
        seed(int(sys.argv[2]))
    sys.stdout.write(json.dumps(report()))
