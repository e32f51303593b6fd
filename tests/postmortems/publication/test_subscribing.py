"""Subscribers by mail: confirmed by a button, told once, left with one click, and nothing kept of who left."""

import datetime as dt
import re

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

import postmortems.publication.tasks  # noqa: F401 - registers the words of the mails
from core.notify.models import Delivery
from core.outbox import effects as outbox
from core.outbox.models import OutboxItem
from postmortems.models import PublicRevision, PublicSummary, Subscriber
from postmortems.publication import actions, subscribing, telling

ADDRESS = "reader@elsewhere.test"


@pytest.fixture
def visitor(db):
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def subscribe(db):
    """subscribe("a@b.test", ["Uploads"]) makes a confirmed subscriber, through the actions."""

    def make(address=ADDRESS, services=()):
        actions.ask_subscription(address=address, services=services, now=timezone.now())
        row = Subscriber.objects.get(digest=subscribing.digest_of(address))
        assert actions.confirm_subscription(subscriber=row, now=timezone.now())
        row.refresh_from_db()
        return row

    return make


def ask(visitor, address=ADDRESS, **more):
    return visitor.post("/subscriptions/", {"address": address, "token": subscribing.form_token(), **more})


def link_in(message) -> str:
    return re.search(r"https?://[^/]+(/subscriptions/confirm/\S+/)", message.body)[1]


def test_from_the_form_to_the_confirmation_without_a_cookie(visitor):
    page = visitor.get("/subscriptions/")
    token = re.search(r'name="token" value="([^"]+)"', page.content.decode())[1]
    answer = visitor.post("/subscriptions/", {"address": "Reader@Elsewhere.test", "token": token})
    assert (answer.status_code, answer["Location"]) == (303, "/subscriptions/asked/")
    outbox.drain()
    [message] = mail.outbox
    link = link_in(message)
    shown = visitor.get(link)
    assert b"Yes, subscribe me" in shown.content
    assert Subscriber.objects.get().confirmed_at is None  # a program that opens links confirms nobody
    assert b"You are subscribed" in visitor.post(link).content
    assert Subscriber.objects.get().confirmed_at
    every = [page, answer, visitor.get("/subscriptions/asked/"), shown, visitor.get(link)]
    for one in every:
        assert not one.cookies
        assert "Cookie" not in one.get("Vary", "")
    assert shown["Referrer-Policy"] == "no-referrer"
    assert shown["Cache-Control"] == "no-store"


def test_the_answer_is_the_same_for_a_known_address(visitor, subscribe):
    subscribe()
    with time_machine.travel(timezone.now() + dt.timedelta(days=2)):
        known, unknown = ask(visitor), ask(visitor, "other@elsewhere.test")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert known.content == unknown.content
    row = Subscriber.objects.get(address=ADDRESS)
    assert row.confirmed_at  # who asks again for somebody else ends nothing


def test_one_address_is_not_flooded(visitor):
    began = timezone.now()
    for _ in range(3):
        ask(visitor)
    assert Delivery.objects.count() == 1
    with time_machine.travel(began + dt.timedelta(minutes=11)):
        ask(visitor)
        ask(visitor)
    assert Delivery.objects.count() == 2
    with time_machine.travel(began + dt.timedelta(minutes=40)):
        ask(visitor)
    assert Delivery.objects.count() == 2


def test_one_place_asks_so_often_and_all_together_so_often(visitor, monkeypatch):
    for number in range(subscribing.FROM_ONE_PLACE):
        assert ask(visitor, f"a{number}@elsewhere.test").status_code == 303
    refused = ask(visitor, "one-more@elsewhere.test")
    assert refused.status_code == 429
    assert b"one-more@elsewhere.test" in refused.content
    cache.clear()
    monkeypatch.setattr("postmortems.publication.actions.subscribers.AT_MOST_AN_HOUR", 10)
    assert ask(visitor, "one-more@elsewhere.test").status_code == 429
    assert Subscriber.objects.count() == 10


@pytest.mark.parametrize("address", ["", "nonsense", "a@b", "x" * 300 + "@example.com"])
def test_what_is_no_address_is_said_and_kept(visitor, address):
    answer = ask(visitor, address)
    assert answer.status_code == 422
    assert Subscriber.objects.count() == 0
    if address == "nonsense":
        assert b'value="nonsense"' in answer.content
        assert b"Write the address as name@example.com." in answer.content


def test_a_form_that_was_never_fetched_or_is_very_old_is_refused(visitor):
    old = subscribing.form_token()
    assert visitor.post("/subscriptions/", {"address": ADDRESS}).status_code == 422
    with time_machine.travel(timezone.now() + dt.timedelta(hours=13)):
        assert visitor.post("/subscriptions/", {"address": ADDRESS, "token": old}).status_code == 422
    assert ask(visitor, website="https://spam.test").status_code == 303
    assert Subscriber.objects.count() == 0


def test_a_link_ends_by_itself_and_with_the_next_mail(visitor):
    began = timezone.now()
    ask(visitor)
    row = Subscriber.objects.get()
    first = f"/subscriptions/confirm/{subscribing.link_token(row)}/"
    with time_machine.travel(began + dt.timedelta(days=3, minutes=1)):
        assert visitor.post(first).status_code == 410
    with time_machine.travel(began + dt.timedelta(minutes=11)):
        ask(visitor)
        assert visitor.post(first).status_code == 410
    assert visitor.get("/subscriptions/confirm/forged/").status_code == 410
    assert Subscriber.objects.get().confirmed_at is None


def test_what_nobody_confirmed_is_forgotten(visitor, subscribe):
    subscribe("stays@elsewhere.test")
    ask(visitor)
    assert actions.forget_unconfirmed() == 0
    assert actions.forget_unconfirmed(now=timezone.now() + dt.timedelta(days=4)) == 1
    assert list(Subscriber.objects.values_list("address", flat=True)) == ["stays@elsewhere.test"]
    assert not Delivery.objects.filter(address=ADDRESS).exists()


def test_publication_is_told_once_to_each_and_small_edits_to_nobody(
    subscribe, make_summary, incident, publisher
):
    for number in range(3):
        subscribe(f"reader{number}@elsewhere.test")
    mail.outbox.clear()
    Delivery.objects.all().delete()
    summary = make_summary("published")
    outbox.drain()
    OutboxItem.objects.filter(kind="publication.tell").update(state="planned", finished_at=None)
    outbox.drain()
    assert sorted(message.to[0] for message in mail.outbox) == [
        f"reader{number}@elsewhere.test" for number in range(3)
    ]
    for material, number in ((False, 3), (True, 6)):
        _correct(summary, incident, publisher, material=material)
        outbox.drain()
        assert len(mail.outbox) == number
    assert "Corrected: " in mail.outbox[-1].subject
    assert "The count was wrong." in mail.outbox[-1].body


def _correct(summary, incident, publisher, *, material, publish=True):
    summary.refresh_from_db()
    values = {
        "correction_note": "The count was wrong.",
        "lede": f"Uploads stopped. {'It is over. ' * material}",
    }
    actions.change_text(
        summary=summary, actor=incident.owner, version=summary.version, values=values, now=timezone.now()
    )
    digest = actions.ask_signatures(summary=summary, actor=incident.owner, now=timezone.now())
    actions.sign(summary=summary, actor=publisher, capacity="publisher", digest=digest, now=timezone.now())
    if publish:
        actions.publish(summary=summary, actor=publisher, material=material, now=timezone.now())


def test_a_material_correction_with_a_set_time_is_told_when_it_comes_out(
    subscribe, make_summary, incident, publisher, sign_in
):
    summary = make_summary("published")
    subscribe()
    outbox.drain()
    mail.outbox.clear()
    _correct(summary, incident, publisher, material=True, publish=False)
    comms, path = sign_in(publisher), f"/postmortems/{incident.pk}/summary/"
    assert comms.get(path).content.decode().count('name="material"') == 2
    due = (timezone.now() + dt.timedelta(hours=2)).replace(second=0, microsecond=0)
    refused = comms.post(f"{path}publish/", {"at": "soon", "material": "1"})
    assert refused.content.decode().count('name="material" value="1" checked') == 2
    typed = {"at": due.strftime("%Y-%m-%dT%H:%M"), "material": "1"}
    assert comms.post(f"{path}publish/", typed).status_code == 302
    assert ", and readers are told." in comms.get(path).content.decode()
    assert actions.publish_scheduled(now=due) == 1
    assert summary.revisions.first().is_material
    outbox.drain()
    assert [message.to for message in mail.outbox if "Corrected: " in message.subject] == [[ADDRESS]]


def test_batches_are_bounded_and_go_on_where_one_was_cut_off(subscribe, make_summary, monkeypatch):
    for number in range(7):
        subscribe(f"reader{number}@elsewhere.test")
    outbox.drain()
    mail.outbox.clear()
    monkeypatch.setattr(telling, "BATCH", 3)
    real, calls = telling.plan, []

    def breaks_once(**words):
        calls.append(words)
        if len(calls) == 2:
            raise RuntimeError
        return real(**words)

    make_summary("published")
    monkeypatch.setattr(telling, "plan", breaks_once)
    outbox.drain()
    OutboxItem.objects.filter(state="planned").update(due_at=timezone.now())
    outbox.drain()
    assert len({message.to[0] for message in mail.outbox}) == len(mail.outbox) == 7


def test_the_mail_holds_public_words_two_headers_and_no_number_of_ours(subscribe, make_summary, incident):
    person = subscribe()
    outbox.drain()
    summary = make_summary("published")
    outbox.drain()
    message = mail.outbox[-1]
    leave = f"/subscriptions/leave/{person.key}/"
    assert leave in message.extra_headers["List-Unsubscribe"]
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "X-Debrief-Delivery" not in message.extra_headers
    every = message.message().as_bytes().decode() + message.body + message.alternatives[0].content
    assert f"/public/{summary.slug}/" in every
    for inside in (
        incident.reference,
        f"/postmortems/{incident.pk}",
        "Marguerite",
        "kestrel-db-07",
        "Globex",
        str(incident.owner),
    ):
        assert inside not in every, inside
    assert not re.search(r"<(img|link|script)\b", message.alternatives[0].content)


def test_only_those_who_asked_for_a_service_hear_of_it(subscribe, make_summary, incident):
    subscribe("all@elsewhere.test")
    subscribe("uploads@elsewhere.test", ["Uploads"])
    subscribe("other@elsewhere.test", ["Search"])
    outbox.drain()
    mail.outbox.clear()
    summary = make_summary()
    PublicSummary.objects.filter(pk=summary.pk).update(services=["Uploads"])
    make_summary("published")
    outbox.drain()
    assert {message.to[0] for message in mail.outbox} == {"all@elsewhere.test", "uploads@elsewhere.test"}


@pytest.mark.parametrize("what", ["withdraw", "withdraw and write on", "remove"])
def test_nothing_goes_out_after_a_withdrawal_or_a_removal(subscribe, make_summary, publisher, what):
    subscribe()
    outbox.drain()
    mail.outbox.clear()
    summary = make_summary("published")
    revision = PublicRevision.objects.get()
    telling._tell_some(revision, after=0)  # planned, and not sent yet
    if what.startswith("withdraw"):
        actions.withdraw(summary=summary, actor=publisher, note="It was wrong.", now=timezone.now())
        if what != "withdraw":
            writer = summary.postmortem.owner
            summary.refresh_from_db()
            actions.change_text(
                summary=summary, actor=writer, version=summary.version, values={}, now=timezone.now()
            )
    else:
        PublicRevision.objects.update(removed_at=timezone.now())
    outbox.drain()
    assert mail.outbox == []


def test_one_click_ends_it_and_leaves_no_address(visitor, subscribe, make_summary):
    person = subscribe()
    outbox.drain()
    make_summary("published")
    telling._tell_some(PublicRevision.objects.get(), after=0)
    mail.outbox.clear()
    where = f"/subscriptions/leave/{person.key}/"
    assert b"Yes, stop them" in visitor.get(where).content
    assert Subscriber.objects.get().left_at is None
    answer = visitor.post(where, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert not answer.cookies
    row = Subscriber.objects.get()
    assert (row.address, row.services, row.digest) == ("", [], person.digest)
    assert not Delivery.objects.filter(address__icontains="elsewhere").exists()
    outbox.drain()
    assert mail.outbox == []
    old = visitor.get(f"/subscriptions/confirm/{subscribing.link_token(row)}/")
    assert old.status_code == 410
    assert b"taken off the list" in old.content
    # Again, and with a key nobody has: the same answer.
    assert visitor.post(where).content == answer.content
    assert visitor.post("/subscriptions/leave/nobody/").content == answer.content


def test_who_left_may_come_back(visitor, subscribe):
    person = subscribe()
    actions.leave_subscription(key=person.key, now=timezone.now())
    with time_machine.travel(timezone.now() + dt.timedelta(days=1)):
        ask(visitor)
        row = Subscriber.objects.get()
        assert (row.address, row.confirmed_at, row.left_at) == (ADDRESS, None, None)


def test_the_wrong_verbs(visitor):
    assert visitor.put("/subscriptions/").status_code == 405
    assert visitor.post("/subscriptions/asked/").status_code == 405
    assert visitor.delete("/subscriptions/leave/x/").status_code == 405


def test_administrators_and_publishers_see_numbers_and_no_address(
    subscribe, make_summary, make_user, publisher, sign_in, django_assert_max_num_queries
):
    subscribe()
    subscribe("gone@elsewhere.test")
    actions.leave_subscription(
        key=Subscriber.objects.get(address="gone@elsewhere.test").key, now=timezone.now()
    )
    make_summary("published")
    outbox.drain()
    assert sign_in(make_user("Reader")).get("/lists/subscribers/").status_code == 403
    for user in (publisher, make_user("Admin", is_administrator=True)):
        client = sign_in(user)
        with django_assert_max_num_queries(9):
            page = client.get("/lists/subscribers/").content.decode()
        assert page.count('<b class="num">1</b>') == 2
        assert "elsewhere.test" not in page


def test_a_new_secret_of_the_site_loses_and_doubles_nobody(subscribe, make_summary, visitor, settings):
    subscribe()
    outbox.drain()
    mail.outbox.clear()
    settings.SECRET_KEY = "another-secret-of-the-site"
    with time_machine.travel(timezone.now() + dt.timedelta(days=2)):
        ask(visitor, ADDRESS.upper())
    assert Subscriber.objects.count() == 1
    mail.outbox.clear()
    Delivery.objects.filter(kind=subscribing.ASKED).delete()
    make_summary("published")
    outbox.drain()
    assert [message.to for message in mail.outbox] == [[ADDRESS]]
