"""A mail server that writes down every mail it accepts, and misbehaves when told to."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesHeaderParser
from functools import cached_property

from aiosmtpd.controller import Controller


@dataclass(frozen=True)
class Accepted:
    """One mail the server said yes to; its headers are read when somebody asks, not while others wait to be taken."""

    content: bytes
    recipient: str
    at: float

    @cached_property
    def headers(self) -> Message:
        """The headers of the mail."""
        return BytesHeaderParser().parsebytes(self.content)

    @property
    def message_id(self) -> str:
        """What mail systems know it by."""
        return self.headers["Message-ID"]

    @property
    def reminders(self) -> tuple[int, ...]:
        """The reminders that are in it."""
        return tuple(int(word) for word in (self.headers["X-Debrief-Reminders"] or "").split(",") if word)


@dataclass
class Sink:
    """`delay` is what accepting one mail takes; `refused` are addresses it never takes; `busy` answers 451 to all.

    Like the servers of the world it says that several commands may come in one piece, unless `plain`.
    """

    delay: float = 0.0
    refused: set[str] = field(default_factory=set)
    busy: bool = False
    plain: bool = False
    accepted: list[Accepted] = field(default_factory=list)
    refusals: int = 0

    def __post_init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self._lock = threading.Lock()
        self._controller: Controller | None = None

    @property
    def url(self) -> str:
        """What EMAIL_URL names."""
        return f"smtp://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Begin to answer."""
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def stop(self) -> None:
        """No longer answer: connections are refused."""
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802 - named by aiosmtpd
        session.host_name = hostname
        offers = [] if self.plain else ["250-PIPELINING"]
        return [responses[0], *offers, *responses[1:]]

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - named by aiosmtpd
        if self.busy:
            self.refusals += 1
            return "451 Try again later"
        if address in self.refused:
            self.refusals += 1
            return "550 No such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - named by aiosmtpd
        if self.delay:
            await asyncio.sleep(self.delay)
        with self._lock:
            for recipient in envelope.rcpt_tos:
                self.accepted.append(Accepted(envelope.content, recipient, time.monotonic()))
        return "250 Accepted"

    def count(self) -> int:
        """How many mails were accepted so far."""
        with self._lock:
            return len(self.accepted)

    def reminded(self) -> set[int]:
        """The reminders that are in at least one accepted mail."""
        with self._lock:
            return {number for mail in self.accepted for number in mail.reminders}

    def repeats(self) -> int:
        """Second acceptances of a mail with the same Message-ID."""
        with self._lock:
            return sum(times - 1 for times in Counter(mail.message_id for mail in self.accepted).values())

    def doubled(self) -> int:
        """Reminders that came in two mails with different Message-IDs."""
        with self._lock:
            mails = {(number, mail.message_id) for mail in self.accepted for number in mail.reminders}
        return sum(times - 1 for times in Counter(number for number, _ in mails).values())
