"""Bulk content: the size that was asked for, real pages, and nothing left to be sent."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from core.accounts.models import User
from core.outbox.models import OutboxItem
from postmortems.demo.scale import grow
from postmortems.demo.scale_rows import Size
from postmortems.models import Action, Factor, Postmortem, PublicRevision, Section, TimelineEvent
from tests.conftest import NOW


def test_it_is_as_large_as_asked(db, capsys):
    call_command("seed_scale", postmortems=40, verbosity=0)
    assert "40 postmortems" in capsys.readouterr().out
    assert Postmortem.objects.count() == 40
    assert Section.objects.count() == 400
    assert TimelineEvent.objects.count() == 600
    assert Action.objects.count() == 160
    assert Factor.objects.count() == 120
    assert PublicRevision.objects.count() == 2
    summaries = Section.objects.filter(key="summary").values_list("body", flat=True)
    assert all(500 < len(body) <= 1024 for body in summaries)
    assert not OutboxItem.objects.filter(kind__startswith="followup.replan").exists()


def test_a_second_call_adds_and_takes_no_number_twice(db):
    for _ in range(2):
        grow(size=Size(30, 2, 1), now=NOW, tell=lambda line: None)
    assert Postmortem.objects.count() == 60
    assert len(set(Postmortem.objects.values_list("year", "number"))) == 60
    assert User.objects.filter(email__endswith="@scale.test").count() == 200


def test_its_pages_answer(db, sign_in):
    grow(size=Size(25, 15, 4), now=NOW, tell=lambda line: None)
    postmortem = Postmortem.objects.filter(status="approved").first()
    client = sign_in(postmortem.owner)
    for page in ("/", "/postmortems/", f"/postmortems/{postmortem.pk}/", "/actions/"):
        assert client.get(page).status_code == 200, page
    assert Client().get("/public/").status_code == 200
    section = postmortem.sections.get(key="summary")
    assert section.html and section.shown, "the HTML is stored, not made on each view"


def test_it_does_not_sign_in(db):
    grow(size=Size(1, 1, 1), now=NOW, tell=lambda line: None)
    assert not any(user.has_usable_password() for user in User.objects.all())


@pytest.mark.parametrize("numbers", [{"postmortems": 0}, {"postmortems": 5, "events": -1}])
def test_numbers_that_make_no_sense_are_refused(db, numbers):
    with pytest.raises(CommandError) as refused:
        call_command("seed_scale", **numbers)
    assert refused.value.returncode == 2
