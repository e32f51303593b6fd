"""One mail: its headers, and the connection that several of them share."""

from __future__ import annotations

import smtplib
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.smtp import EmailBackend

from core.outbox.effects import describe
from core.outbox.registry import Later

from . import wire
from .models import Delivery
from .registry import Message
from .settling import NotTaken

STEP_TIMEOUT = 10
"""Seconds for one exchange with the server. A mail takes at most ten of them: less than the outbox's MARGIN."""
AWAY_WAIT = 20
"""Seconds until a server that did not answer is tried again."""


class Refused(NotTaken):
    """The server answered and did not take this one mail; `lasting` when it says so for good (5xx)."""

    def __init__(self, code: int) -> None:
        super().__init__(f"The mail server answered {code}", lasting=code >= 500)


def compose(delivery: Delivery, message: Message) -> EmailMultiAlternatives:
    """The mail as it goes out: plain text and HTML, with what mail programs and filters want to know."""
    host = urlsplit(settings.PUBLIC_URL).hostname
    headers = {
        "Message-ID": delivery.message_id,
        "List-Id": f"Debrief {message.stream} <{message.stream}.{host}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "X-Debrief-Kind": delivery.kind,
        "X-Debrief-Delivery": str(delivery.pk),
        **message.headers,
    }
    if message.thread:
        # The thread's first message need not exist: programs join what names the same parent.
        headers["In-Reply-To"] = headers["References"] = f"<{message.thread}@{host}>"
    # A renderer leaves a header out by emptying it: mail to the public names no number of ours.
    headers = {name: value for name, value in headers.items() if value}
    to = delivery.recipient.email if delivery.recipient else delivery.address
    mail = EmailMultiAlternatives(message.subject, message.text, to=[to], headers=headers)
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    return mail


class Post:
    """The way to the mail server, opened when first needed and kept for the next mail."""

    def __init__(self) -> None:
        self._connection = get_connection(timeout=STEP_TIMEOUT)

    def open(self) -> None:
        """Reach the server; raises Later when it does not answer."""
        try:
            self._connection.open()
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise Later(AWAY_WAIT, f"The mail server is away ({describe(error)})") from error

    def send(self, mail: EmailMultiAlternatives) -> None:
        """Hand over one mail; returning means that the server accepted it.

        Raises Refused for this mail alone, Later when the server went away.
        """
        try:
            if isinstance(self._connection, EmailBackend):
                wire.hand_over(self._connection, mail)
            else:
                self._connection.send_messages([mail])
        except smtplib.SMTPRecipientsRefused as error:
            raise Refused(max(code for code, _ in error.recipients.values())) from error
        except smtplib.SMTPResponseException as error:
            if error.smtp_code in (421, -1):
                self.close()
                raise Later(AWAY_WAIT, f"The mail server answered {error.smtp_code}") from error
            raise Refused(error.smtp_code) from error
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise Later(AWAY_WAIT, f"The mail server went away ({describe(error)})") from error

    def close(self) -> None:
        """Say goodbye, if anybody still listens."""
        try:
            self._connection.close()
        except (smtplib.SMTPException, OSError):
            # Half a goodbye leaves a dead connection behind; the next mail begins with a new one.
            self._connection = get_connection(timeout=STEP_TIMEOUT)
