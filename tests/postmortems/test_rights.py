"""The rule for one postmortem is the rule for lists, in every standing."""

import itertools

import pytest

from core.accounts.models import Membership
from postmortems.domain.rights import Standing, rights
from postmortems.models import Action, NamedReader, Postmortem, reach_of
from tests.conftest import NOW


@pytest.mark.parametrize("visibility", ["organisation", "team", "named"])
def test_one_and_many_agree_on_every_standing(visibility, make_user, make_team, make_postmortem):
    parent = make_team("Parent")
    team = make_team("Team", parent=parent)
    for role, above, facilitator, named in itertools.product(
        ("", "member", "manager"), ("", "member", "manager"), (False, True), (None, False, True)
    ):
        postmortem = make_postmortem(team=team, visibility=visibility)
        person = make_user(f"{role}-{above}-{facilitator}-{named}-{visibility}")
        if role:
            Membership.objects.create(user=person, team=team, role=role)
        if above:
            Membership.objects.create(user=person, team=parent, role=above)
        if facilitator:
            Postmortem.objects.filter(pk=postmortem.pk).update(facilitator=person)
        if named is not None:
            NamedReader.objects.create(postmortem=postmortem, user=person, may_edit=named)
        listed = Postmortem.objects.visible_to(person).with_rights(person).filter(pk=postmortem.pk).first()
        single = Postmortem.objects.select_related("team").seen_by(person, postmortem.pk)
        assert (listed is None) == (single is None), (role, above, facilitator, named)
        reach = reach_of(person)
        reached = Postmortem.objects.within(reach).filter(pk=postmortem.pk).exists()
        assert reached == (listed is not None), (role, above, facilitator, named)
        for disclosure in ("internal", "restricted"):
            Action.objects.create(postmortem=postmortem, team=team, title=disclosure, disclosure=disclosure)
        actions = set(Action.objects.within(reach))
        assert actions == set(Action.objects.visible_to(person)), (role, above, facilitator, named)
        here = {action.title for action in actions if action.postmortem_id == postmortem.pk}
        full = listed is not None and listed.full_reader
        assert here == ({"internal"} if listed else set()) | ({"restricted"} if full else set())
        if listed:
            assert (listed.pen, listed.full_reader) == (single.pen, single.full_reader)


def test_the_owner_always_has_all_rights(make_postmortem):
    for visibility in ("organisation", "team", "named"):
        postmortem = make_postmortem(visibility=visibility)
        Membership.objects.all().delete()
        found = Postmortem.objects.select_related("team").seen_by(postmortem.owner, postmortem.pk)
        assert (found.pen, found.full_reader) == (True, True)


def test_nothing_of_a_discarded_draft_is_in_a_list(make_postmortem):
    postmortem = make_postmortem()
    Action.objects.create(postmortem=postmortem, team=postmortem.team, title="Anything")
    Postmortem.objects.filter(pk=postmortem.pk).update(discarded_at=NOW)
    assert not Action.objects.within(reach_of(postmortem.owner))


def test_nobody_without_a_standing_reads_what_is_named():
    assert not rights("named", Standing(member=True, above=True)).read
