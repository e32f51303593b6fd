"""The mail and the inbox line about clocks, rendered and checked just before they are sent or read.

They name the law and the time, and the postmortem by its number only: the title of an exposure is not for a mail.
"""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from core.notify.models import Delivery, Notice
from core.notify.registry import Line, Message, one_by_one, renders
from core.templatetags.say import when
from postmortems.disclosure.queries import Shown, facts_of, shown
from postmortems.disclosure.reminding import KIND
from postmortems.disclosure.rights import may_read
from postmortems.domain import clocks
from postmortems.models import ClockNotice, ClockReminder


def _open_clocks(notice: ClockNotice) -> list[Shown]:
    """What the notice was about, as far as it is still to be answered."""
    told = set(ClockReminder.objects.filter(notice=notice).values_list("regime", "duty"))
    now = timezone.now()
    facts = facts_of([notice.postmortem_id])[notice.postmortem_id]
    return [
        shown(clock, now)
        for clock in clocks.clocks(facts, now)
        if clock.is_open and (clock.regime.key, clock.duty.key) in told
    ]


def _notice(pk: int | None) -> ClockNotice | None:
    """The notice, unless its postmortem is gone or its recipient may no longer read it."""
    found = ClockNotice.objects.select_related("postmortem", "recipient").filter(pk=pk or 0).first()
    if found is None or found.postmortem.discarded_at or not may_read(found.postmortem, found.recipient):
        return None
    return found


def _said(row: Shown, zone: str) -> str:
    clock = row.clock
    name = f"{clock.regime.name}, {clocks.within(clock.duty.name)}"
    due = f"due {when(clock.due_at, zone)}, {row.left}" if clock.due_at else "without undue delay"
    if clock.provisional:
        return f"{name}: say whether it applies; if it does, {due}"
    return f"{name}: {due}"


def mail(delivery: Delivery) -> Message | None:
    """One mail about the clocks of one postmortem; None when nothing of it is open any more."""
    notice = _notice(delivery.object_id)
    rows = _open_clocks(notice) if notice else []
    if notice is None or not rows:
        return None
    zone, reference = notice.recipient.time_zone, notice.postmortem.reference
    lines = [_said(row, zone) for row in rows]
    count = "1 report" if len(lines) == 1 else f"{len(lines)} reports"
    late = any(row.clock.state == "late" for row in rows)
    subject = f"{reference}: {count} to answer{', one of them late' if late and len(lines) > 1 else ''}"
    if len(lines) == 1:
        subject = f"{reference}: {lines[0]}"
    context = {
        "subject": subject,
        "lines": lines,
        "url": f"{settings.PUBLIC_URL}/postmortems/{notice.postmortem_id}/clocks/",
    }
    return Message(
        subject=subject,
        text=render_to_string("emails/clocks.txt", context),
        html=render_to_string("emails/clocks.html", context),
        thread=f"clocks-{notice.postmortem_id}",
        stream="clocks",
    )


def line(row: Notice) -> Line | None:
    """The line in the inbox; it stays when the report was sent, and says so."""
    notice = _notice(row.object_id)
    if notice is None:
        return None
    url = f"/postmortems/{notice.postmortem_id}/clocks/"
    rows = _open_clocks(notice)
    if not rows:
        return Line(f"{notice.postmortem.reference}: disclosure clocks, answered since", url)
    said = tuple(_said(one, notice.recipient.time_zone) for one in rows)
    if len(said) == 1:
        return Line(f"{notice.postmortem.reference}: {said[0]}", url)
    return Line(f"{notice.postmortem.reference}: {len(said)} reports to answer", url, said)


renders(KIND, one_by_one(mail, line))
"""Registered when the room's effects are loaded."""
