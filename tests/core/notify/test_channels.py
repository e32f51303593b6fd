"""Channels that several people read: who sets them up, where they lead, how sending ends."""

import pytest
from django.utils import timezone

from core.audit import AuditEntry
from core.notify import actions, announcing, chat, mail, registry
from core.notify.models import Channel, Delivery
from core.notify.registry import Message
from core.outbox import effects as outbox
from core.outbox.models import OutboxItem
from core.outbox.registry import Later
from tests.listening import listening

SECRET = "T0KEN-of-the-room"
FORM = {
    "name": "#incidents",
    "address": f"https://hooks.example.com/{SECRET}",
    "audience": "organisation",
    "kinds": ["test.news"],
    "rhythm": "weekly",
    "time_zone": "UTC",
}


@pytest.fixture(autouse=True)
def kind(monkeypatch):
    """News whose words are its object's number; those of object 0 are not meant for any channel."""
    monkeypatch.setattr(registry, "_renderers", dict(registry._renderers))
    monkeypatch.setattr(registry, "_announcements", {})

    def said(delivery, channel):
        return Message(f"News {delivery.object_id}", "Words @channel") if delivery.object_id else None

    registry.announces("test.news", "News of a test", said)


@pytest.fixture
def room(settings):
    settings.OUTBOUND_ALLOW = ["127.0.0.1"]
    with listening() as listener:
        yield listener


@pytest.fixture
def channel(room, db):
    address = f"json://127.0.0.1:{room.port}/{SECRET}"
    return Channel.objects.create(name="Room", service="Webhook", address=address, kinds=["test.news"])


@pytest.fixture
def admin(make_user, sign_in):
    return sign_in(make_user("admin", is_administrator=True))


def tell(number=1, team_id=None):
    return announcing.announce(
        kind="test.news", key=f"news:{number}", object_id=number, team_id=team_id, now=timezone.now()
    )


# Sending


def test_news_are_said_once_and_recorded_after_they_were_taken(channel, room, monkeypatch):
    states, real = [], chat.say

    def look(address, message):
        states.append((Delivery.objects.get().state, len(room.asked)))
        real(address, message)

    monkeypatch.setattr(chat, "say", look)
    assert (tell(), tell()) == (1, 0)
    outbox.drain()
    assert states == [("sending", 0)]
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts, delivery.target) == ("sent", 1, channel)
    [asked] = room.asked
    assert asked.path == f"/{SECRET}"
    assert (asked.json["title"], asked.json["message"]) == ("News 1", "Words @\u200bchannel")


def test_what_may_not_be_said_there_is_dropped(channel, room):
    tell(0)
    outbox.drain()
    assert (Delivery.objects.get().state, room.asked) == ("dropped", [])


@pytest.mark.parametrize(
    ("status", "tries", "reason"),
    [(404, 4, "The service answered 404."), (503, 12, "The service answered 503.")],
)
def test_a_refusal_is_tried_again_with_waits_and_given_up(channel, room, time_machine, status, tries, reason):
    time_machine.move_to(timezone.now(), tick=False)
    room.answer = lambda asked: (status, {}, {"quoted": "News 1"})
    tell()
    outbox.drain()
    assert Delivery.objects.get().state == "failed"
    outbox.drain()
    assert len(room.asked) == 1  # not before its wait is over
    for _ in range(20):
        time_machine.shift(7200)
        outbox.drain()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts, delivery.last_error) == ("given_up", tries, reason)
    assert len(room.asked) == tries


def test_what_was_given_up_is_sent_again_by_an_administrator(channel, room, admin):
    room.answer = lambda asked: (500, {}, {})
    tell()
    outbox.drain()
    Delivery.objects.update(state="given_up")
    room.answer = lambda asked: (200, {}, {})
    page = admin.get("/operations/deliveries/?channel=channel").content.decode()
    assert "Send again" in page
    assert SECRET not in page
    admin.post(f"/operations/deliveries/{Delivery.objects.get().pk}/again/")
    outbox.drain()
    assert Delivery.objects.get().state == "sent"


def test_a_room_inside_the_house_is_refused_when_it_is_reached(channel, room, settings):
    settings.OUTBOUND_ALLOW = []
    channel.address = f"json://localtest.example:{room.port}/"
    channel.save()
    tell()
    outbox.drain()
    delivery = Delivery.objects.get()
    assert (delivery.state, room.asked) == ("failed", [])


def test_a_redirect_into_the_house_is_not_followed(channel, room, settings):
    room.answer = lambda asked: (307, {"Location": f"http://127.0.0.2:{room.port}/inside"}, {})
    tell()
    outbox.drain()
    assert "leads inside the network (127.0.0.2)" in Delivery.objects.get().last_error
    assert [asked.path for asked in room.asked] == [f"/{SECRET}"]


def test_one_room_that_fails_holds_up_no_other(channel, room):
    Channel.objects.create(name="Other", address="json://127.0.0.1:1/", kinds=["test.news"])
    tell()
    outbox.drain()
    assert set(Delivery.objects.values_list("target__name", "state")) == {
        ("Room", "sent"),
        ("Other", "failed"),
    }


def test_a_mail_server_that_is_away_holds_up_no_room(channel, room, make_user, monkeypatch):
    def away(self):
        raise Later(20, "The mail server is away")

    monkeypatch.setattr(mail.Post, "open", away)
    monkeypatch.setitem(
        registry._renderers,
        "a.mail",
        registry.one_by_one(lambda delivery: Message("x", "y"), lambda notice: None),
    )
    actions.deliver(kind="a.mail", key="m", recipient=make_user("ada"), channels=["mail"])
    tell()
    outbox.drain()
    assert dict(Delivery.objects.values_list("channel", "state")) == {"mail": "planned", "channel": "sent"}


def test_a_secret_that_can_t_be_opened_is_said_and_nothing_sent(channel, room, settings):
    tell()
    settings.SECRET_KEY = "another-secret-key-altogether-0123456789"
    outbox.drain()
    assert "enter it again" in Delivery.objects.get().last_error
    assert room.asked == []


def test_paused_removed_or_about_another_team_hears_nothing(channel, room, make_team):
    ours, theirs = make_team("Ours"), make_team("Theirs")
    channel.about.set([ours])
    assert (tell(1, theirs.pk), tell(2, ours.pk)) == (0, 1)
    Channel.objects.update(is_paused=True)
    assert tell(3, ours.pk) == 0
    outbox.drain()  # what was planned before the pause
    assert (Delivery.objects.get().state, room.asked) == ("dropped", [])


def test_neither_log_nor_outbox_hold_the_secret(channel, room, caplog):
    room.answer = lambda asked: (500, {}, {})
    caplog.set_level("DEBUG")
    tell()
    outbox.drain()
    assert SECRET not in caplog.text
    assert SECRET not in str(list(OutboxItem.objects.values()) + list(Delivery.objects.values()))


# Addresses


@pytest.mark.parametrize(
    ("address", "service", "shown"),
    [
        (
            "https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ",
            "Slack",
            "slack://T…/…",
        ),
        (
            "mmosts://chat.example.com/3ccdd113474722377935511fc85d3dd4",
            "Mattermost",
            "mmosts://chat.example.com/…",
        ),
        (f"https://example.com/{SECRET}?key={SECRET}", "Webhook (JSON)", "jsons://example.com/…"),
        (
            "https://prod-1.westeurope.logic.azure.com:443/workflows/643e69f83c8944/triggers/manual/paths/invoke"
            "?api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=KODuebWbDGYFr0z0eu",
            "Power Automate / Workflows (for MSTeams)",
            "workflow://prod-1.westeurope.logic.azure.com:443/…",
        ),
    ],
)
def test_the_addresses_products_give_are_understood_and_shown_without_their_secrets(address, service, shown):
    assert chat.read(address) == chat.Service(service, shown)


@pytest.mark.parametrize(
    "address",
    [
        "mailto://user:word@example.com",
        "syslog://",
        "dbus://",
        "windows://",
        "json://127.0.0.1/x",
        "http://169.254.169.254/latest/meta-data/",
        "jsons://[::1]/",
        "jsons://example.com/?template=/etc/passwd",
        "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#one/#two",
        "slack://half",
        "nonsense",
        "https://localhost:8000/",
    ],
)
def test_an_address_that_can_t_be_used_is_refused_with_a_reason(address):
    with pytest.raises(chat.Unusable) as refused:
        chat.read(address)
    assert str(refused.value).endswith(".")


# The pages


def test_an_administrator_adds_a_channel_and_never_sees_its_address_again(admin, make_team):
    team = make_team("Storage")
    answer = admin.post("/channels/new/", FORM | {"audience": "team", "team": team.pk, "about": [team.pk]})
    channel = Channel.objects.get()
    assert answer["Location"] == f"/channels/{channel.pk}/"
    assert channel.address.reveal() == FORM["address"]
    assert (channel.team, list(channel.about.all()), channel.kinds) == (team, [team], ["test.news"])
    assert Delivery.objects.get().kind == "notify.channel_test"
    for path in ("/channels/", f"/channels/{channel.pk}/", "/operations/deliveries/"):
        page = admin.get(path).content.decode()
        assert "#incidents" in page
        assert SECRET not in page
    form = admin.get(f"/channels/{channel.pk}/").context["form"]
    offered = dict(form.fields["time_zone"].choices)
    assert offered["America/New_York"] == "America/New York" and not {"Factory", "W-SU"} & set(offered)
    admin.post(f"/channels/{channel.pk}/", FORM | {"address": "", "name": "#late"})
    channel.refresh_from_db()
    assert (channel.name, channel.team, channel.address.reveal()) == ("#late", None, FORM["address"])
    assert set(AuditEntry.objects.values_list("verb", flat=True)) == {
        "add_channel",
        "change_channel",
        "test_channel",
    }


def test_a_form_with_errors_comes_back_with_what_was_typed(admin):
    answer = admin.post("/channels/new/", FORM | {"address": "http://10.0.0.1/hook", "audience": "team"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "inside the network" in page
    assert "Say whose people read it." in page
    assert "#incidents" in page
    assert Channel.objects.count() == 0


def test_a_channel_is_tested_paused_and_removed(channel, room, admin):
    admin.post(f"/channels/{channel.pk}/pause/", {"paused": "yes"})
    admin.post(f"/channels/{channel.pk}/test/")
    outbox.drain()
    assert "a test of the channel" in room.asked[0].json["message"]
    admin.post(f"/channels/{channel.pk}/pause/", {"paused": "no"})
    channel.refresh_from_db()
    assert not channel.is_paused
    assert admin.get(f"/channels/{channel.pk}/remove/").status_code == 200
    tell()
    admin.post(f"/channels/{channel.pk}/remove/")
    channel.refresh_from_db()
    assert not channel.address
    assert admin.get(f"/channels/{channel.pk}/").status_code == 404
    outbox.drain()
    assert len(room.asked) == 1
    assert "Room (removed)" in admin.get("/operations/deliveries/").content.decode()


def test_channels_are_for_administrators(channel, make_user, sign_in):
    client = sign_in(make_user("eve"))
    for path in ("", "new/", f"{channel.pk}/", f"{channel.pk}/remove/"):
        assert client.get(f"/channels/{path}").status_code == 403
    for path in (
        "new/",
        f"{channel.pk}/",
        f"{channel.pk}/test/",
        f"{channel.pk}/pause/",
        f"{channel.pk}/remove/",
    ):
        assert client.post(f"/channels/{path}").status_code == 403
    assert Delivery.objects.count() == 0


def test_what_is_not_there_and_wrong_verbs(admin):
    assert admin.get("/channels/99/").status_code == 404
    assert admin.get("/channels/99/test/").status_code == 405
    assert admin.post("/channels/").status_code == 405


def test_the_list_costs_the_same_for_many(admin, django_assert_max_num_queries):
    Channel.objects.bulk_create(
        Channel(name=f"Room {n}", address="x", kinds=["test.news"]) for n in range(20)
    )
    tell()
    with django_assert_max_num_queries(6):
        page = admin.get("/channels/").content.decode()
    assert page.count('data-label="Carries"') == 20
