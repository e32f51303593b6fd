"""The mails and inbox lines of reminders, rendered and checked just before they are sent or read."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from django.conf import settings
from django.template.loader import get_template
from django.utils import timezone

from core.accounts.models import User
from core.notify.models import Delivery, Notice
from core.notify.registry import Line, Message, Renderer, renders
from postmortems.models import Action, Disclosure, Reminder

from . import checking, wording
from .grouping import KIND, still_applying
from .rights import visible_pairs

_PERSON = "display_name email is_active time_zone"
ASKED = {
    "": "action postmortem recipient rung occurrence schedule_version due_at state",
    "recipient__": _PERSON,
    "postmortem__": "year number title status text_version owner updated_at review_asked_at discarded_at",
    "action__": "title owner team postmortem status due_on schedule_version snoozed_until check_on measure disclosure",
    "action__postmortem__": "year number discarded_at",
    "action__team__": "slug name",
    "action__owner__": _PERSON,
}
"""What a reminder prints and is judged by, of some hundred columns that hang on it."""
FOR_MANAGERS = ("managers", "managers_above", "unassigned")
"""The rungs that speak to somebody as the manager of a team."""


def _reminders(deliveries: Sequence[int]) -> dict[int, list[Reminder]]:
    """The reminders of each delivery, with all that is printed, in two queries."""
    link = Reminder.deliveries.through
    pairs = list(link.objects.filter(delivery__in=deliveries).values_list("delivery_id", "reminder_id"))
    related = ("recipient", "postmortem", "action__postmortem", "action__team", "action__owner")
    columns = [f"{of}{name}" for of, names in ASKED.items() for name in names.split()]
    every = Reminder.objects.select_related(*related).only(*columns)
    rows = every.in_bulk({reminder for _, reminder in pairs})
    found: dict[int, list[Reminder]] = defaultdict(list)
    for delivery, reminder in pairs:
        found[delivery].append(rows[reminder])
    return found


def readable(rows: Iterable[Reminder]) -> set[int]:
    """The ids of reminders about things their recipients may read now.

    One query whatever their number, and one more for each restricted action.
    """
    every = list(rows)
    pairs = visible_pairs((row.recipient_id, pk) for row in every if (pk := _postmortem_of(row)) is not None)
    found = [row for row in every if (row.recipient_id, _postmortem_of(row)) in pairs]
    kept_back = [row for row in found if _is_restricted(row)]
    hidden = {row.pk for row in kept_back if not _reads(row)}
    return {row.pk for row in found} - hidden


def _reads(row: Reminder) -> bool:
    return Action.objects.visible_to(row.recipient).filter(pk=row.action_id).exists()


def _postmortem_of(row: Reminder) -> int | None:
    return row.action.postmortem_id if row.action else row.postmortem_id


def _is_restricted(row: Reminder) -> bool:
    return row.action is not None and row.action.disclosure == Disclosure.RESTRICTED


def _sendable(deliveries: Sequence[Delivery]) -> dict[int, list[Reminder]]:
    """What of each delivery still applies and may be read by its recipient; the rest is marked as skipped."""
    found = _reminders([delivery.pk for delivery in deliveries])
    every = {row.pk: row for rows in found.values() for row in rows}
    applying = still_applying(list(every.values()))
    allowed = readable(every[pk] for pk in applying)
    dropped = every.keys() - allowed
    if dropped:
        # One that went out by the other channel before stays what it was.
        Reminder.objects.filter(pk__in=dropped).exclude(deliveries__state=Delivery.State.SENT).update(
            state=Reminder.State.SKIPPED
        )
    return {delivery.pk: [row for row in found[delivery.pk] if row.pk in allowed] for delivery in deliveries}


def sendable(deliveries: Sequence[Delivery]) -> Mapping[int, Callable[[], Message]]:
    """The deliveries that still have something to say, each with the function that says it."""
    return {
        delivery: partial(_message, rows[0].recipient, rows)
        for delivery, rows in _sendable(deliveries).items()
        if rows
    }


_template = functools.cache(get_template)


def _message(user: User, rows: list[Reminder]) -> Message:
    found = wording.items(rows, timezone.now().astimezone(user.zone).date())
    subject = wording.subject(found)
    context = {
        "items": found[: wording.SHOWN],
        "more": len(found) - wording.SHOWN,
        "one": found[0] if len(found) == 1 else None,
        "links": [(words, f"{settings.PUBLIC_URL}{path}") for words, path in links(rows)],
        "subject": subject,
    }
    return Message(
        subject=subject,
        text=_template("emails/reminders.txt").render(context),
        html=_template("emails/reminders.html").render(context),
        thread=found[0].key if len(found) == 1 else "",
        stream="reminders",
        headers={"X-Debrief-Reminders": ",".join(str(row.pk) for row in rows)},
    )


def links(rows: Sequence[Reminder]) -> list[tuple[str, str]]:
    """Where all of it stands, as (words, path): one's own list, and those of people and teams one hears of."""
    teams = {
        row.action.team.slug: row.action.team.name for row in rows if row.action and row.rung in FOR_MANAGERS
    }
    found = _own([row for row in rows if row.rung not in (*FOR_MANAGERS, checking.RUNG)])
    if any(row.rung == checking.RUNG for row in rows):
        found.append(("What is done and not yet verified", "/actions/?state=done"))
    return found + [
        (f"The actions of {name}", f"/actions/?team={slug}") for slug, name in sorted(teams.items())
    ]


def _own(rows: Sequence[Reminder]) -> list[tuple[str, str]]:
    """One's own work; and of those one stands in for, theirs, which is not among it."""
    theirs = {
        row.action.owner_id: row.action.owner
        for row in rows
        if row.action and row.action.owner and row.action.owner_id != row.recipient_id
    }
    mine = [row for row in rows if row.action is None or row.action.owner_id not in theirs]
    # The list of actions holds neither drafts nor reviews; the first page holds all three.
    path = "/actions/?owner=me" if all(row.action for row in mine) else "/"
    found = [("All that waits for you", path)] if mine else []
    return found + [(f"The actions of {owner}", f"/actions/?owner={pk}") for pk, owner in theirs.items()]


def lines(notices: Sequence[Notice]) -> Mapping[int, Line | None]:
    """Inbox lines: what the reminder was about, as far as its reader may read it today."""
    found = _reminders([notice.delivery_id for notice in notices])
    allowed = readable({row.pk: row for rows in found.values() for row in rows}.values())
    return {
        notice.pk: _line([row for row in found[notice.delivery_id] if row.pk in allowed])
        for notice in notices
    }


def _line(rows: list[Reminder]) -> Line | None:
    if not rows:
        return None
    found = wording.items(rows, timezone.now().astimezone(rows[0].recipient.zone).date())
    if len(found) == 1:
        return Line(f"{found[0].title}, {found[0].when}", _path(found[0].url), (found[0].why,))
    titles = tuple(f"{each.title}, {each.when}" for each in found[: wording.SHOWN])
    return Line(f"{len(found)} things were waiting for you", links(rows)[0][1], titles)


def _path(url: str) -> str:
    return url.removeprefix(settings.PUBLIC_URL)


renders(KIND, Renderer(sendable, lines))
