"""The roster, who may read, and the hand-over: seven answers of each form."""

import pytest
from django.urls import reverse

from postmortems.authoring.queries import reads_restricted
from postmortems.models import Involved, NamedReader, Postmortem
from tests.postmortems.authoring.conftest import HTMX


def address(people, name, *rest):
    return reverse(f"authoring:{name}", args=[people.pm.pk, *rest])


def entry(**more):
    return {
        "name": "Robin Example",
        "handles": "@robin, rex",
        "role": "On-call engineer",
        "is_responder": "on",
        **more,
    }


def fresh(people):
    return Postmortem.objects.get(pk=people.pm.pk)


FORMS = ("roster", "access", "name_reader", "hand_over")


def test_a_person_is_put_on_the_roster_changed_and_taken_off(people, sign_in):
    mate = sign_in(people.mate)
    assert mate.post(address(people, "roster"), entry(user="mate@example.test")).status_code == 302
    person = Involved.objects.get()
    assert (person.handles, person.role, person.user) == (["robin", "rex"], "On-call engineer", people.mate)
    page = mate.get(address(people, "involved", person.pk)).content.decode()
    assert 'value="robin, rex"' in page
    mate.post(address(people, "involved", person.pk), entry(role="Incident lead"))
    assert Involved.objects.get().role == "Incident lead"
    mate.post(address(people, "involved", person.pk), {"remove": "1"})
    assert not Involved.objects.exists()


def test_the_roster_says_what_is_wrong_and_keeps_it(people, sign_in):
    mate = sign_in(people.mate)
    mate.post(address(people, "roster"), entry())
    twice = mate.post(address(people, "roster"), entry(), **HTMX)
    page = twice.content.decode()
    assert (
        twice.status_code == 422
        and "on the roster already" in page
        and "@robin, rex" in page
        and "<html" not in page
    )
    nobody = mate.post(address(people, "roster"), entry(name="B", user="no@body.test"))
    assert nobody.status_code == 422 and "Nobody signs in here" in nobody.content.decode()
    person = Involved.objects.get()
    assert mate.post(address(people, "involved", person.pk), entry(name="")).status_code == 422


@pytest.mark.parametrize("name", FORMS)
def test_outsiders_find_nothing_and_readers_may_not(people, sign_in, name):
    assert sign_in(people.outsider).post(address(people, name), {}).status_code == 404
    assert sign_in(people.reader).post(address(people, name), {}).status_code == 403
    assert sign_in(people.owner).put(address(people, name)).status_code == 405


@pytest.mark.parametrize("name", FORMS[1:])
def test_who_reads_is_not_a_member_s_to_decide(people, sign_in, name):
    sent = {"visibility": "organisation", "team": people.team.pk, "reader-user": "outsider@example.test"}
    assert sign_in(people.mate).post(address(people, name), sent).status_code == 403
    assert sign_in(people.mate).get(address(people, "access")).status_code == 200
    assert fresh(people).visibility == "team"


def test_the_roster_of_a_closed_one_stays(closed, sign_in):
    assert sign_in(closed.owner).post(address(closed, "roster"), entry()).status_code == 403


def test_visibility_is_changed_and_takes_effect_at_once(people, sign_in):
    owner = sign_in(people.owner)
    sent = {"visibility": "named", "team": people.team.pk, "facilitator": ""}
    assert owner.post(address(people, "access"), sent).status_code == 302
    assert sign_in(people.mate).get(address(people, "timeline")).status_code == 404
    assert owner.post(address(people, "access"), {**sent, "visibility": "x"}, **HTMX).status_code == 422
    assert fresh(people).history.latest().history_user == people.owner


def test_a_manager_of_the_team_decides_too(people, sign_in, make_user):
    manager = make_user("manager")
    people.team.memberships.create(user=manager, role="manager")
    sent = {"visibility": "organisation", "team": people.team.pk, "facilitator": ""}
    assert sign_in(manager).post(address(people, "access"), sent).status_code == 302
    assert sign_in(people.outsider).get(address(people, "timeline")).status_code == 200


def test_a_responder_does_not_facilitate(people, sign_in):
    owner = sign_in(people.owner)
    owner.post(address(people, "roster"), entry(user="mate@example.test"))
    sent = {"visibility": "team", "team": people.team.pk, "facilitator": "mate@example.test"}
    answer = owner.post(address(people, "access"), sent)
    assert answer.status_code == 422 and "was not part of the response" in " ".join(
        answer.content.decode().split()
    )
    assert fresh(people).facilitator is None
    assert (
        owner.post(address(people, "access"), {**sent, "facilitator": "outsider@example.test"}).status_code
        == 302
    )
    again = owner.post(address(people, "roster"), entry(name="C", user="outsider@example.test"))
    assert again.status_code == 422 and "choose another facilitator" in again.content.decode()


def test_a_named_person_reads_and_writes_as_said_until_removed(people, sign_in):
    owner, outsider = sign_in(people.owner), sign_in(people.outsider)
    sent = {"reader-user": "Outsider@example.test", "reader-may_edit": "on"}
    assert owner.post(address(people, "name_reader"), sent).status_code == 302
    assert outsider.get(address(people, "facts")).status_code == 200
    assert reads_restricted(fresh(people), people.outsider)
    reader = NamedReader.objects.get(user=people.outsider)
    assert sign_in(people.mate).post(address(people, "drop_reader", reader.pk)).status_code == 403
    assert owner.post(address(people, "drop_reader", reader.pk)).status_code == 302
    assert outsider.get(address(people, "facts")).status_code == 404
    assert owner.post(address(people, "name_reader"), {"reader-user": "no@body.test"}).status_code == 422


def test_the_next_owner_has_it_and_the_last_one_still_writes(people, sign_in):
    owner = sign_in(people.owner)
    assert owner.post(address(people, "hand_over"), {"next-owner": "owner@example.test"}).status_code == 422
    assert owner.post(address(people, "hand_over"), {"next-owner": "mate@example.test"}).status_code == 302
    assert fresh(people).owner == people.mate
    assert owner.get(address(people, "facts")).status_code == 200
    assert owner.post(address(people, "hand_over"), {"next-owner": "owner@example.test"}).status_code == 403
