"""Reminders of clocks: each rung once to each person, none lost, none about what they may not read."""

import datetime as dt

from django.core import mail

from core.notify.models import Delivery, Notice
from core.notify.queries import told
from core.outbox import effects as outbox
from postmortems.disclosure import actions, reminding
from postmortems.models import ClockNotice, ClockReminder, NamedReader

HOUR = dt.timedelta(hours=1)


def only_gdpr(postmortem, decide):
    for regime in ("gdpr34", "nis2", "dora", "cra", "sec", "ai_act"):
        decide(postmortem, regime, "not_applicable")
    decide(postmortem, "gdpr33", "applies")


def test_each_rung_is_told_once_to_each_person(exposure, security, aware, decide, now):
    aware(exposure)
    only_gdpr(exposure, decide)
    assert reminding.remind(now) == 2
    assert reminding.remind(now) == 0
    assert reminding.remind(now + 10 * HOUR) == 0
    assert reminding.remind(now + 34 * HOUR) == 2  # half the time
    assert reminding.remind(now + 70 * HOUR) == 2  # late; the quarter was passed while nobody looked
    assert set(ClockReminder.objects.values_list("rung", flat=True)) == {"begun", "half", "late_0"}
    assert {row.recipient for row in ClockNotice.objects.all()} == {exposure.owner, security}


def test_the_mail_names_law_and_time_and_no_title(exposure, aware, decide, now):
    aware(exposure)
    only_gdpr(exposure, decide)
    reminding.remind(now)
    outbox.drain()
    assert len(mail.outbox) == 2
    message = mail.outbox[0]
    assert exposure.reference in message.subject
    assert "GDPR, to the authority, notification to the authority: due" in message.subject
    assert "UTC" in message.subject
    every = message.subject + message.body + message.alternatives[0].content
    assert "Zanzibar" not in every
    assert "not legal advice" in every
    assert Delivery.objects.filter(state="sent").count() == 4


def test_several_laws_are_one_message(exposure, aware, now):
    aware(exposure)
    reminding.remind(now)
    outbox.drain()
    assert len(mail.outbox) == 2
    assert "reports to answer" in mail.outbox[0].subject
    assert "say whether it applies" in mail.outbox[0].body


def test_what_was_answered_meanwhile_is_not_sent(exposure, aware, decide, now):
    aware(exposure)
    only_gdpr(exposure, decide)
    reminding.remind(now)
    actions.record_report(
        postmortem=exposure,
        actor=exposure.owner,
        regime="gdpr33",
        duty="authority",
        sent_at=now,
        sent_to="The authority",
        now=now,
    )
    outbox.drain()
    assert mail.outbox == []
    assert reminding.remind(now + 80 * HOUR) == 0


def test_who_may_no_longer_read_it_is_told_nothing(exposure, security, aware, now):
    aware(exposure)
    reminding.remind(now)
    NamedReader.objects.filter(user=security).delete()
    outbox.drain()
    assert [message.to for message in mail.outbox] == [[exposure.owner.email]]
    assert told(list(Notice.objects.filter(recipient=security))) == []
    lines = told(list(Notice.objects.filter(recipient=exposure.owner)))
    assert lines[0][1].url == f"/postmortems/{exposure.pk}/clocks/"


def test_capacities_open_nothing(exposure, make_user, aware, now):
    make_user("Counsel", signs_legal=True)
    aware(exposure)
    reminding.remind(now)
    assert ClockNotice.objects.filter(recipient__display_name="Counsel").count() == 0


def test_a_corrected_moment_begins_a_new_ladder(exposure, aware, decide, now):
    row = aware(exposure)
    only_gdpr(exposure, decide)
    reminding.remind(now)
    actions.keep_times(
        postmortem=exposure,
        actor=exposure.owner,
        version=row.version,
        values={"aware_at": now - 5 * HOUR},
        now=now,
    )
    assert reminding.remind(now) == 2


def test_an_interruption_loses_nobody(exposure, aware, decide, now, monkeypatch):
    aware(exposure)
    only_gdpr(exposure, decide)
    real, calls = reminding.notify.deliver, []

    def breaks_at_the_second(**words):
        calls.append(words)
        if len(calls) == 2:
            raise RuntimeError
        return real(**words)

    monkeypatch.setattr(reminding.notify, "deliver", breaks_at_the_second)
    try:
        reminding.remind(now)
    except RuntimeError:
        pass
    assert Delivery.objects.count() == 0
    assert reminding.remind(now) == 2
