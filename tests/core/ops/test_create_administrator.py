"""The first administrator of a real site, in one command."""

import io

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.test import RequestFactory

from core.accounts.models import User
from core.models import AuditEntry
from core.ops.refusal import RefusedError

GOOD = "a long and unusual sentence\n"


def make(monkeypatch, email="ann@example.test", typed=GOOD, **options) -> str:
    """Run the command with this on standard input; what it said."""
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    out = io.StringIO()
    call_command("create_administrator", email, stdout=out, **options)
    return out.getvalue()


def test_the_account_can_sign_in_and_gains_no_other_capacity(monkeypatch, db):
    assert make(monkeypatch, " Ann@Example.test ", name="Ann") == "ann@example.test is an administrator\n"
    person = User.objects.get()
    assert (person.display_name, person.is_administrator, person.capacities) == ("Ann", True, frozenset())
    request = RequestFactory().post("/")
    assert authenticate(request, email="ann@example.test", password=GOOD.strip()) == person
    assert AuditEntry.objects.filter(verb="administrator.made", object_id=person.pk).count() == 1


def test_an_account_that_is_there_keeps_its_password(monkeypatch, make_user):
    ann = make_user("ann")
    before = ann.password
    make(monkeypatch, ann.email, typed="")
    make(monkeypatch, ann.email, typed="")
    ann.refresh_from_db()
    assert (ann.is_administrator, ann.password) == (True, before)
    assert AuditEntry.objects.filter(verb="administrator.made").count() == 1


@pytest.mark.parametrize(
    ("email", "typed"), [("ann", GOOD), ("ann@example.test", "short\n"), ("ann@example.test", "")]
)
def test_a_poor_address_or_password_makes_nothing(monkeypatch, db, email, typed):
    with pytest.raises(RefusedError):
        make(monkeypatch, email, typed)
    assert not User.objects.exists()
