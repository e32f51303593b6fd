"""One postmortem, whole: who sees what of it, and how many queries that takes."""

import pytest

from postmortems.models import Action, Factor, NamedReader, TimelineEvent
from tests.conftest import NOW

WORKSPACE = 12
"""At most, with session and user, for fifteen timeline rows and ten sections."""


def _count(client, path, capture) -> int:
    client.get(path)
    with capture as queries:
        assert client.get(path).status_code == 200
    return len(queries)


@pytest.fixture
def capture(django_assert_max_num_queries):
    return lambda most: django_assert_max_num_queries(most)


@pytest.mark.parametrize("who", ["owner", "member", "reader"])
def test_a_workspace_takes_at_most_twelve_queries(make_big, make_user, make_team, sign_in, capture, who):
    member, reader = make_user("Member"), make_user("Reader")
    postmortem = make_big(team=make_team("Storage", members=[member]), visibility="organisation")
    client = sign_in({"owner": postmortem.owner, "member": member, "reader": reader}[who])
    assert _count(client, f"/postmortems/{postmortem.pk}/", capture(WORKSPACE)) <= WORKSPACE


def test_a_big_one_takes_no_more_than_fifteen_and_as_many_as_a_small_one(make_big, sign_in, capture):
    small = make_big(rows=15, sections=10)
    big = make_big(rows=300, sections=40, factors=40, actions=40)
    few = _count(sign_in(small.owner), f"/postmortems/{small.pk}/", capture(15))
    many = _count(sign_in(big.owner), f"/postmortems/{big.pk}/", capture(15))
    assert many == few


def test_restricted_parts_show_to_owner_facilitator_and_named_readers_only(
    make_user, make_team, make_postmortem, sign_in
):
    member, manager, facilitator, named = (make_user(n) for n in ("Member", "Manager", "Faci", "Named"))
    team = make_team("Storage", members=[member], managers=[manager])
    postmortem = make_postmortem(team=team, facilitator=facilitator)
    NamedReader.objects.create(postmortem=postmortem, user=named)
    postmortem.sections.filter(key="impact").update(body="Zanzibar-section", disclosure="restricted")
    shared = {"postmortem": postmortem, "disclosure": "restricted"}
    TimelineEvent.objects.create(**shared, at=NOW, text="Zanzibar-row")
    Factor.objects.create(**shared, title="Zanzibar-factor")
    Action.objects.create(**shared, title="Zanzibar-action", team=team)
    for form in ("", "export/markdown/", "export/json/", "export/html/"):
        path = f"/postmortems/{postmortem.pk}/{form}"
        for person in (member, manager):
            assert "Zanzibar" not in sign_in(person).get(path).content.decode(), (person, path)
        for person in (postmortem.owner, facilitator, named):
            page = sign_in(person).get(path).content.decode()
            for part in ("section", "row", "factor", "action"):
                assert f"Zanzibar-{part}" in page, (person, path, part)


def test_text_from_the_record_is_never_live(make_postmortem, sign_in):
    attack = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    postmortem = make_postmortem(title=attack, trigger=attack, source_note=attack)
    postmortem.sections.update(body=attack, not_applicable_because=attack)
    TimelineEvent.objects.create(postmortem=postmortem, at=NOW, text=attack, actor_role=attack[:40])
    factor = Factor.objects.create(
        postmortem=postmortem, title=attack, condition=attack, effect=attack, made_likely=attack
    )
    action = Action.objects.create(
        postmortem=postmortem, team=postmortem.team, title=attack, details=attack, owner_as_written=attack
    )
    action.factors.add(factor)
    client = sign_in(postmortem.owner)
    for path in ("", "export/html/"):
        page = client.get(f"/postmortems/{postmortem.pk}/{path}").content.decode()
        assert "<script>alert" not in page and "<img src=x" not in page


@pytest.mark.parametrize("pk", ["0", "999999", "9" * 19])
def test_what_is_not_there_is_not_found(make_user, sign_in, pk):
    client = sign_in(make_user())
    assert client.get(f"/postmortems/{pk}/").status_code == 404
    assert client.get(f"/postmortems/{pk}/export/json/").status_code == 404


def test_an_outsider_meets_the_same_page_as_for_one_that_never_was(make_postmortem, make_user, sign_in):
    postmortem = make_postmortem(visibility="named")
    client = sign_in(make_user())
    hidden, absent = client.get(f"/postmortems/{postmortem.pk}/"), client.get("/postmortems/999999/")
    assert hidden.status_code == absent.status_code == 404
    assert hidden.content == absent.content


@pytest.mark.parametrize("path", ["", "export/markdown/"])
def test_a_wrong_verb_is_refused(make_postmortem, sign_in, path):
    postmortem = make_postmortem()
    assert sign_in(postmortem.owner).post(f"/postmortems/{postmortem.pk}/{path}").status_code == 405


def test_what_no_review_waits_for_is_said_to_be_worth_doing(make_postmortem, sign_in):
    postmortem = make_postmortem(severity="", started_at=NOW)
    client, path = sign_in(postmortem.owner), f"/postmortems/{postmortem.pk}/"
    postmortem.sections.filter(required=True).update(body="Uploads stopped.")
    TimelineEvent.objects.create(postmortem=postmortem, at=NOW, text="Uploads stop")
    for title in ("No limit", "No alert"):
        Factor.objects.create(postmortem=postmortem, title=title)
    page = client.get(path).content.decode()
    left, right = page.split("Still missing for review:")[1].split("Still missing:")
    for part in (left, right):
        listed = part.split("</ul>")[0]
        assert "the severity</a></li>" in listed
        assert 'when it was detected</a> <span class="muted">worth doing</span></li>' in listed
        assert "bout 1 minute left" in part
    type(postmortem).objects.filter(pk=postmortem.pk).update(severity="sev2")
    page = client.get(path).content.decode()
    assert page.count("Worth doing:") == 2
    assert "Still missing" not in page
    assert ">worth doing<" not in page
