"""Actions to be reminded of, and running the outbox until it is empty."""

import datetime as dt
import itertools

import pytest

import postmortems.tasks  # noqa: F401 - makes the effects known
from core.outbox import effects
from core.outbox.models import OutboxItem

# A Friday, an hour after everybody's morning.
FRIDAY = dt.datetime(2026, 11, 20, 10, 0, tzinfo=dt.UTC)


@pytest.fixture
def make_action(make_postmortem):
    """An action as it stands in the table: make_action(owner=…, due_on=…, postmortem=…, status=…)."""
    from postmortems.models import Action

    numbers = itertools.count(1)

    def make(*, postmortem=None, **fields):
        postmortem = postmortem or make_postmortem()
        fields.setdefault("title", f"Refuse removal on a serving host {next(numbers)}")
        fields.setdefault("team", postmortem.team)
        return Action.objects.create(postmortem=postmortem, **fields)

    return make


@pytest.fixture
def morning(db, time_machine):
    """morning(FRIDAY): sweep at that instant, looking back a day, and send what is due; the number of mails."""
    from core.outbox.effects import ensure_recurring

    def run(at=FRIDAY, *, since=None):
        time_machine.move_to(at, tick=False)
        ensure_recurring()
        payload = {} if since is None else {"since": since.isoformat()}
        OutboxItem.objects.filter(kind="followup.reminders").update(due_at=at, payload=payload)
        return effects.drain()

    return run
