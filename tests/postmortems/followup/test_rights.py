"""Asking for many at once says what asking for each one says."""

import itertools

import pytest

from postmortems.followup.rights import visible_pairs
from postmortems.models import NamedReader, Postmortem


@pytest.fixture
def everybody(make_user, make_team, make_postmortem):
    """Every relation a person may have to a postmortem, times every visibility, kept and discarded."""
    roles = ("owner", "facilitator", "member", "manager", "above", "member_above", "named", "outsider")
    people = {name: make_user(name) for name in (*roles, "administrator")}
    people["administrator"].is_administrator = True
    people["administrator"].save()
    parent = make_team(managers=[people["above"]], members=[people["member_above"]])
    team = make_team(members=[people["member"]], managers=[people["manager"]], parent=parent)
    postmortems = []
    for visibility, discarded in itertools.product(
        ("organisation", "team", "named"), (None, "2026-11-20T10:00Z")
    ):
        made = make_postmortem(owner=people["owner"], team=team, visibility=visibility)
        Postmortem.objects.filter(pk=made.pk).update(
            facilitator=people["facilitator"], discarded_at=discarded
        )
        NamedReader.objects.create(postmortem=made, user=people["named"])
        postmortems.append(made)
    return list(people.values()), postmortems


def test_it_agrees_with_visible_to_for_everybody_and_everything(everybody, django_assert_num_queries):
    people, postmortems = everybody
    expected = {
        (person.pk, pk)
        for person in people
        for pk in Postmortem.objects.kept().visible_to(person).values_list("pk", flat=True)
    }
    pairs = [(person.pk, postmortem.pk) for person in people for postmortem in postmortems]
    with django_assert_num_queries(1):
        assert visible_pairs(pairs) == expected
    assert 0 < len(expected) < len(pairs)


def test_nothing_asked_is_nothing_answered(db):
    assert visible_pairs([]) == set()
    assert visible_pairs([(1, 999)]) == set()


def test_long_lists_are_asked_for_in_parts(everybody, monkeypatch):
    people, postmortems = everybody
    pairs = [(person.pk, postmortem.pk) for person in people for postmortem in postmortems]
    whole = visible_pairs(pairs)
    monkeypatch.setattr("postmortems.followup.rights.LARGEST", 7)
    assert visible_pairs(pairs) == whole
