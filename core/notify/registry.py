"""How each kind of message gets its words: rooms register renderers, which check permission just before sending."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from .models import Channel, Delivery, Notice


@dataclass(frozen=True)
class Message:
    """The words of one mail.

    `thread` names what the mail is about ("action-12"), so that mail programs keep such mails together; `stream`
    names the list it belongs to, so that people can sort by it.
    """

    subject: str
    text: str
    html: str = ""
    thread: str = ""
    stream: str = "notices"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """One line in the site's inbox: what it says, and where it leads."""

    text: str
    url: str
    more: tuple[str, ...] = ()


@dataclass(frozen=True)
class Renderer:
    """The two questions asked about one kind of message.

    `sendable` is asked just before sending. It answers, for each delivery that is still wanted and that its recipient
    may still read, with a function that makes the words; deliveries it leaves out are dropped.
    `lines` answers for each notice with a Line, or None when its reader may no longer read it.
    """

    sendable: Callable[[Sequence[Delivery]], Mapping[int, Callable[[], Message]]]
    lines: Callable[[Sequence[Notice]], Mapping[int, Line | None]]


@dataclass(frozen=True)
class Announcement:
    """A kind of news that channels can carry: how the settings page names it."""

    kind: str
    label: str


_renderers: dict[str, Renderer] = {}
_announcements: dict[str, Announcement] = {}


def renders(kind: str, renderer: Renderer) -> None:
    """Register who gives this kind its words."""
    _renderers[kind] = renderer


def one_by_one(mail: Callable[[Delivery], Message | None], line: Callable[[Notice], Line | None]) -> Renderer:
    """A renderer from two plain functions, for kinds that are sent now and then; None is "no longer"."""

    def sendable(deliveries: Sequence[Delivery]) -> dict[int, Callable[[], Message]]:
        made = {delivery.pk: mail(delivery) for delivery in deliveries}
        return {pk: partial(_same, message) for pk, message in made.items() if message is not None}

    return Renderer(sendable, lambda notices: {notice.pk: line(notice) for notice in notices})


def announces(kind: str, label: str, said: Callable[[Delivery, Channel], Message | None]) -> None:
    """Register news for channels. `said` gives the words, as far as everybody who reads the channel may read them.

    It is asked just before sending; None is "no longer, or not here".
    """

    def mail(delivery: Delivery) -> Message | None:
        channel = delivery.target
        if channel is None or channel.is_paused or channel.removed_at or kind not in channel.kinds:
            return None
        return said(delivery, channel)

    renders(kind, one_by_one(mail, lambda notice: None))
    _announcements[kind] = Announcement(kind, label)


def announcements() -> list[Announcement]:
    """Every kind of news that channels can carry, by label."""
    return sorted(_announcements.values(), key=lambda each: each.label)


def _same(message: Message) -> Message:
    return message


def find(kind: str) -> Renderer | None:
    """The renderer of that kind; None in a process that does not know it."""
    return _renderers.get(kind)
