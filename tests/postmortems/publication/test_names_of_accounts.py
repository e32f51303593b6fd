"""Somebody on the roster is known by the name of their account too, which is the one that stands on every page."""

import pytest

from postmortems.domain import redaction
from postmortems.models import Involved
from postmortems.publication.scanning import lists_for

SAID = "Ada Obi saw it first. Then Ada restarted the queue."


@pytest.fixture
def scanned(incident, make_user):
    """scanned(name on the roster, name of the account): what is found in SAID."""

    def scan(name: str, account: str) -> list[tuple[str, str]]:
        incident.roster.all().delete()
        user = make_user(account)
        Involved.objects.create(postmortem=incident, name=name, user=user, role="Responder 1")
        found = redaction.scan(SAID, lists_for(incident))
        return [(one.excerpt, one.replacement) for one in found]

    return scan


@pytest.mark.parametrize("name", ["Ada", "Ada Obi", "obia"])
def test_the_name_of_the_account_is_found(scanned, name):
    assert [excerpt for excerpt, _ in scanned(name, "Ada Obi")] == ["Ada Obi", "Ada"]


def test_a_person_has_one_stand_in_whatever_they_are_called(scanned):
    assert {stand_in for _, stand_in in scanned("Ada", "Ada Obi")} == {"Responder 1"}


def test_a_short_name_of_the_account_adds_nothing(incident, make_user):
    incident.roster.all().delete()
    Involved.objects.create(postmortem=incident, name="Ada Obi", user=make_user("Ada"), role="Responder 1")
    assert [person.name for person in lists_for(incident).people] == ["Ada Obi"]
