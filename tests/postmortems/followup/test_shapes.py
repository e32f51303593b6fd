"""The board, the calendar and the saved views: the same actions as the list, counted alike, under any rights."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.accounts.models import Membership
from postmortems.models import Factor, SavedView
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


def listed(client, query):
    return client.get(f"/actions/?{query}").context["page"].paginator.count


def test_the_board_counts_as_the_list_does_and_hides_what_it_hides(
    sign_in, reader, shared, make_postmortem, make_action
):
    for number in range(27):
        make_action(postmortem=shared, due_on=TODAY + number * DAY)
    make_action(postmortem=shared, status="done", done_at=FRIDAY)
    make_action(postmortem=shared, disclosure="restricted")
    make_action(postmortem=make_postmortem(visibility="named"), title="Hidden")
    client = sign_in(reader)
    answer = client.get("/actions/board/")
    columns = {column.state: column for column in answer.context["columns"]}
    assert {state: column.count for state, column in columns.items()} == {
        state: listed(client, f"state={state}") for state in columns
    }
    assert (columns["accepted"].count, len(columns["accepted"].cards), columns["accepted"].more) == (
        27,
        25,
        2,
    )
    page = answer.content.decode()
    assert "Hidden" not in page
    assert "draggable=" in page
    assert "data-moves" not in page  # a reader moves nothing
    assert [c.count for c in client.get("/actions/board/?late=1").context["columns"]] == [0] * 6


def test_a_card_offers_its_moves_and_comes_back_to_the_board(sign_in, shared, make_action):
    one = make_action(postmortem=shared)
    client = sign_in(shared.owner)
    page = client.get("/actions/board/?owner=none").content.decode()
    assert 'data-moves="in_progress:start:1 done:finish:0 declined:decline:0 "' in page
    assert f'formaction="/actions/{one.pk}/start/"' in page
    back = "/actions/board/?owner=none#action-1"
    answer = client.post(f"/actions/{one.pk}/start/", {"next": back})
    assert (answer.status_code, answer["Location"]) == (302, back)
    late = client.post(f"/actions/{one.pk}/start/", {"next": back})
    assert late.status_code == 422
    assert "This has changed since you opened the page." in late.content.decode()
    part = client.get("/actions/board/", headers=HTMX).content.decode()
    assert "<html" not in part


def test_a_month_has_whole_weeks_from_monday_and_the_figures_of_the_list(
    sign_in, reader, shared, make_action, make_postmortem
):
    for number in range(6):
        make_action(postmortem=shared, title=f"Same day {number}", due_on=TODAY + 3 * DAY)
    make_action(postmortem=shared, title="Long late", due_on=dt.date(2026, 9, 1))
    make_action(postmortem=shared, title="Undated")
    make_action(postmortem=make_postmortem(visibility="named"), title="Hidden", due_on=dt.date(2026, 9, 1))
    client = sign_in(reader)
    answer = client.get("/actions/calendar/")
    shown = answer.context["shown"]
    assert [week[0].date.weekday() for week in shown.weeks] == [0] * len(shown.weeks)
    assert shown.weeks[0][0].date == dt.date(2026, 10, 26)
    [busy] = [day for week in shown.weeks for day in week if day.count]
    assert (busy.count, len(busy.actions), busy.more) == (6, 4, 2)
    assert listed(client, busy.address) == 6
    assert (shown.late_before, shown.undated) == (1, 1)
    assert listed(client, shown.late_address) == 1
    assert listed(client, shown.undated_address) == 1
    assert "Hidden" not in answer.content.decode()
    september = client.get("/actions/calendar/?month=2026-09").content.decode()
    assert "Long late" in september
    assert "80 days late" in september
    for word in ("2026-13", "nonsense", "0001-01", "9999-12"):
        assert client.get(f"/actions/calendar/?month={word}").context["month"] == "2026-11"


@pytest.mark.parametrize("address", ["/actions/board/", "/actions/calendar/"])
def test_a_shape_asks_the_database_the_same_whatever_its_length(
    sign_in, reader, shared, make_action, address
):
    def asked():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(address)
        return len(queries)

    client = sign_in(reader)
    make_action(postmortem=shared, due_on=TODAY)
    client.get(address)
    before = asked()
    for _ in range(30):
        make_action(postmortem=shared, due_on=TODAY, owner=reader)
    assert asked() <= before
    # session, person, teams, people, views; the board counts, picks, reads and asks two of rights; a month two.
    assert before == {"/actions/board/": 10, "/actions/calendar/": 7}[address]


def test_a_team_holds_those_below_it_and_factors_are_asked_for_as_they_may_be_read(
    sign_in, reader, make_team, make_postmortem, make_action
):
    top = make_team("Platform")
    below = make_team("Storage", parent=top)
    deep = make_team("Disks", parent=below)
    pm = make_postmortem(visibility="organisation", team=below)
    answers = make_action(postmortem=pm, title="Answers", team=deep)
    make_action(postmortem=pm, title="Free", team=top)
    make_action(postmortem=pm, title="Elsewhere", team=make_team("Other"))
    seen = Factor.objects.create(postmortem=pm, title="No limit", category="TL")
    secret = Factor.objects.create(postmortem=pm, title="Secret", category="WK", disclosure="restricted")
    answers.factors.set([seen, secret])

    def titles(client, query):
        return {action.title for action in client.get(f"/actions/?{query}").context["actions"]}

    client = sign_in(reader)
    assert titles(client, "team=platform") == {"Answers", "Free"}
    assert titles(client, "team=storage") == {"Answers"}
    assert titles(client, "factor=TL") == titles(client, f"factor={seen.pk}") == {"Answers"}
    assert titles(client, "factor=WK") == titles(client, f"factor={secret.pk}") == set()
    assert titles(client, "team=platform&factor=none") == {"Free"}
    assert "Secret" not in client.get(f"/actions/?factor={secret.pk}").content.decode()
    owner = sign_in(pm.owner)
    assert titles(owner, "factor=WK") == {"Answers"}
    assert "Factor: Secret" in owner.get(f"/actions/?factor={secret.pk}").content.decode()


def test_what_is_chosen_is_said_by_its_name(sign_in, reader, shared, make_user, make_postmortem):
    gone = make_user("Gone Away", is_active=False)
    hidden = make_postmortem(visibility="named")
    client = sign_in(reader)
    query = f"owner={gone.pk}&postmortem={shared.pk}&due=2026-11-01..2026-11-30&team={shared.team.slug}"
    said = [words for words, _ in client.get(f"/actions/?{query}").context["chips"]]
    assert said == [
        f"Team: {shared.team.name}",
        "Owner: Gone Away",
        f"Postmortem: {shared.reference}",
        "Due: 1 Nov 2026 to 30 Nov 2026",
    ]
    chips = client.get("/actions/?priority=p1&due=0001-01-01..2026-08-23").context["chips"]
    assert [words for words, _ in chips] == ["Priority: P1", "Due: until 23 Aug 2026"]
    chips = client.get(f"/actions/?postmortem={hidden.pk}&due=x&factor=ZZ").context["chips"]
    assert [words for words, _ in chips] == ["Postmortem: one postmortem"]


def save(client, **values):
    return client.post("/actions/views/", {"form": "list", **values})


def test_a_view_keeps_filters_under_a_name_and_is_shared_with_a_team(sign_in, reader, make_user, make_team):
    mate, stranger = make_user("mate"), make_user("stranger")
    team = make_team("Storage", members=[reader, mate])
    client = sign_in(reader)
    answer = save(client, name="Weekly review", query="late=1&nonsense=2&sort=-due", form="board")
    assert answer["Location"] == "/actions/board/?late=1&sort=-due"
    view = SavedView.objects.get()
    assert 'aria-current="page">Weekly review' in client.get(answer["Location"]).content.decode()
    assert client.post(f"/actions/views/{view.pk}/", {"name": "Weekly", "team": team.pk}).status_code == 302
    seen = sign_in(mate).get("/actions/").content.decode()
    assert '<a class="chip" href="/actions/board/?late=1&amp;sort=-due">Weekly' in seen
    assert "Weekly" not in sign_in(stranger).get("/actions/").content.decode()
    assert "shared with Storage, from Reader" in sign_in(mate).get("/actions/views/").content.decode()
    assert sign_in(mate).post(f"/actions/views/{view.pk}/forget/").status_code == 404
    Membership.objects.filter(user=mate).update(role="manager")
    assert sign_in(mate).post(f"/actions/views/{view.pk}/forget/").status_code == 302
    assert not SavedView.objects.exists()


def test_a_name_is_used_once_and_a_team_is_ones_own(sign_in, reader, make_user, make_team):
    other = make_team("Other")
    client = sign_in(reader)
    save(client, name="Late ones", query="late=1")
    twice = save(client, name="Late ones", query="promised=1")
    assert twice.status_code == 422
    assert "There is a view of this name already." in twice.content.decode()
    assert 'value="promised=1"' in twice.content.decode()
    assert save(client, name="Theirs", team=other.pk).status_code == 422
    assert save(client, name="").status_code == 422
    assert SavedView.objects.count() == 1
    view = SavedView.objects.get()
    stranger = sign_in(make_user("stranger"))
    assert stranger.get(f"/actions/views/{view.pk}/").status_code == 404
    assert stranger.post(f"/actions/views/{view.pk}/", {"name": "Mine"}).status_code == 404
    assert client.get(f"/actions/views/{view.pk}/forget/").status_code == 405
