"""Everything that is sent: recorded as sent only after it was, one bad address holding up nobody."""

import datetime as dt
import smtplib

import pytest
from django.core import mail
from django.core.mail.backends import locmem
from django.utils import timezone

from core.audit import AuditEntry
from core.notify import actions, effects, queries, registry
from core.notify.models import Delivery, Notice
from core.notify.registry import Line, Message
from core.outbox import effects as outbox
from core.outbox.models import OutboxItem

HTMX = {"HX-Request": "true"}


@pytest.fixture
def kind(monkeypatch):
    """A kind whose words are its object's number; object 0 is no longer wanted."""

    def message(delivery):
        return Message(f"About {delivery.object_id}", "Text", "<p>Text</p>") if delivery.object_id else None

    def line(notice):
        return Line(f"Line about {notice.object_id}", "/somewhere/") if notice.object_id else None

    monkeypatch.setitem(registry._renderers, "test", registry.one_by_one(message, line))
    return "test"


class Server(locmem.EmailBackend):
    """A mail server whose answers a test decides: `answers` maps an address to an error."""

    answers: dict = {}  # noqa: RUF012
    opened = 0

    def open(self):
        Server.opened += 1
        if "server" in self.answers:
            raise self.answers["server"]
        return True

    def send_messages(self, messages):
        for message in messages:
            error = self.answers.get(message.to[0])
            if error:
                raise error
        return super().send_messages(messages)


@pytest.fixture
def server(settings, monkeypatch):
    settings.EMAIL_BACKEND = f"{__name__}.Server"
    monkeypatch.setattr(Server, "answers", {})
    monkeypatch.setattr("core.notify.mail.get_connection", lambda **kwargs: Server())
    return Server.answers


def test_one_delivery_for_each_person_and_channel_planned_once(kind, make_user):
    ada = make_user("ada")
    for _ in range(2):
        made = actions.deliver(kind=kind, key="greet:1", recipient=ada, object_id=1)
    assert sorted(delivery.channel for delivery in made) == ["inbox", "mail"]
    outbox.drain()
    assert len(mail.outbox) == 1
    assert Notice.objects.count() == 1
    assert set(Delivery.objects.values_list("state", "attempts")) == {("sent", 1)}


def test_somebody_without_an_account_gets_mail_only(kind, db):
    actions.deliver(kind=kind, key="subscriber:1", address="reader@example.test", object_id=1)
    outbox.drain()
    assert [message.to for message in mail.outbox] == [["reader@example.test"]]


def test_what_is_no_longer_wanted_is_dropped(kind, make_user):
    actions.deliver(kind=kind, key="greet:0", recipient=make_user(), object_id=0)
    outbox.drain()
    assert mail.outbox == []
    assert set(Delivery.objects.values_list("state", flat=True)) == {"dropped"}
    assert set(OutboxItem.objects.values_list("state", flat=True)) == {"done"}


def test_one_refused_address_holds_up_nobody_and_is_given_up(kind, make_user, server, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    server["bad@example.test"] = smtplib.SMTPRecipientsRefused({"bad@example.test": (550, b"no such user")})
    for name in ("ada", "bad", "grace"):
        actions.deliver(kind=kind, key=name, recipient=make_user(name), object_id=1, channels=["mail"])
    for _ in range(6):
        outbox.drain()
        time_machine.shift(3600)
    assert [message.to[0] for message in mail.outbox] == ["ada@example.test", "grace@example.test"]
    bad = Delivery.objects.get(recipient__email="bad@example.test")
    assert (bad.state, bad.attempts, bad.last_error) == ("given_up", 4, "The mail server answered 550")
    assert "no such user" not in str(list(OutboxItem.objects.values()))


def test_a_server_that_is_away_costs_no_attempts_and_nothing_is_lost(kind, make_user, server, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    server["server"] = ConnectionRefusedError(111, "Connection refused")
    for name in ("ada", "grace"):
        actions.deliver(kind=kind, key=name, recipient=make_user(name), object_id=1, channels=["mail"])
    for _ in range(30):
        outbox.drain()
        time_machine.shift(120)
    assert set(Delivery.objects.values_list("state", "attempts")) == {("planned", 0)}
    server.clear()
    outbox.drain()
    assert len(mail.outbox) == 2


def test_a_server_away_for_days_is_given_up_in_the_end_and_can_be_tried_again(
    kind, make_user, server, time_machine, sign_in
):
    time_machine.move_to(timezone.now(), tick=False)
    server["server"] = TimeoutError()
    actions.deliver(kind=kind, key="ada", recipient=make_user("ada"), object_id=1, channels=["mail"])
    outbox.drain()
    time_machine.shift(dt.timedelta(days=4))
    outbox.drain()
    delivery = Delivery.objects.get()
    assert delivery.state == "given_up"
    before = delivery.message_id
    server.clear()
    Delivery.objects.update(due_at=timezone.now())
    sign_in(make_user("admin", is_administrator=True)).post(f"/operations/deliveries/{delivery.pk}/again/")
    outbox.drain()
    assert mail.outbox[0].extra_headers["Message-ID"] == before
    assert Delivery.objects.get().state == "sent"
    assert AuditEntry.objects.filter(verb="send_again").count() == 1


def test_a_connection_cut_on_the_way_is_repeated_with_the_same_message_id(
    kind, make_user, server, time_machine
):
    time_machine.move_to(timezone.now(), tick=False)
    server["ada@example.test"] = smtplib.SMTPServerDisconnected("Connection unexpectedly closed")
    actions.deliver(kind=kind, key="ada", recipient=make_user("ada"), object_id=1, channels=["mail"])
    outbox.drain()
    first = Delivery.objects.get()
    assert first.state == "planned"
    server.clear()
    time_machine.shift(60)
    outbox.drain()
    assert mail.outbox[0].extra_headers["Message-ID"] == first.message_id


def test_it_is_not_recorded_as_sent_before_the_server_accepted_it(kind, make_user, server, monkeypatch):
    states = []
    actions.deliver(kind=kind, key="ada", recipient=make_user("ada"), object_id=1, channels=["mail"])
    real = Server.send_messages

    def look(self, messages):
        states.append(Delivery.objects.get().state)
        return real(self, messages)

    monkeypatch.setattr(Server, "send_messages", look)
    outbox.drain()
    assert states == ["sending"]
    assert Delivery.objects.get().state == "sent"


def test_words_that_grew_old_are_rendered_again(kind, make_user, server, monkeypatch):
    monkeypatch.setattr(effects, "STALE", -1)
    actions.deliver(kind=kind, key="ada", recipient=make_user("ada"), object_id=1, channels=["mail"])
    outbox.drain(seconds=0)
    assert mail.outbox == []
    monkeypatch.setattr(effects, "STALE", 30)
    outbox.drain()
    assert len(mail.outbox) == 1


def test_many_mails_share_one_connection(kind, make_user, server, monkeypatch):
    connections = []
    monkeypatch.setattr("core.notify.mail.get_connection", lambda **kwargs: connections.append(1) or Server())
    for number in range(40):
        actions.deliver(kind=kind, key=f"k{number}", recipient=make_user(), object_id=1, channels=["mail"])
    outbox.drain()
    assert (len(mail.outbox), len(connections)) == (40, 1)


# The inbox


def test_the_inbox_shows_one_s_own_with_the_rights_of_now(kind, make_user, sign_in):
    ada, eve = make_user("ada"), make_user("eve")
    for number, person in enumerate((ada, eve), 1):
        actions.deliver(kind=kind, key=f"k{number}", recipient=person, object_id=number, channels=["inbox"])
    outbox.drain()
    client = sign_in(ada)
    page = client.get("/inbox/").content.decode()
    assert "Line about 1" in page
    assert "Line about 2" not in page
    Notice.objects.update(object_id=0)
    assert "Line about" not in client.get("/inbox/").content.decode()
    assert b"<html" not in client.get("/inbox/", headers=HTMX).content


def test_the_number_of_unread_notices_comes_with_the_person(kind, make_user, django_assert_num_queries):
    ada = make_user("ada")
    for number in range(3):
        actions.deliver(kind=kind, key=f"k{number}", recipient=ada, object_id=1, channels=["inbox"])
    outbox.drain()
    people = type(ada).objects
    with django_assert_num_queries(1):
        assert queries.with_unread(people.all()).get(pk=ada.pk).unread_notices == 3
    assert actions.mark_read(user=ada) == 3
    assert queries.with_unread(people.all()).get(pk=ada.pk).unread_notices == 0


def test_marking_as_read_touches_one_s_own_only(kind, make_user, sign_in):
    ada, eve = make_user("ada"), make_user("eve")
    actions.deliver(kind=kind, key="k", recipient=ada, object_id=1, channels=["inbox"])
    outbox.drain()
    notice = Notice.objects.get()
    sign_in(eve).post("/inbox/read/", {"notice": notice.pk})
    assert Notice.objects.get().read_at is None
    assert sign_in(ada).post("/inbox/read/", {"notice": notice.pk}).status_code == 302
    assert Notice.objects.get().read_at is not None
    assert sign_in(ada).get("/inbox/read/").status_code == 405


# The operations page


def test_deliveries_are_for_administrators(kind, make_user, sign_in):
    delivery = actions.deliver(
        kind=kind, key="k", recipient=make_user("ada"), object_id=1, channels=["mail"]
    )[0]
    outsider = sign_in(make_user("eve"))
    assert outsider.get("/operations/deliveries/").status_code == 403
    assert outsider.post(f"/operations/deliveries/{delivery.pk}/again/").status_code == 403


def test_the_operations_page_tells_numbers_and_no_words(
    kind, make_user, sign_in, django_assert_max_num_queries
):
    for number in range(5):
        actions.deliver(kind=kind, key=f"k{number}", recipient=make_user(), object_id=7, channels=["mail"])
    outbox.drain()
    client = sign_in(make_user("admin", is_administrator=True))
    with django_assert_max_num_queries(5):
        page = client.get("/operations/deliveries/?state=sent").content.decode()
    assert page.count('data-label="Kind"') == 5
    assert "About 7" not in page


def test_only_what_was_given_up_is_sent_again(kind, make_user, sign_in):
    delivery = actions.deliver(
        kind=kind, key="k", recipient=make_user("ada"), object_id=1, channels=["mail"]
    )[0]
    outbox.drain()
    client = sign_in(make_user("admin", is_administrator=True))
    client.post(f"/operations/deliveries/{delivery.pk}/again/")
    outbox.drain()
    assert len(mail.outbox) == 1
    assert client.get(f"/operations/deliveries/{delivery.pk}/again/").status_code == 405
    assert client.post("/operations/deliveries/999/again/").status_code == 404
