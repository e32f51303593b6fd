"""Remembered pieces of pages: whatever was shown to one reader, the next one gets their own."""

import pytest
from django.middleware.csrf import get_token
from django.test import RequestFactory
from django.utils.safestring import mark_safe

from core import fragments
from postmortems.models import Action, NamedReader, TimelineEvent
from tests.conftest import NOW

ROW = "postmortems/workspace/_row.html"
VALUES = {
    "pk": 1,
    "year": 2026,
    "number": 3,
    "title": "Uploads",
    "status": "draft",
    "severity": "sev1",
    "started_at": None,
    "zone": "UTC",
    "visibility": "team",
    "updated_at": NOW,
    "team_name": "Storage",
    "owner_name": "Ada",
    "open_actions": 0,
    "is_public": False,
}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("pk", 2),
        ("title", "Downloads"),
        ("status", "closed"),
        ("severity", "sev2"),
        ("started_at", NOW),
        ("visibility", "named"),
        ("team_name", "Billing"),
        ("owner_name", "Zoe"),
        ("open_actions", 4),
        ("is_public", True),
    ],
)
def test_another_value_is_another_piece(name, value):
    first = fragments.fragment(ROW, **VALUES)
    assert fragments.fragment(ROW, **VALUES | {name: value}) != first
    assert fragments.fragment(ROW, **VALUES) == first


def test_the_same_moment_in_another_zone_is_another_piece():
    shown = {
        fragments.fragment(ROW, **VALUES | {"started_at": NOW, "zone": zone})
        for zone in ("UTC", "Asia/Tokyo")
    }
    assert len(shown) == 2


def test_text_is_escaped_also_after_a_safe_text_of_the_same_letters():
    attack = "<b>x</b>"
    fragments.fragment(ROW, **VALUES | {"title": mark_safe(attack)})
    assert "&lt;b&gt;x" in fragments.fragment(ROW, **VALUES | {"title": attack})


def test_a_token_is_the_reader_s_own(rf: RequestFactory):
    pages = []
    for _ in range(2):
        request = rf.get("/")
        secret = get_token(request)
        page = fragments.with_token(f'<input value="{fragments.TOKEN}">', request)
        assert fragments.TOKEN not in page
        pages.append((secret, page))
    assert pages[0][1] != pages[1][1]
    assert fragments.with_token("no form", rf.get("/")) == "no form"


def test_what_is_remembered_has_a_size_and_keeps_what_is_used():
    made = []

    def make(key):
        made.append(key)
        return mark_safe(str(key))

    held = fragments.Remembered(2)
    for key in (1, 2, 1, 3, 1, 2):
        assert held.get(key, lambda key=key: make(key)) == str(key)
    assert made == [1, 2, 3, 2]


def test_pages_of_two_readers_never_mix(make_user, make_team, make_postmortem, sign_in):
    """Whoever asks first: restricted parts, the pen and the token are those of who asks."""
    member, outsider, named = make_user("Member"), make_user("Outsider"), make_user("Named")
    postmortem = make_postmortem(team=make_team("Storage", members=[member]), visibility="organisation")
    NamedReader.objects.create(postmortem=postmortem, user=named)
    TimelineEvent.objects.create(postmortem=postmortem, at=NOW, text="Open row")
    TimelineEvent.objects.create(postmortem=postmortem, at=NOW, text="Zanzibar-row", disclosure="restricted")
    postmortem.sections.filter(key="impact").update(body="Zanzibar-section", disclosure="restricted")
    Action.objects.create(
        postmortem=postmortem, team=postmortem.team, title="Zanzibar-action", disclosure="restricted"
    )
    path = f"/postmortems/{postmortem.pk}/"
    people = {person: sign_in(person) for person in (postmortem.owner, member, outsider, named)}
    edit = f'{path}sections/impact/"'
    for _ in range(2):  # the second round is answered from what the first remembered
        for person, client in people.items():
            page = client.get(path).content.decode()
            full = person in (postmortem.owner, named)
            assert ("Zanzibar" in page) is full, person
            assert (f"{path}sections/summary/" in page) is (person in (postmortem.owner, member)), person
            assert (edit in page) is (person == postmortem.owner), person
            assert fragments.TOKEN not in page


def test_a_right_that_was_taken_is_gone_at_once(make_user, make_postmortem, sign_in):
    reader = make_user("Reader")
    postmortem = make_postmortem(visibility="named", title="Zanzibar")
    named = NamedReader.objects.create(postmortem=postmortem, user=reader)
    client = sign_in(reader)
    for path in ("/postmortems/", f"/postmortems/{postmortem.pk}/"):
        assert "Zanzibar" in client.get(path).content.decode()
    named.delete()
    assert client.get(f"/postmortems/{postmortem.pk}/").status_code == 404
    assert "Zanzibar" not in client.get("/postmortems/").content.decode()
