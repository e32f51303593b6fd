"""The pages about policies: read by everybody, decided by administrators and managers, refused in sentences."""

import pytest

from core.audit import AuditEntry
from core.outbox.models import OutboxItem
from postmortems.models import FollowUpPolicy
from tests.postmortems.followup.conftest import FRIDAY

GOOD = {
    "severity": "",
    "priority": "p1",
    "finish_days": "20",
    "counting": "working",
    "country": "NL",
    "assign_days": "1",
    "before": "5, 1, 0",
    "late_after": "1",
    "again_every": "7",
    "managers_after": "2",
    "managers_above_after": "",
    "snooze_days": "10",
    "version": "1",
}


@pytest.fixture(autouse=True)
def _clock(time_machine):
    time_machine.move_to(FRIDAY, tick=False)


@pytest.fixture
def manager(make_user):
    return make_user("max")


@pytest.fixture
def member(make_user):
    return make_user("mo")


@pytest.fixture
def team(make_team, manager, member):
    return make_team("Storage", managers=[manager], members=[member])


@pytest.fixture
def admin(make_user):
    return make_user("root", is_administrator=True)


@pytest.fixture
def policy(team, sign_in, manager):
    assert sign_in(manager).post("/policies/new/", GOOD | {"team": team.slug}).status_code == 302
    return FollowUpPolicy.objects.get()


def test_a_manager_decides_for_their_team_and_it_is_noted(policy, team, manager):
    assert (policy.team, policy.priority, policy.finish_days) == (team, "p1", 20)
    assert (policy.before, policy.managers_after, policy.managers_above_after) == ([5, 1, 0], 2, None)
    assert AuditEntry.objects.filter(verb="decide_policy", actor_id=manager.pk).count() == 1
    assert OutboxItem.objects.filter(kind="followup.replan_policy").count() == 1


def test_the_organisation_is_for_administrators(sign_in, manager, admin, team):
    assert sign_in(manager).get("/policies/new/").status_code == 403
    assert sign_in(manager).post("/policies/new/", GOOD).status_code == 403
    client = sign_in(admin)
    page = client.get("/policies/new/?severity=sev1").content.decode()
    assert 'value="15"' in page  # it begins with what holds now
    assert client.post("/policies/new/", GOOD).status_code == 302
    assert client.post("/policies/new/", GOOD | {"team": team.slug}).status_code == 302


def test_others_read_and_do_not_write(sign_in, member, policy, team):
    client = sign_in(member)
    page = client.get("/policies/").content.decode()
    assert "20 working days" in page
    assert "/policies/new/" not in page
    page = client.get(f"/policies/{policy.pk}/").content.decode()
    assert "disabled" in page
    assert "Save" not in page
    for path in ("/policies/new/", f"/policies/{policy.pk}/", f"/policies/{policy.pk}/withdraw/"):
        assert client.post(path, GOOD | {"team": team.slug}).status_code == 403
    assert client.post("/policies/new/", GOOD | {"team": "unknown"}).status_code == 404
    assert client.get("/policies/999/").status_code == 404


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"before": "soon"}, "Give whole days with commas between them"),
        ({"before": "200"}, "no more than 90 days before"),
        ({"before": "21, 0"}, "The first reminder would come 21 days before"),
        ({"finish_days": "1", "assign_days": "5", "before": ""}, "before anybody hears that nobody owns it"),
        ({"managers_after": "", "managers_above_after": "5"}, "managers hear first"),
        ({"managers_after": "5", "managers_above_after": "5"}, "those above hear later than that"),
        ({"again_every": "0"}, "greater than or equal to 1"),
        ({"country": "Atlantis"}, "Select a valid choice"),
    ],
)
def test_what_makes_no_sense_is_said_and_kept(sign_in, manager, team, changed, sentence):
    answer = sign_in(manager).post("/policies/new/", GOOD | {"team": team.slug} | changed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert 'value="10"' in page
    assert not FollowUpPolicy.objects.exists()


def test_the_same_scope_twice_is_refused(sign_in, manager, team, policy):
    answer = sign_in(manager).post("/policies/new/", GOOD | {"team": team.slug})
    assert answer.status_code == 422
    assert b"There is a policy for this severity and priority already" in answer.content


def test_a_policy_is_changed_and_a_stale_page_is_told(sign_in, manager, policy):
    client = sign_in(manager)
    path = f"/policies/{policy.pk}/"
    assert client.post(path, GOOD | {"finish_days": "30"}).status_code == 302
    answer = client.post(path, GOOD | {"finish_days": "40"})
    assert answer.status_code == 422
    assert b"Somebody changed this policy since you opened it" in answer.content
    assert b'value="40"' in answer.content
    policy.refresh_from_db()
    assert (policy.finish_days, policy.version) == (30, 2)
    assert AuditEntry.objects.filter(verb="change_policy").count() == 1


def test_a_preview_says_who_hears_when_and_saves_nothing(sign_in, manager, team):
    values = GOOD | {"team": team.slug, "preview": "1", "example": "2027-03-02"}
    page = sign_in(manager).post("/policies/new/", values).content.decode()
    assert "An action due on Tue 2 Mar 2027 would be reminded on" in page
    assert "25 Feb 2027, 09:00 UTC" in page  # five days before, on a day of work: the 25th is a Thursday
    assert "the team’s managers" in page
    part = sign_in(manager).post("/policies/new/", values, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "<form" not in part
    assert "25 Feb 2027, 09:00 UTC" in part
    assert not FollowUpPolicy.objects.exists()


def test_two_reminders_that_fall_on_one_morning_are_one_line(sign_in, manager, team):
    values = GOOD | {"team": team.slug, "preview": "1", "example": "2027-03-07"}
    lines = sign_in(manager).post("/policies/new/", values).context["lines"]
    assert [line.what for line in lines if line.who == "the owner"][:3] == [
        "5 days before",
        "2 days before",  # a Friday: one day before and on the day itself there is no work
        "1 day late",
    ]


def test_which_one_holds_is_answered(sign_in, member, policy, team):
    client = sign_in(member)
    page = client.get(f"/policies/?team={team.slug}&severity=sev1&priority=p1").content.decode()
    assert "of Storage: due after 20 working days" in page
    part = client.get("/policies/?severity=sev1", headers={"HX-Request": "true"}).content.decode()
    assert "of the organisation: due after 15 days" in part
    assert "<html" not in part


def test_a_policy_is_taken_back(sign_in, manager, policy):
    client = sign_in(manager)
    assert client.get(f"/policies/{policy.pk}/withdraw/").status_code == 405
    assert client.post(f"/policies/{policy.pk}/withdraw/").status_code == 302
    assert not FollowUpPolicy.objects.exists()
    assert AuditEntry.objects.filter(verb="withdraw_policy").count() == 1


def test_the_list_asks_as_much_for_many_as_for_one(
    sign_in, admin, make_team, policy, django_assert_max_num_queries
):
    client = sign_in(admin)
    for number in range(6):
        FollowUpPolicy.objects.create(team=make_team(f"Team {number}"), changed_by=admin)
    client.get("/policies/")
    with django_assert_max_num_queries(11):
        assert client.get("/policies/").status_code == 200


def test_a_new_action_begins_with_the_suggested_date(sign_in, make_postmortem, policy, team):
    postmortem = make_postmortem(team=team, severity="sev2")
    client = sign_in(postmortem.owner)
    assert b'value="2026-12-21"' in client.get(f"/postmortems/{postmortem.pk}/actions/new/").content
    hint = client.get(f"/postmortems/{postmortem.pk}/actions/due/?priority=p1&owner=nobody")
    assert b"Fri 18 Dec" in hint.content


def test_holidays_and_the_digest_are_in_the_profile(sign_in, member):
    client = sign_in(member)
    page = client.get("/profile/").content.decode()
    assert "Netherlands" in page
    values = {
        "display_name": "Mo",
        "time_zone": "UTC",
        "work_start": "09:00",
        "work_end": "17:00",
        "work_days": ["0", "1"],
        "country": "NL",
    }
    assert client.post("/profile/", values).status_code == 302
    member.refresh_from_db()
    assert (member.country, member.weekly_digest) == ("NL", False)


def test_a_policy_somebody_else_changed_says_how_it_stands(sign_in, manager, policy):
    client, path = sign_in(manager), f"/policies/{policy.pk}/"
    assert client.post(path, GOOD | {"finish_days": "30", "before": ""}).status_code == 302
    answer = client.post(path, GOOD | {"finish_days": "25"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "How it stands now is shown below." in page
    assert [(line.label, line.now) for line in answer.context["beside"]] == [
        ("Due after", "30"),
        ("Days before it is due", "nothing"),
    ]
    assert 'name="finish_days" value="25"' in page and "<dd>30</dd>" in page
    assert client.post(path, GOOD | {"finish_days": "25", "version": "2"}).status_code == 302
