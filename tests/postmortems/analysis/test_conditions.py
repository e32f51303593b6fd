"""How conditions hang together: the map, controls, what there is to keep, and help with the causal sentence."""

import pytest

from postmortems.analysis.actions import add_factor, purge_words
from postmortems.followup.actions import add_action
from postmortems.models import Control, FactorLink, Learning
from tests.conftest import NOW


@pytest.fixture
def house(make_user, make_team, make_postmortem):
    """owner and mate write; reader reads everything; outsider sees nothing; three factors, the last one restricted."""
    owner, mate, reader, outsider = (make_user(name) for name in ("Olga", "Max", "Rita", "Otto"))
    pm = make_postmortem(
        owner=owner, team=make_team("Storage", members=[owner, mate]), visibility="team", trigger="A push"
    )
    pm.named_readers.create(user=reader)
    titles = (
        ("No limit on the volume", "internal"),
        ("No alert on free space", "internal"),
        ("Secret gap", "restricted"),
    )
    factors = [
        add_factor(postmortem=pm, actor=owner, values={"title": title, "disclosure": disclosure}, now=NOW)
        for title, disclosure in titles
    ]
    action = add_action(postmortem=pm, actor=owner, values={"title": "Alert on free space"}, now=NOW)

    class Found:
        pass

    found = Found()
    found.__dict__.update(
        owner=owner, mate=mate, reader=reader, outsider=outsider, pm=pm, factors=factors, action=action
    )
    return found


def url(house, rest=""):
    return f"/postmortems/{house.pm.pk}/conditions/{rest}"


def test_the_map_is_drawn_from_the_conditions_and_their_links(house, sign_in, django_assert_max_num_queries):
    owner = sign_in(house.owner)
    one, two, _ = house.factors
    assert owner.post(url(house, "links/"), {"source": one.pk, "target": two.pk}).status_code == 302
    with django_assert_max_num_queries(14):
        page = owner.get(url(house)).content.decode()
    assert "“No limit on the volume” made more likely “No alert on free space”." in page.replace(
        "Enabler: ", ""
    )
    assert "<svg" in page and "Trigger" in page
    again = owner.post(url(house, "links/"), {"source": one.pk, "target": two.pk})
    assert again.status_code == 422 and "linked already" in again.content.decode()
    itself = owner.post(url(house, "links/"), {"source": one.pk, "target": one.pk})
    assert itself.status_code == 422 and "Choose two" in itself.content.decode()
    link = FactorLink.objects.get()
    assert owner.post(url(house, f"links/{link.pk}/remove/")).status_code == 302
    assert not FactorLink.objects.exists()


def test_restricted_conditions_and_their_links_are_absent_for_others(house, sign_in):
    owner, mate = sign_in(house.owner), sign_in(house.mate)
    one, _, secret = house.factors
    owner.post(url(house, "links/"), {"source": secret.pk, "target": one.pk})
    assert "Secret gap" in owner.get(url(house)).content.decode()
    assert "Secret gap" not in mate.get(url(house)).content.decode()
    assert mate.post(url(house, "links/"), {"source": one.pk, "target": secret.pk}).status_code == 422
    link = FactorLink.objects.get()
    assert mate.post(url(house, f"links/{link.pk}/remove/")).status_code == 404


def test_controls_stand_by_what_became_of_them(house, sign_in):
    owner = sign_in(house.owner)
    sent = {
        "title": "Disk alert",
        "state": "silent",
        "note": "It was muted since May.",
        "disclosure": "internal",
    }
    sent["factors"] = [house.factors[1].pk]
    assert 'aria-current="page">Add<' in owner.get(url(house, "control/new/")).content.decode()
    assert owner.post(url(house, "control/new/"), sent).status_code == 302
    page = owner.get(url(house)).content.decode()
    assert "Was there and did not act" in page and "It was muted since May." in page
    assert "Belongs to “No alert on free space”" in page
    row = Control.objects.get()
    assert 'aria-current="page">Edit<' in owner.get(url(house, f"control/{row.pk}/")).content.decode()
    bad = owner.post(url(house, f"control/{row.pk}/"), {"title": "", "note": "kept words", "version": 1})
    assert bad.status_code == 422 and "kept words" in bad.content.decode()
    assert (
        owner.post(url(house, f"control/{row.pk}/"), sent | {"state": "held", "version": 1}).status_code
        == 302
    )
    stale = owner.post(url(house, f"control/{row.pk}/"), sent | {"title": "Mine", "version": 1})
    assert stale.status_code == 422 and "Mine" in stale.content.decode()
    row.refresh_from_db()
    assert row.state == "held" and row.revisions.count() == 2
    assert owner.post(url(house, f"control/{row.pk}/"), {"remove": "1"}).status_code == 302
    assert not Control.objects.exists()


def test_what_went_well_is_linked_to_conditions_and_actions_and_keeps_what_the_writer_can_t_see(
    house, sign_in
):
    owner, mate = sign_in(house.owner), sign_in(house.mate)
    secret = house.factors[2]
    sent = {"kind": "lucky", "text": "A copy was on a laptop.", "disclosure": "internal"}
    sent |= {"factors": [secret.pk], "actions": [house.action.pk]}
    owner.post(url(house, "learning/new/"), sent)
    page = mate.get(url(house)).content.decode()
    assert "A copy was on a laptop." in page and "Alert on free space" in page and "Secret gap" not in page
    row = Learning.objects.get()
    changed = {
        "kind": "lucky",
        "text": "A copy was on one laptop.",
        "disclosure": "internal",
        "version": row.version,
    }
    assert mate.post(url(house, f"learning/{row.pk}/"), changed).status_code == 302
    assert list(row.factors.all()) == [secret] and not row.actions.exists()
    assert mate.post(url(house, "learning/new/"), sent).status_code == 422  # a choice that is not theirs


def test_the_causal_sentence_is_helped_while_it_is_typed(house, sign_in):
    answer = sign_in(house.owner).post(
        f"/postmortems/{house.pm.pk}/factors/help/", {"condition": "The operator ran it on the wrong host"}
    )
    assert "something that a person did" in answer.content.decode()


def test_who_may_do_what(house, sign_in):
    outsider, reader = sign_in(house.outsider), sign_in(house.reader)
    posts = ("links/", "links/1/remove/", "control/new/", "learning/new/")
    assert outsider.get(url(house)).status_code == 404 and reader.get(url(house)).status_code == 200
    for rest in posts:
        assert outsider.post(url(house, rest)).status_code == 404
        assert reader.post(url(house, rest)).status_code == 403
    owner = sign_in(house.owner)
    assert owner.get(url(house, "links/")).status_code == 405
    assert owner.get(url(house, "rubbish/new/")).status_code == 404
    assert owner.get(url(house, "control/999/")).status_code == 404


def test_what_is_purged_leaves_controls_and_learnings_too(house, sign_in):
    sign_in(house.owner).post(
        url(house, "control/new/"), {"title": "Gate of hunter2", "state": "held", "disclosure": "internal"}
    )
    assert purge_words(postmortem=house.pm, passage="hunter2", hole="[removed]") >= 2
    assert Control.objects.get().title == "Gate of [removed]"
    assert not Control.history.filter(title__contains="hunter2").exists()
