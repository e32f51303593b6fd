"""The list of postmortems: filters that live in the address, and a count that tells no secret."""

import re

import pytest

from postmortems.models import Action, Postmortem, PublicRevision
from tests.conftest import NOW

ROW = re.compile(r'<td data-label="Postmortem"><a href="/postmortems/(\d+)/">')


@pytest.fixture
def house(make_user, make_team, make_postmortem):
    """Five postmortems that one person may read, and two that they may not."""
    me = make_user("Ada")
    storage, billing = make_team("Storage", members=[me]), make_team("Billing")
    rows = {
        "mine": make_postmortem(
            owner=me, team=storage, severity="sev1", title="Uploads stopped at 100% of disk"
        ),
        "review": make_postmortem(
            team=storage, status="in_review", severity="sev2", title="Gallery_slow for all"
        ),
        "open": make_postmortem(
            team=billing, visibility="organisation", status="approved", title="Invoices twice"
        ),
        "exposed": make_postmortem(
            team=billing, visibility="organisation", template="exposure", title="A key in a log"
        ),
        "closed": make_postmortem(team=storage, status="closed", severity="sev1", title="Uploads were slow"),
        "hidden": make_postmortem(team=billing, severity="sev1", title="Uploads of the board"),
        "named": make_postmortem(team=storage, visibility="named", title="Uploads of one person"),
    }
    return me, rows


@pytest.fixture
def listed(house, sign_in):
    """listed("?status=draft"): the names of the postmortems that are listed, and the page; the count always agrees."""
    me, rows = house
    names = {row.pk: name for name, row in rows.items()}
    client = sign_in(me)

    def get(query=None):
        answer = client.get("/postmortems/", query or {})
        assert answer.status_code == 200
        page = answer.content.decode()
        found = {names[int(pk)] for pk in ROW.findall(page)}
        said = re.search(r'role="status">(\w+) postmortem', page)
        assert {"no": 0, "one": 1}.get(said[1], said[1]) == len(found) or int(said[1]) == len(found)
        return found

    return get


MINE = {"mine", "review", "open", "exposed", "closed"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, MINE),
        ({"status": "draft"}, {"mine", "exposed"}),
        ({"status": "in_review"}, {"review"}),
        ({"severity": "sev1"}, {"mine", "closed"}),
        ({"kind": "exposure"}, {"exposed"}),
        ({"team": "storage"}, {"mine", "review", "closed"}),
        ({"team": "sto\x00rage"}, {"mine", "review", "closed"}),
        ({"mine": "1"}, {"mine"}),
        ({"q": "uploads"}, {"mine", "closed"}),
        ({"q": "stopped UPLOADS"}, {"mine"}),
        ({"q": "100%"}, {"mine"}),
        ({"q": "%"}, {"mine"}),
        ({"q": "_"}, {"review"}),
        ({"q": "Gallery_slow"}, {"review"}),
        ({"q": "board"}, set()),
        ({"q": "'; DROP TABLE"}, set()),
        ({"q": "\\"}, set()),
        ({"q": "   "}, MINE),
        ({"team": "storage", "severity": "sev1", "status": "closed"}, {"closed"}),
        ({"team": "storage", "severity": "sev1", "status": "closed", "mine": "1"}, set()),
        ({"severity": "sev1", "q": "uploads", "mine": "1", "kind": "outage"}, {"mine"}),
    ],
)
def test_a_filter_keeps_what_it_names(listed, query, expected):
    assert listed(query) == expected


@pytest.mark.parametrize(
    "query",
    [
        {"status": "deleted"},
        {"severity": "sev9"},
        {"kind": "' OR 1=1"},
        {"mine": "yes"},
        {"page": "0"},
        {"page": "last"},
        {"page": "-3"},
        {"page": "9" * 40},
        {"status": "draft\x00"},
        {"unknown": "x"},
        {"q": "\x00"},
        {"status": ["", "nothing"]},
    ],
)
def test_words_that_mean_nothing_are_left_aside(listed, query):
    assert listed(query) == MINE


@pytest.mark.parametrize(
    "query",
    [
        {"team": "no-such-team"},
        {"team": "x" * 10_000},
        {"q": "x" * 10_000},
        {"q": "word " * 2_000},
        {"q": "up\x00loads nothing"},
        {"q": "PM-²-1"},
        {"q": "PM-2026-²"},
        {"q": "PM-99999999-99999999999999999999"},
        {"q": "PM--"},
        {"q": "\ud7ff\uffff😀"},
    ],
)
def test_hostile_words_find_nothing_and_break_nothing(listed, query):
    assert listed(query) == set()


@pytest.mark.parametrize("shape", ["{}", " {} ", "lower"])
def test_a_reference_finds_its_postmortem(house, listed, shape):
    _me, rows = house
    reference = rows["review"].reference
    words = reference.lower() if shape == "lower" else shape.format(reference)
    assert listed({"q": words}) == {"review"}


def test_a_reference_of_one_that_is_hidden_finds_nothing(house, listed):
    _me, rows = house
    assert listed({"q": rows["hidden"].reference}) == set()


def test_a_title_that_looks_like_a_reference_is_found_by_its_words(make_user, make_postmortem, sign_in):
    me = make_user()
    make_postmortem(owner=me, title="Follow-up to PM-2019-010")
    assert "Follow-up to" in sign_in(me).get("/postmortems/", {"q": "PM-2019-010"}).content.decode()


def test_restricted_actions_are_not_counted(house, sign_in):
    me, rows = house
    for disclosure in ("internal", "restricted", "restricted"):
        Action.objects.create(
            postmortem=rows["open"], team=rows["open"].team, title="A", disclosure=disclosure
        )
    page = sign_in(me).get("/postmortems/", {"q": "invoices"}).content.decode()
    assert f'<a href="/actions/?postmortem={rows["open"].pk}&amp;state=open">1</a>' in page


def test_only_a_published_summary_is_called_public(house, sign_in):
    me, rows = house
    client = sign_in(me)
    assert "published" not in client.get("/postmortems/").content.decode()
    from postmortems.publication.actions import begin_summary

    summary = begin_summary(postmortem=rows["open"], actor=rows["open"].owner, now=NOW)
    assert ">published<" not in client.get("/postmortems/").content.decode()
    # While a correction is prepared, readers see the revision before it; once withdrawn, nothing.
    summary.live_revision = PublicRevision.objects.create(summary=summary, number=1, content={})
    summary.save(update_fields=["live_revision"])
    assert summary.status == "preparing"
    assert ">published<" in client.get("/postmortems/").content.decode()
    summary.withdrawn_at = NOW
    summary.save(update_fields=["withdrawn_at"])
    assert ">published<" not in client.get("/postmortems/").content.decode()


def test_pages_hold_fifty_and_keep_the_filters(house, sign_in, django_assert_num_queries):
    me, rows = house
    first = rows["mine"]
    Postmortem.objects.bulk_create(
        Postmortem(
            year=2020,
            number=n,
            title=f"Uploads {n}",
            team=first.team,
            owner=me,
            template_version=first.template_version,
        )
        for n in range(1, 61)
    )
    client = sign_in(me)
    with django_assert_num_queries(LIST):
        page = client.get("/postmortems/", {"q": "uploads", "status": "draft"}).content.decode()
    assert len(ROW.findall(page)) == 50
    assert "61 postmortems" in page
    assert "q=uploads&amp;status=draft&amp;page=2" in page or "page=2" in page
    second = client.get("/postmortems/", {"q": "uploads", "status": "draft", "page": "2"}).content.decode()
    assert len(ROW.findall(second)) == 11
    assert not set(ROW.findall(page)) & set(ROW.findall(second))


LIST = 9
"""Session, user, count, rows, teams for the filter."""


def test_a_script_gets_the_part_and_a_person_the_page(house, sign_in):
    me, _rows = house
    client = sign_in(me)
    part = client.get("/postmortems/", headers={"hx-request": "true"}).content.decode()
    assert "<html" not in part and 'id="list"' in part
    assert "<html" in client.get("/postmortems/").content.decode()
    whole = client.get("/postmortems/", headers={"hx-request": "true", "hx-history-restore-request": "true"})
    assert "<html" in whole.content.decode()


def test_what_is_typed_is_escaped(house, sign_in):
    me, _rows = house
    page = sign_in(me).get("/postmortems/", {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in page


def test_an_empty_list_says_what_to_do(make_user, sign_in):
    client = sign_in(make_user())
    assert "No postmortems yet" in client.get("/postmortems/").content.decode()
    assert "Nothing matches" in client.get("/postmortems/", {"q": "x"}).content.decode()


@pytest.mark.parametrize("verb", ["post", "put", "delete"])
def test_a_wrong_verb_is_refused(house, sign_in, verb):
    assert getattr(sign_in(house[0]), verb)("/postmortems/").status_code == 405
