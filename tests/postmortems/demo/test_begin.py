"""The demo on an empty site: the command, and days on which dates are awkward."""

import datetime as dt

import pytest
from django.core.management import call_command

from core.audit import AuditEntry
from postmortems.demo.actions import seed
from postmortems.models import Action, Comment, Postmortem

from .test_seed import STATES


def test_the_command_says_what_it_did(db, capsys):
    call_command("seed_demo")
    assert "engineer@demo.test" in capsys.readouterr().out
    call_command("seed_demo")
    assert "nothing was changed" in capsys.readouterr().out


# What is awkward about a day is reckoned in Python: one of them goes to both databases.
DAYS = ["2027-01-01", *(pytest.param(day, marks=pytest.mark.once) for day in ("2028-02-29", "2027-03-31"))]


@pytest.mark.parametrize("day", DAYS)
def test_the_demo_can_begin_on_any_day(db, day):
    now = dt.datetime.fromisoformat(f"{day}T00:05:00+00:00")
    assert seed(now=now)
    assert list(Postmortem.objects.order_by("pk").values_list("status", flat=True)) == STATES
    assert not AuditEntry.objects.filter(at__gt=now).exists()
    assert not Comment.objects.filter(created_at__gt=now).exists()
    assert not Action.objects.filter(updated_at__gt=now).exists()
    assert not Postmortem.objects.filter(resolved_at__gt=now).exists()
