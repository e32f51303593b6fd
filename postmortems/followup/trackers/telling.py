"""A line in the owner's inbox when an action's issue and the action no longer agree."""

from __future__ import annotations

from core.notify import actions as notify
from core.notify.models import Delivery, Notice
from core.notify.registry import Line, Message, one_by_one, renders
from postmortems.models import Action, TrackerLink

from . import queries

KIND = "followup.tracker"


def tell_owner(link: TrackerLink) -> None:
    """Tell the action's owner once for each change; what agrees is told to nobody."""
    owner = link.action.owner
    if owner is not None and owner.is_active and queries.conflict(link, link.action.status):
        since = link.state_since.isoformat() if link.state_since else ""
        key = f"{KIND}:{link.pk}:{link.state}:{since}"
        notify.deliver(kind=KIND, key=key, recipient=owner, object_id=link.action_id, channels=[notify.INBOX])


def _found(user, action_id: int | None) -> tuple[Action, queries.Conflict] | None:
    """What does not agree just now, as far as the person may read the action."""
    action = Action.objects.visible_to(user).filter(pk=action_id).first() if user else None
    link = queries.link_of(action) if action else None
    conflict = queries.conflict(link, action.status) if action and link else None
    return (action, conflict) if action and conflict else None


def _words(delivery: Delivery) -> Message | None:
    found = _found(delivery.recipient, delivery.object_id)
    return Message(found[0].title, found[1].text) if found else None


def _line(notice: Notice) -> Line | None:
    found = _found(notice.recipient, notice.object_id)
    return Line(found[0].title, f"/actions/{found[0].pk}/#tracker", (found[1].text,)) if found else None


renders(KIND, one_by_one(_words, _line))
