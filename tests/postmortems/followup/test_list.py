"""The list of everyone's actions: what one may read, counted alike everywhere."""

import csv
import datetime as dt
import io
import re

import pytest

from postmortems.models import Promise, PublicRevision, PublicSummary
from tests.postmortems.followup.conftest import FRIDAY

TODAY = FRIDAY.date()
DAY = dt.timedelta(days=1)
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(FRIDAY, tick=False)


@pytest.fixture
def reader(make_user):
    return make_user("reader")


@pytest.fixture
def shared(make_postmortem):
    return make_postmortem(visibility="organisation")


def shown(client, query=""):
    """The titles on the page, and the number it says there are."""
    answer = client.get(f"/actions/{query}")
    assert answer.status_code == 200
    return [action.title for action in answer.context["actions"]], answer.context["page"].paginator.count


def test_a_list_shows_open_actions_soonest_first(sign_in, reader, shared, make_action):
    make_action(postmortem=shared, title="Later", due_on=TODAY + 9 * DAY)
    make_action(postmortem=shared, title="Undated")
    make_action(postmortem=shared, title="Late", due_on=TODAY - 11 * DAY)
    make_action(postmortem=shared, title="Idea", status="idea")
    answer = sign_in(reader).get("/actions/")
    assert [action.title for action in answer.context["actions"]] == ["Late", "Later", "Undated"]
    page = answer.content.decode()
    assert "11 days late" in page
    assert "due Sun 29 Nov" in page
    assert "late, the oldest by 11 days" in page


def test_nobody_sees_or_counts_what_they_may_not_read(sign_in, reader, make_postmortem, make_action, shared):
    hidden = make_postmortem(visibility="named")
    make_action(postmortem=hidden, title="Hidden", due_on=TODAY - DAY, strength="stronger")
    make_action(postmortem=shared, title="Kept back", due_on=TODAY - DAY, disclosure="restricted")
    client = sign_in(reader)
    assert shown(client) == ([], 0)
    figures = client.get("/actions/").context["figures"]
    assert (figures.late, figures.promised, figures.stronger) == (0, 0, 0)
    assert "Hidden" not in b"".join(client.get("/actions/export.csv")).decode()
    owner = sign_in(hidden.owner)
    assert shown(owner) == (["Hidden"], 1)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?late=1", {"Late"}),
        ("?state=done", {"Done"}),
        ("?state=all", {"Late", "Soon", "Done", "Promised"}),
        ("?priority=p1", {"Soon"}),
        ("?strength=weaker", {"Soon"}),
        ("?promised=1", {"Promised"}),
        ("?owner=me", {"Soon"}),
        ("?owner=none", {"Late", "Promised"}),
        ("?q=so", {"Soon"}),
        ("?team=storage", {"Late"}),
        ("?postmortem=0", set()),
        ("?state=nonsense&sort=nonsense&owner=x&priority=p9", {"Late", "Soon", "Promised"}),
    ],
)
def test_filters_live_in_the_address(sign_in, reader, shared, make_action, make_team, query, expected):
    make_action(postmortem=shared, title="Late", due_on=TODAY - DAY, team=make_team("Storage"))
    make_action(
        postmortem=shared, title="Soon", due_on=TODAY + DAY, owner=reader, priority="p1", strength="weaker"
    )
    make_action(postmortem=shared, title="Done", status="done", done_at=FRIDAY)
    promised = make_action(postmortem=shared, title="Promised")
    summary = PublicSummary.objects.create(postmortem=shared)
    summary.live_revision = PublicRevision.objects.create(summary=summary, number=1, content={})
    summary.save(update_fields=["live_revision"])
    Promise.objects.create(action=promised, summary=summary, wording="Better", due_month=TODAY.replace(day=1))
    titles, count = shown(sign_in(reader), query)
    assert (set(titles), count) == (expected, len(expected))


def test_promised_is_what_readers_see(sign_in, reader, shared, make_action):
    action = make_action(postmortem=shared, title="Promised")
    summary = PublicSummary.objects.create(postmortem=shared)
    Promise.objects.create(action=action, summary=summary, wording="Better", due_month=TODAY.replace(day=1))
    client = sign_in(reader)

    def seen() -> tuple:
        page = client.get("/actions/")
        detail = client.get(f"/actions/{action.pk}/").content.decode()
        said = ">promised<" in page.content.decode(), "promised in public for" in detail
        return shown(client, "?promised=1")[1], page.context["figures"].promised, *said

    assert seen() == (0, 0, False, False)  # it is prepared, and no reader has seen it
    summary.live_revision = PublicRevision.objects.create(summary=summary, number=1, content={})
    summary.save(update_fields=["live_revision"])
    assert seen() == (1, 1, True, True)
    summary.withdrawn_at = FRIDAY
    summary.save(update_fields=["withdrawn_at"])
    assert seen() == (0, 0, False, False)


def test_figures_are_the_length_of_the_lists_they_lead_to(sign_in, reader, shared, make_action):
    for number in range(3):
        make_action(postmortem=shared, due_on=TODAY - number * DAY, strength="stronger")
    make_action(postmortem=shared, strength="weaker", status="verified", done_at=FRIDAY, verified_at=FRIDAY)
    client = sign_in(reader)
    answer = client.get("/actions/?owner=none")
    context = answer.context
    links = [
        (context["late_address"], context["figures"].late),
        (context["promised_address"], context["figures"].promised),
        (context["verified_address"], context["figures"].verified),
        *[(address, number) for address, number, _ in context["strengths"]],
    ]
    assert [number for _, number in links] == [2, 0, 1, 3, 0, 0]
    for address, number in links:
        assert "owner=none" in address
        assert shown(client, f"?{address}")[1] == number


@pytest.mark.parametrize("sort", ["due", "title", "owner", "team", "priority", "strength", "from"])
def test_each_column_sorts_both_ways(sign_in, reader, shared, make_action, sort):
    for number in range(3):
        make_action(postmortem=shared, title=f"T{number}", due_on=TODAY + number * DAY, owner=reader)
    client = sign_in(reader)
    assert (
        set(shown(client, f"?sort={sort}")[0])
        == set(shown(client, f"?sort=-{sort}")[0])
        == {"T0", "T1", "T2"}
    )
    if sort in ("due", "title"):
        assert shown(client, f"?sort=-{sort}")[0] == ["T2", "T1", "T0"]


def test_a_page_holds_fifty_and_asks_the_database_the_same_whatever_its_length(
    sign_in, reader, shared, make_action, django_assert_num_queries
):
    client = sign_in(reader)
    for _ in range(3):
        make_action(postmortem=shared, owner=reader)
    client.get("/actions/")
    # session, person, their teams and where they are named, count, rows, the reader's teams (to tick), figures, teams, people, saved views
    with django_assert_num_queries(11):
        client.get("/actions/")
    for _ in range(60):
        make_action(postmortem=shared, owner=reader)
    with django_assert_num_queries(11):
        answer = client.get("/actions/")
    assert len(answer.context["actions"]) == 50
    assert len(shown(client, "?page=2")[0]) == 13


def test_the_file_has_the_rows_of_the_list_and_runs_no_formula(sign_in, reader, shared, make_action):
    make_action(postmortem=shared, title='=HYPERLINK("x")', due_on=TODAY - DAY, owner=reader)
    make_action(postmortem=shared, title="Not late")
    answer = sign_in(reader).get("/actions/export.csv?late=1")
    assert "attachment" in answer["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))
    assert [row["action"] for row in rows] == ['\'=HYPERLINK("x")']
    assert rows[0]["owner_zone"] == "UTC"


def test_a_script_gets_the_list_alone_and_a_filter_can_be_taken_off(sign_in, reader, shared, make_action):
    make_action(postmortem=shared, due_on=TODAY - DAY)
    client = sign_in(reader)
    part = client.get("/actions/?late=1&priority=p2", headers=HTMX).content.decode()
    assert "<html" not in part
    chips = re.findall(r'<a class="chip" href="/actions/\?([^"]*)">', part)
    assert chips == ["late=1", "priority=p2"]


def test_strangers_are_asked_to_sign_in(client, db):
    assert client.get("/actions/").status_code == 302
    assert client.post("/actions/").status_code in (302, 405)


def test_the_list_is_only_read(sign_in, reader):
    assert sign_in(reader).post("/actions/").status_code == 405
