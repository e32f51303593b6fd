"""People, teams and one's own page: who runs what, and what it does not widen."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import get_resolver

from core.accounts import actions
from core.accounts.models import Membership, Team, User
from core.transitions import MoveRefused
from postmortems.models import Postmortem
from tests.conftest import NOW

PLAIN = {"is_active": True, "is_publisher": False, "signs_security": False, "signs_legal": False}
PROFILE = {
    "display_name": "Ada",
    "handle": "ada",
    "time_zone": "Europe/Berlin",
    "work_start": "08:30",
    "work_end": "17:00",
    "work_days": ["0", "1", "2"],
    "away_until": "",
    "stand_in": "",
}


@pytest.fixture
def admin(make_user):
    return make_user("Admin", is_administrator=True)


@pytest.fixture
def runs(admin, sign_in):
    """An administrator's browser."""
    return sign_in(admin)


# --- Capacities


def test_capacities_are_given_and_taken(runs, make_user):
    somebody = make_user("Ada")
    send = {"is_active": "on", "is_publisher": "on", "signs_legal": "on"}
    assert runs.post(f"/people/{somebody.pk}/", send).status_code == 302
    somebody.refresh_from_db()
    assert somebody.capacities == {"publisher", "legal"}
    assert not somebody.is_administrator
    runs.post(f"/people/{somebody.pk}/", {"is_active": "on"})
    somebody.refresh_from_db()
    assert somebody.capacities == frozenset()


@pytest.mark.parametrize("send", [{"is_active": "on"}, {"is_administrator": "on"}, {}])
def test_the_last_administrator_stays_one(runs, admin, send):
    answer = runs.post(f"/people/{admin.pk}/", send)
    assert answer.status_code == 422
    assert "last administrator" in answer.content.decode()
    admin.refresh_from_db()
    assert admin.is_administrator and admin.is_active


def test_one_who_may_not_sign_in_does_not_count_as_another_administrator(runs, admin, make_user):
    make_user("Gone", is_administrator=True, is_active=False)
    assert runs.post(f"/people/{admin.pk}/", {"is_active": "on"}).status_code == 422


def test_one_of_two_administrators_may_go(runs, admin, make_user):
    make_user("Other", is_administrator=True)
    assert runs.post(f"/people/{admin.pk}/", {"is_active": "on"}).status_code == 302
    admin.refresh_from_db()
    assert not admin.is_administrator
    assert runs.get("/people/").status_code == 403


def test_a_part_of_the_values_is_enough_for_the_rule(admin):
    with pytest.raises(MoveRefused):
        actions.change_person(person=admin, actor=admin, values={"is_active": False})
    actions.change_person(person=admin, actor=admin, values={"is_publisher": True})
    admin.refresh_from_db()
    assert admin.is_publisher and admin.is_administrator


def test_no_capacity_widens_what_a_person_may_read(make_user, make_postmortem):
    for visibility in ("team", "named"):
        make_postmortem(visibility=visibility)
    everything = {"is_administrator": True, "is_publisher": True, "signs_security": True, "signs_legal": True}
    person = make_user("Everything", **everything)
    assert not Postmortem.objects.visible_to(person).exists()
    assert not Postmortem.objects.editable_by(person).exists()
    assert not Postmortem.objects.restricted_readable_by(person).exists()


def test_somebody_who_is_not_there_is_not_found(runs):
    for pk in ("0", "999999", "9" * 30):
        assert runs.get(f"/people/{pk}/").status_code == 404


def test_the_list_takes_as_many_queries_for_many(runs, make_user, make_team, django_assert_num_queries):
    make_team(members=[make_user() for _ in range(12)])
    with django_assert_num_queries(7):  # session, user, people, memberships, their teams, invitations, teams
        runs.get("/people/")


# --- Teams


def test_a_team_gets_an_address_of_its_own(runs):
    for name, address in (("Storage", "storage"), ("Storage!", "storage-2")):
        answer = runs.post("/teams/", {"name": name, "parent": ""})
        assert answer["Location"] == f"/teams/{address}/"
    again = runs.post("/teams/", {"name": "storage ", "parent": ""})
    assert again.status_code == 422 and "There is a team of this name already." in again.content.decode()
    assert runs.post("/teams/", {"name": "倉庫", "parent": ""})["Location"] == "/teams/team/"


def test_a_team_is_renamed_and_keeps_its_address(runs, make_team):
    team, above = make_team("Storage"), make_team("Platform")
    assert runs.post("/teams/storage/", {"name": "Vault", "parent": above.pk}).status_code == 302
    team.refresh_from_db()
    assert (team.name, team.slug, team.parent) == ("Vault", "storage", above)


@pytest.mark.parametrize("below", [0, 1, 2])
def test_a_team_does_not_belong_to_its_own(runs, make_team, below):
    top = make_team("Top")
    middle = make_team("Middle", parent=top)
    low = make_team("Low", parent=middle)
    answer = runs.post("/teams/top/", {"name": "Top", "parent": [top, middle, low][below].pk})
    assert answer.status_code == 422
    top.refresh_from_db()
    assert top.parent is None


def test_two_moves_that_make_a_circle_together_are_seen(admin, make_team):
    one, two = make_team("One"), make_team("Two")
    stale = Team.objects.get(pk=two.pk)
    actions.save_team(actor=admin, name="Two", parent=one, team=two)
    with pytest.raises(MoveRefused):
        actions.save_team(actor=admin, name="One", parent=stale, team=one)
    assert not Team.objects.filter(pk=one.pk, parent__isnull=False).exists()


def test_a_circle_that_formed_meanwhile_is_said_on_the_page(runs, make_team, monkeypatch):
    one, two = make_team("One"), make_team("Two")
    real = actions._refuse_circle

    def late(team, parent):
        Team.objects.filter(pk=two.pk).update(parent=one)
        real(team, parent)

    monkeypatch.setattr(actions, "_refuse_circle", late)
    answer = runs.post("/teams/one/", {"name": "One", "parent": two.pk})
    assert answer.status_code == 422
    assert "belong to one of its own" in answer.content.decode()


def test_a_team_that_nothing_belongs_to_is_removed(runs, make_team, make_user):
    team = make_team("Storage", members=[make_user("ada")])
    answer = runs.post(f"/teams/{team.slug}/remove/", follow=True)
    assert "Storage is removed." in answer.content.decode()
    assert not Team.objects.filter(pk=team.pk).exists()
    assert User.objects.filter(email="ada@example.test").exists()
    assert runs.post(f"/teams/{team.slug}/remove/").status_code == 404


def test_a_team_with_work_or_teams_of_its_own_stays(runs, make_team, make_postmortem):
    team = make_team("Storage")
    make_team("Buckets", parent=team)
    make_postmortem(team=team)
    page = runs.post(f"/teams/{team.slug}/remove/").content.decode()
    assert "Storage still has postmortems and teams." in page
    assert Team.objects.filter(pk=team.pk).exists()


@pytest.mark.parametrize("send", [{"name": ""}, {"name": "x" * 121}, {"name": "A", "parent": "0"}])
def test_a_team_that_can_not_be_is_said(runs, send):
    assert runs.post("/teams/", send).status_code == 422
    assert not Team.objects.exists()


def test_people_are_put_in_and_taken_out(runs, make_team, make_user):
    team, ada = make_team("Storage"), make_user("Ada")
    for role in ("member", "manager"):
        assert runs.post("/teams/storage/members/", {"user": ada.pk, "role": role}).status_code == 302
    membership = Membership.objects.get()
    assert (membership.team, membership.user, membership.role) == (team, ada, "manager")
    wrong = runs.post("/teams/storage/members/", {"user": ada.pk, "role": "owner"})
    assert wrong.status_code == 422
    make_team("Billing")
    assert runs.post(f"/teams/billing/members/{membership.pk}/remove/").status_code == 404
    assert runs.post(f"/teams/storage/members/{membership.pk}/remove/").status_code == 302
    assert not Membership.objects.exists()
    assert runs.post(f"/teams/storage/members/{membership.pk}/remove/").status_code == 404


def test_somebody_who_may_not_sign_in_is_not_put_in(runs, make_team, make_user):
    make_team("Storage")
    gone = make_user("Gone", is_active=False)
    assert runs.post("/teams/storage/members/", {"user": gone.pk, "role": "member"}).status_code == 422


# --- One's own page


@pytest.fixture
def ada(make_user):
    return make_user("Ada")


@pytest.fixture
def own(ada, sign_in):
    return sign_in(ada)


def test_a_profile_is_saved(own, ada, make_user):
    other = make_user("Zoe")
    away = {"away_until": "2026-12-24", "stand_in": other.pk}
    assert own.post("/profile/", PROFILE | away).status_code == 302
    ada.refresh_from_db()
    assert (ada.time_zone, ada.work_start, ada.work_end) == ("Europe/Berlin", dt.time(8, 30), dt.time(17))
    assert (ada.work_days, ada.away_until, ada.stand_in) == ([0, 1, 2], dt.date(2026, 12, 24), other)
    assert own.post("/profile/", PROFILE).status_code == 302
    ada.refresh_from_db()
    assert (ada.away_until, ada.stand_in) == (None, None)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"work_end": "08:30"}, "Work ends after it begins"),
        ({"work_end": "07:00"}, "Work ends after it begins"),
        ({"work_start": "25:00"}, "valid time"),
        ({"work_days": []}, "required"),
        ({"work_days": ["7"]}, "7"),
        ({"time_zone": "Mars/Olympus"}, "Mars/Olympus"),
        ({"display_name": ""}, "required"),
        ({"away_until": "soon"}, "valid date"),
        ({"away_until": "9999-12-31"}, "too far ahead"),
        ({"stand_in": "0"}, "valid choice"),
    ],
)
def test_what_is_wrong_in_a_profile_is_said_and_kept(own, ada, changed, said):
    answer = own.post("/profile/", PROFILE | {"handle": "typed-handle"} | changed)
    assert answer.status_code == 422
    assert said in answer.content.decode() and "typed-handle" in answer.content.decode()
    ada.refresh_from_db()
    assert ada.handle == ""


def test_nobody_stands_in_for_themselves_and_nobody_who_left_does(own, ada, make_user):
    gone = make_user("Gone", is_active=False)
    for somebody in (ada, gone):
        assert own.post("/profile/", PROFILE | {"stand_in": somebody.pk}).status_code == 422


def test_a_profile_gives_no_capacity(own, ada):
    own.post(
        "/profile/", PROFILE | {"is_administrator": "on", "is_publisher": "on", "email": "x@example.test"}
    )
    ada.refresh_from_db()
    assert not ada.is_administrator and ada.capacities == frozenset() and ada.email == "ada@example.test"


# --- Who may: every page of this room


def _pages(ids: dict[str, str]) -> list[str]:
    found = []
    for pattern in get_resolver("core.accounts.urls").url_patterns:
        route = str(pattern.pattern)
        for name, value in ids.items():
            route = route.replace(name, value)
        found.append("/" + route)
    return [path for path in found if not path.startswith(("/profile/", "/invitations/"))]


@pytest.fixture
def pages(make_team, make_user):
    team = make_team("Storage", members=[make_user("Somebody")])
    membership = team.memberships.get()
    return _pages({"<int:pk>": str(membership.pk), "<slug:slug>": team.slug})


def test_the_walk_reaches_every_page(pages):
    assert len(pages) >= 6
    assert not [path for path in pages if "<" in path]


def test_members_and_managers_do_not_run_the_site(pages, make_user, make_team, sign_in):
    manager = make_user("Manager", is_publisher=True, signs_legal=True)
    make_team("Top", managers=[manager])
    for person in (make_user("Member"), manager):
        own = sign_in(person)
        for path in pages:
            assert own.get(path).status_code == 403, path
            assert own.post(path, {"name": "x"}).status_code == 403, path
    assert Membership.objects.count() == 2
    assert Team.objects.count() == 2


def test_without_a_sign_in_there_is_the_way_to_one(pages):
    for path in [*pages, "/profile/"]:
        answer = Client().get(path)
        assert answer.status_code == 302, path
        assert answer["Location"].startswith(f"/accounts/login/?next={path}"), path
        # An address that was written to is not for reading afterwards.
        assert Client().post(path)["Location"] == "/accounts/login/?next=%2F", path


def test_an_administrator_meets_no_wrong_page(pages, runs):
    for path in pages:
        assert runs.get(path).status_code in (200, 404, 405), path
        assert runs.put(path).status_code == 405, path


def test_pages_that_run_the_site_name_no_postmortem(pages, runs, make_postmortem):
    make_postmortem(title="Zanzibar", visibility="organisation")
    for path in pages:
        assert "Zanzibar" not in runs.get(path).content.decode()


# --- People as such


def test_an_unknown_zone_falls_back_to_utc(make_user):
    assert str(make_user(time_zone="Mars/Olympus").zone) == "UTC"


@pytest.mark.parametrize(
    ("name", "letters"), [("Ada Lovelace", "AL"), ("ada", "A"), ("Ada King Noel Lovelace", "AL")]
)
def test_initials(name, letters):
    assert User(display_name=name).initials == letters


def test_an_accepted_invitation_is_dated(admin):
    made, _ = actions.invite(email="a@example.test", actor=admin, team=None, role="member", now=NOW)
    assert made.expires_at == NOW + dt.timedelta(days=7)
