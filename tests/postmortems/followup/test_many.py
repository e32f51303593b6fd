"""One change for many actions: each by its own rules, what was refused says why."""

import datetime as dt

import pytest

from core.accounts.models import Membership
from core.audit import AuditEntry
from core.outbox.models import OutboxItem
from postmortems.models import Action, NamedReader
from tests.postmortems.followup.conftest import FRIDAY

TODAY = FRIDAY.date()
DAY = dt.timedelta(days=1)
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(FRIDAY, tick=False)


@pytest.fixture
def lead(make_user):
    return make_user("lead")


@pytest.fixture
def ours(lead, make_team, make_postmortem):
    """A postmortem of the lead's team, and three actions of it."""
    return make_postmortem(owner=lead, team=make_team("Storage", managers=[lead]), visibility="organisation")


def post(client, actions, change, *, back="", versions=None, **values):
    picked = [f"{one.pk}:{(versions or {}).get(one.pk, one.version)}" for one in actions]
    return client.post("/actions/change/", {"picked": picked, "change": change, "back": back, **values})


def told(client, answer):
    """What the list says after a change: how many were changed, and {title: why} of the others."""
    assert answer.status_code == 302, answer.content.decode()[:2000]
    result = client.get(answer["Location"]).context["result"]
    return result["changed"], {title: why for _, title, why in result["refused"]}


def test_a_date_for_many_replans_each_and_keeps_the_page(sign_in, lead, ours, make_action):
    some = [make_action(postmortem=ours, title=f"A{n}", due_on=TODAY) for n in range(3)]
    client = sign_in(lead)
    answer = post(client, some[:2], "due", due_on="2026-12-01", back="team=storage&page=1")
    assert answer["Location"] == "/actions/?team=storage&page=1"
    assert told(client, answer) == (2, {})
    days = list(Action.objects.order_by("title").values_list("due_on", "version", "schedule_version"))
    assert days == [(dt.date(2026, 12, 1), 2, 2)] * 2 + [(TODAY, 1, 1)]
    assert OutboxItem.objects.filter(kind="followup.replan").count() == 2
    assert AuditEntry.objects.filter(verb="change_action").count() == 2
    assert "result" not in client.get("/actions/").context


def test_what_was_so_already_is_not_counted_as_changed(sign_in, lead, ours, make_action):
    other, same = (make_action(postmortem=ours, due_on=day) for day in (TODAY, TODAY + DAY))
    client = sign_in(lead)
    answer = post(client, [other, same], "due", due_on=str(TODAY + DAY))
    page = client.get(answer["Location"]).content.decode()
    assert "1 action changed.</b> 1 action was so already." in page
    answer = post(client, [same], "due", due_on=str(TODAY + DAY))
    page = client.get(answer["Location"]).content.decode()
    assert "Nothing was changed.</b> 1 action was so already." in page


def test_each_state_is_left_by_its_own_door(sign_in, lead, ours, make_action):
    begun = make_action(postmortem=ours, title="Begun", status="in_progress")
    done = make_action(postmortem=ours, title="Done", status="done", done_at=FRIDAY, done_by=lead)
    client = sign_in(lead)
    changed, refused = told(client, post(client, [begun, done], "state", verb="verify"))
    assert changed == 0
    assert refused["Begun"].startswith("It is in the state “in progress”.")
    assert refused["Done"] == "Somebody other than the person who did it confirms that it works."
    changed, refused = told(client, post(client, [begun, done], "state", verb="finish", text="See the run"))
    assert (changed, list(refused)) == (1, ["Done"])
    begun.refresh_from_db()
    assert (begun.status, begun.evidence, begun.done_by) == ("done", "See the run", lead)


def test_what_changed_meanwhile_is_left_alone(sign_in, lead, ours, make_action):
    fresh, stale = (make_action(postmortem=ours, title=title) for title in ("Fresh", "Stale"))
    Action.objects.filter(pk=stale.pk).update(version=7)
    client = sign_in(lead)
    for change, values in (("due", {"due_on": "2026-12-01"}), ("state", {"verb": "start"})):
        fresh.refresh_from_db()
        changed, refused = told(client, post(client, [fresh, stale], change, **values))
        assert changed == 1
        assert "Somebody changed this action" in refused["Stale"]
    stale.refresh_from_db()
    assert (stale.due_on, stale.status, stale.version) == (None, "accepted", 7)


def test_nobody_changes_what_they_only_read_or_gets_what_they_may_not_read(
    sign_in, lead, ours, make_user, make_action, make_postmortem
):
    reader, outsider = make_user("reader"), make_user("outsider")
    kept = make_postmortem(owner=lead, visibility="named")
    NamedReader.objects.create(postmortem=kept, user=reader)
    hidden, read = make_action(postmortem=kept, title="Kept"), make_action(postmortem=ours, title="Read")
    client = sign_in(reader)
    changed, refused = told(client, post(client, [hidden, read], "due", due_on="2026-12-01"))
    assert changed == 0
    assert all("not change it" in why for why in refused.values())
    client = sign_in(outsider)
    changed, refused = told(client, post(client, [hidden], "due", due_on="2026-12-01"))
    assert (changed, refused) == (0, {f"Action {hidden.pk}": "This action is no longer there for you."})
    client = sign_in(lead)
    changed, refused = told(client, post(client, [hidden, read], "owner", owner=str(outsider.pk)))
    assert (changed, list(refused)) == (1, ["Kept"])
    assert "may not read" in refused["Kept"]
    assert list(Action.objects.order_by("title").values_list("owner", flat=True)) == [None, outsider.pk]


@pytest.mark.parametrize(
    ("change", "values", "said"),
    [
        ("due", {"due_on": ""}, "Choose the day they are due."),
        ("due", {"due_on": "soon"}, "Choose a day, such as 2026-12-01."),
        ("state", {"verb": ""}, "Choose what is done with them."),
        ("state", {"verb": "decline"}, "Say why it will not be done"),
        ("owner", {"owner": "99999"}, "Choose who takes them over."),
    ],
)
def test_what_is_missing_is_asked_for_and_the_ticks_stay(
    sign_in, lead, ours, make_action, change, values, said
):
    one = make_action(postmortem=ours)
    client = sign_in(lead)
    answer = post(client, [one], change, back="late=&team=storage", **values)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert f'value="{one.pk}:1" aria-label="Tick {one.title}" checked' in page
    assert answer.context["filters"].team == "storage"
    assert Action.objects.get().version == 1


def test_nothing_ticked_a_part_and_the_wrong_verb(sign_in, lead, ours, make_action):
    one = make_action(postmortem=ours)
    client = sign_in(lead)
    assert "Tick at least one action." in post(client, [], "due", due_on="2026-12-01").content.decode()
    data = {"picked": f"{one.pk}:1", "change": "due", "due_on": "2026-12-01", "back": ""}
    part = client.post("/actions/change/", data, headers=HTMX, follow=True).content.decode()
    assert "<html" not in part
    assert "1 action changed" in part
    assert client.get("/actions/change/?late=1")["Location"] == "/actions/?late=1"
    assert client.put("/actions/change/").status_code == 405


def test_boxes_stand_only_where_something_can_be_changed(
    sign_in, lead, ours, make_user, make_action, django_assert_num_queries
):
    mine = make_user("mine")
    make_action(postmortem=ours, title="Theirs")
    own = make_action(postmortem=ours, title="Own", owner=mine)
    assert 'name="picked"' not in sign_in(make_user("reader")).get("/actions/").content.decode()
    page = sign_in(mine).get("/actions/").content.decode()
    assert page.count('name="picked"') == 1
    assert f'value="{own.pk}:1"' in page
    Membership.objects.create(user=mine, team=ours.team)
    client = sign_in(mine)
    with django_assert_num_queries(12):
        assert client.get("/actions/").content.decode().count('name="picked"') == 2
