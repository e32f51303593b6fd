"""A mail as bytes, made directly: a reminder has two short texts and a dozen headers, and there may be thousands.

Django's way through the email package costs more than the rest of a delivery together (docs/performance.md). What comes
out says the same: tests/core/notify/test_wire.py compares the two, header by header. A server that offers it is told
sender, recipient and that a mail follows in one piece (RFC 2920), and so is waited for twice a mail and not four times.
"""

from __future__ import annotations

import binascii
import contextlib
import functools
import re
import secrets
import smtplib
from email.header import Header
from email.utils import formatdate

from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import BadHeaderError, sanitize_address

_PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\Z")
LONGEST_LINE = 998
"""Bytes of a line that every mail server takes (RFC 5321)."""


def hand_over(backend: EmailBackend, mail: EmailMultiAlternatives) -> None:
    """Give one mail to the server over the backend's open connection; raises what smtplib raises."""
    server = backend.connection
    if server is None:
        raise smtplib.SMTPServerDisconnected("The connection was not opened")
    sender, recipients, content = _address(mail.from_email), [_address(to) for to in mail.to], as_bytes(mail)
    server.ehlo_or_helo_if_needed()
    if len(recipients) == 1 and server.has_extn("pipelining"):
        _in_one_piece(server, sender, recipients[0], content)
    else:
        server.sendmail(sender, recipients, content)


def _in_one_piece(server: smtplib.SMTP, sender: str, recipient: str, content: bytes) -> None:
    """What `SMTP.sendmail` does, with the three commands before the mail sent together."""
    size = f" size={len(content)}" if server.has_extn("size") else ""
    from_, to = smtplib.quoteaddr(sender), smtplib.quoteaddr(recipient)
    if {"\r", "\n"} & {*from_, *to}:
        raise ValueError("An address has no line breaks")
    server.send(f"mail FROM:{from_}{size}\r\nrcpt TO:{to}\r\ndata\r\n".encode("ascii"))
    # Each command has its answer, in order, whatever became of the one before.
    mail, rcpt, data = server.getreply(), server.getreply(), server.getreply()
    taken = mail[0] == 250 and rcpt[0] in (250, 251)
    if taken and data[0] == 354:
        server.send(_as_sent(content))
        data = server.getreply()
        if data[0] == 250:
            return
    elif data[0] == 354:
        # It waits for a mail although it took no recipient: an empty one, which goes to nobody.
        server.send(b".\r\n")
        server.getreply()
    if 421 in (mail[0], rcpt[0], data[0]):
        server.close()
    else:
        with contextlib.suppress(smtplib.SMTPServerDisconnected):
            server.rset()
    if mail[0] != 250:
        raise smtplib.SMTPSenderRefused(*mail, sender)
    if rcpt[0] not in (250, 251):
        raise smtplib.SMTPRecipientsRefused({recipient: rcpt})
    raise smtplib.SMTPDataError(*data)


def _as_sent(content: bytes) -> bytes:
    """With the end that is a dot alone, and no line before it that looks like it."""
    dotted = content.replace(b"\r\n.", b"\r\n..")
    start, end = b"." if content.startswith(b".") else b"", b"" if content.endswith(b"\r\n") else b"\r\n"
    return b"".join([start, dotted, end, b".\r\n"])


def as_bytes(mail: EmailMultiAlternatives) -> bytes:
    """The mail with its plain text and, where there is one, its HTML; lines end as on the wire."""
    headers = {
        "MIME-Version": "1.0",
        "Subject": mail.subject,
        "From": _address(mail.from_email),
        "To": ", ".join(_address(to) for to in mail.to),
        "Date": formatdate(),
        **mail.extra_headers,
    }
    lines = [_header(name, str(value)) for name, value in headers.items()]
    texts = [("plain", str(mail.body)), *(("html", str(content)) for content, *_ in mail.alternatives)]
    parts = [_part(kind, text) for kind, text in texts]
    if len(parts) == 1:
        return b"".join([*lines, parts[0]])
    mark = f"=_{secrets.token_hex(16)}".encode()
    lines.append(b'Content-Type: multipart/alternative; boundary="' + mark + b'"\r\n')
    between = b"\r\n--" + mark
    return b"".join([*lines, *(between + b"\r\n" + part for part in parts), between + b"--\r\n"])


def _header(name: str, value: str) -> bytes:
    if "\n" in value or "\r" in value:
        raise BadHeaderError(f"A header has no line breaks: {name}")
    if not value.isascii():
        value = Header(value, "utf-8", header_name=name).encode(linesep="\r\n")
    elif len(name) + len(value) > 76:
        value = Header(value, header_name=name).encode(linesep="\r\n")
    return f"{name}: {value}\r\n".encode("ascii")


def _part(kind: str, text: str) -> bytes:
    """One text with its own headers: as it is where it is plain enough, else quoted-printable."""
    data = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace")
    if data.isascii() and all(len(line) < LONGEST_LINE for line in data.split(b"\n")):
        encoding = b"7bit"
    else:
        encoding, data = b"quoted-printable", binascii.b2a_qp(data)
    head = f'Content-Type: text/{kind}; charset="utf-8"\r\nContent-Transfer-Encoding: '.encode()
    return head + encoding + b"\r\n\r\n" + data.replace(b"\n", b"\r\n") + b"\r\n"


@functools.lru_cache(maxsize=4096)
def _address(value: str) -> str:
    """An address as it may stand in a header and on the envelope; names and foreign letters are Django's business."""
    return value if _PLAIN_ADDRESS.match(value) else sanitize_address(value, "utf-8")
