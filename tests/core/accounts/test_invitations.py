"""Coming in by invitation: once, in time, by the address that was meant, and in no other way."""

import datetime as dt
import re
import smtplib

import pytest
from django.contrib.auth import authenticate
from django.core import mail
from django.test import Client
from django.utils import timezone

from core.accounts import actions
from core.accounts.models import Invitation, Membership, User
from core.audit import AuditEntry
from core.transitions import MoveRefused
from tests.conftest import NOW, PASSWORD

STRONG = "a-long-and-quiet-river"


@pytest.fixture
def admin(make_user):
    return make_user("Admin", is_administrator=True)


@pytest.fixture
def invite(admin, make_team):
    """invite("new@example.test") gives the address of the invitation's page."""

    def make(email="new@example.test", *, team=None, role="member", now=None):
        _, token = actions.invite(email=email, actor=admin, team=team, role=role, now=now or timezone.now())
        return f"/invitations/{token}/"

    return make


def _accept(client, path, **changed):
    values = {"display_name": "Nova", "time_zone": "Europe/Berlin", "password": STRONG} | changed
    return client.post(path, values)


def test_an_administrator_invites_and_the_link_is_mailed_and_shown_once(admin, sign_in, make_team):
    client, team = sign_in(admin), make_team("Storage")
    send = {"email": "New.Person@Example.test", "team": team.pk, "role": "manager"}
    page = client.post("/people/", send).content.decode()
    [sent] = mail.outbox
    assert sent.to == ["new.person@example.test"]
    token = re.search(r"/invitations/([\w-]+)/", sent.body)[1]
    assert f"/invitations/{token}/" in page
    assert "on its way by mail" in page
    later = client.get("/people/").content.decode()
    assert token not in later and "new.person@example.test" in later
    assert token not in repr(Invitation.objects.values()) + repr(AuditEntry.objects.values())


@pytest.mark.parametrize("error", [OSError("refused"), smtplib.SMTPRecipientsRefused({})])
def test_when_the_mail_server_is_away_the_link_is_shown_all_the_same(admin, sign_in, monkeypatch, error):
    def away(*args, **kwargs):
        raise error

    monkeypatch.setattr("core.accounts.actions.send_mail", away)
    page = sign_in(admin).post("/people/", {"email": "new@example.test", "role": "member"}).content.decode()
    assert "did not take the invitation" in page
    path = re.search(r"/invitations/[\w-]+/", page)[0]
    assert Client().get(path).status_code == 200


def test_accepting_makes_the_account_signs_in_and_puts_into_the_team(invite, make_team):
    team = make_team("Storage")
    client = Client()
    path = invite(team=team, role="manager")
    assert "new@example.test" in client.get(path).content.decode()
    answer = _accept(client, path)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    user = User.objects.get(email="new@example.test")
    assert (user.display_name, user.time_zone, user.capacities, user.is_administrator) == (
        "Nova",
        "Europe/Berlin",
        frozenset(),
        False,
    )
    assert Membership.objects.get(user=user).role == "manager"
    assert client.get("/").status_code == 200


def test_a_link_works_once(invite):
    path = invite()
    _accept(Client(), path)
    assert Client().get(path).status_code == 410
    assert _accept(Client(), path).status_code == 410
    assert User.objects.filter(email="new@example.test").count() == 1


def test_of_two_at_once_one_comes_in(invite):
    invite()
    values = {"display_name": "N", "time_zone": "UTC", "password": STRONG, "now": NOW}
    first, second = Invitation.objects.get(), Invitation.objects.get()
    actions.accept(invitation=first, **values)
    with pytest.raises(MoveRefused):
        actions.accept(invitation=second, **values)


def test_a_link_ends_after_seven_days(invite, time_machine):
    time_machine.move_to(NOW, tick=False)
    path = invite()
    time_machine.move_to(NOW + dt.timedelta(days=7, seconds=-1), tick=False)
    assert Client().get(path).status_code == 200
    time_machine.move_to(NOW + dt.timedelta(days=7), tick=False)
    assert Client().get(path).status_code == 410
    assert _accept(Client(), path).status_code == 410


def test_inviting_again_renews_it_and_the_old_link_ends(invite):
    old = invite("New@example.test", now=timezone.now() - dt.timedelta(days=30))
    new = invite("new@EXAMPLE.test")
    assert Invitation.objects.count() == 1
    assert Client().get(old).status_code == 410
    assert Client().get(new).status_code == 200


def test_after_it_was_used_an_address_can_be_invited_anew(invite, admin):
    _accept(Client(), invite())
    User.objects.filter(email="new@example.test").delete()
    assert Client().get(invite()).status_code == 200


def test_an_address_that_has_an_account_is_not_invited(admin, make_user, sign_in):
    somebody = make_user("Ada")
    answer = sign_in(admin).post("/people/", {"email": somebody.email.upper(), "role": "member"})
    assert answer.status_code == 422
    assert "has an account already" in answer.content.decode()
    assert somebody.email.upper() in answer.content.decode()
    assert not Invitation.objects.exists()


def test_an_address_that_got_an_account_meanwhile_is_said(invite):
    path = invite()
    User.objects.create_user("new@example.test", PASSWORD, display_name="By single sign-on")
    answer = _accept(Client(), path)
    assert answer.status_code == 422
    assert "used already" in answer.content.decode()
    assert User.objects.get(email="new@example.test").display_name == "By single sign-on"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"password": "short"}, "12 characters"),
        ({"password": "password1234"}, "common"),
        ({"password": "new@example.test"}, "similar"),
        ({"password": "novabergstrom", "display_name": "Nova Bergstrom"}, "similar"),
        ({"password": ""}, "required"),
        ({"display_name": ""}, "required"),
        ({"display_name": "x" * 121}, "120"),
        ({"time_zone": "Mars/Olympus"}, "Mars/Olympus"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(invite, changed, said):
    answer = _accept(Client(), invite(), **changed)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not User.objects.filter(email="new@example.test").exists()
    assert Invitation.objects.get().accepted_at is None


def test_a_password_is_never_shown_again(invite):
    page = _accept(Client(), invite(), password=STRONG, time_zone="Mars").content.decode()
    assert STRONG not in page and "Nova" in page


@pytest.mark.parametrize("token", ["x", "a" * 43, "%00", "'"])
def test_a_link_that_was_never_given_is_not_found(db, client, token):
    assert client.get(f"/invitations/{token}/").status_code == 410


def test_a_wrong_verb_is_refused(invite):
    assert Client().put(invite()).status_code == 405


# --- And in no other way


@pytest.mark.parametrize("verb", ["get", "post"])
def test_nobody_signs_up_by_themselves(db, client, verb):
    answer = getattr(client, verb)(
        "/accounts/signup/", {"email": "x@example.test", "password1": STRONG, "password2": STRONG}
    )
    assert answer.status_code == 200
    assert "invitation" in answer.content.decode()
    assert not User.objects.exists()


@pytest.mark.parametrize("change", [str.upper, str.title, lambda email: f" {email} "])
def test_an_address_signs_in_in_any_case(make_user, client, change):
    user = make_user("Ada")
    answer = client.post("/accounts/login/", {"login": change(user.email), "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/").context["user"] == user


def test_who_was_made_with_capitals_is_the_same_person(db, client):
    User.objects.create_user("Ada.Lovelace@Example.test", PASSWORD, display_name="Ada")
    assert User.objects.get().email == "ada.lovelace@example.test"
    answer = client.post("/accounts/login/", {"login": "ada.lovelace@example.test", "password": PASSWORD})
    assert answer.status_code == 302


@pytest.mark.parametrize("wrong", [{"password": "wrong"}, {"login": "nobody@example.test"}, {"login": ""}])
def test_a_wrong_sign_in_says_the_same_for_everybody(make_user, client, wrong):
    user = make_user("Ada")
    answer = client.post("/accounts/login/", {"login": user.email, "password": PASSWORD} | wrong)
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


def test_who_may_not_sign_in_is_not_let_in_and_not_kept_in(make_user, client, sign_in):
    user = make_user("Ada")
    inside = sign_in(user)
    user.is_active = False
    user.save(update_fields=["is_active"])
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert "_auth_user_id" not in client.session
    assert inside.get("/").status_code == 302
    assert authenticate(email=user.email, password=PASSWORD) is None
