"""Filling an empty site with the demo."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from core.accounts.models import User
from postmortems.authoring.actions import sync_templates
from postmortems.demo import (
    after,
    deciding,
    disclosure,
    elsewhere,
    hanging,
    kinds,
    managing,
    people,
    public,
    record,
)
from postmortems.demo.reading import read
from postmortems.demo.story import Story, told
from postmortems.publication.actions import refresh_all

# Those whose questions of their kind are answered.
ANSWERED = ("database", "exposure")
# Those with a map of how their conditions hang together.
HUNG = ("database", "exposure")
# file: (at least so many days before today, day of the week of day 0)
STORIES = {"database": (52, 1), "exposure": (24, 0), "pattern": (9, 3)}


@transaction.atomic
def seed(*, now: dt.datetime) -> bool:
    """Write people, teams and three postmortems; False, and nothing changed, when the demo is there already.

    Dates follow `now`, so that the demo is as fresh on every first start; times of day are those of the stories.
    """
    if User.objects.filter(email=people.PEOPLE["engineer"][0]).exists():
        return False
    sync_templates(now=now)
    with told(now - dt.timedelta(days=120)) as founded:
        cast_people = people.add_people(founded)
        cast = record.Cast(cast_people, people.add_teams(cast_people))
        people.add_lists()
    for name, (days, weekday) in STORIES.items():
        telling = record.write(read(name), Story.ago(now, days, weekday), cast)
        if name in ANSWERED:
            kinds.answer(telling, read(f"{name}_kind"))
        if name in HUNG:
            hanging.hang(telling, read(f"{name}_map"))
        after.discuss(telling)
        after.review(telling)
        after.follow_up(telling)
        if name == "database":
            public.publish(telling, read("database_public"))
        if name == "exposure":
            disclosure.disclose(telling, read("exposure_disclosure"))
    elsewhere.connect(cast, now)
    managing.save_views(cast, now)
    with told(now):
        deciding.decide_and_wait(cast, now)
    refresh_all(now=now)
    return True
