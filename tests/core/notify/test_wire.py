"""Mails made directly say what Django's own would say, whatever stands in them, and arrive at a real server."""

import email
import email.policy

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.message import BadHeaderError
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.notify import wire
from tests.faults.sink import Sink

# What XML-free mail may carry: any letters, no surrogates and no NUL.
text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=300)
# Django leaves an empty plain text out; a mail of this site always has one.
body = text.map(lambda words: f"Debrief\n{words}")
line = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=200)
LONG = "https://debrief.test/" + "a" * 1200


def letter(
    subject="Due today", body="It is due.\n", html="<p>It is due.</p>", to="ada@example.test", **headers
):
    headers = {"Message-ID": "<1@debrief.test>", "List-Id": "Debrief <r.debrief.test>"} | headers
    mail = EmailMultiAlternatives(subject, body, "Debrief <debrief@localhost>", [to], headers=headers)
    if html:
        mail.attach_alternative(html, "text/html")
    return mail


def read(raw):
    return email.message_from_bytes(raw, policy=email.policy.SMTP)


def said(message):
    """Headers but the date, and each text, as a mail program would show them."""
    skip = ("date", "content-type", "content-transfer-encoding", "mime-version")
    heads = {name.lower(): " ".join(str(value).split()) for name, value in message.items()}
    texts = [
        (part.get_content_type(), part.get_payload(decode=True).decode().replace("\r\n", "\n").rstrip("\n"))
        for part in message.walk()
        if not part.is_multipart()
    ]
    return {name: value for name, value in heads.items() if name not in skip}, texts


@given(subject=line, body=body, html=text)
@example(
    subject="Überfällig: “Löschen”, 3 days late " * 5, body=".\n..\nFrom me\r\nto you\rthere", html="é" * 900
)
@example(subject="x" * 300, body=LONG, html="")
@settings(max_examples=150)
def test_it_reads_as_djangos_own(subject, body, html):
    mail = letter(subject, body, html, **{"X-Debrief-Reminders": ",".join(map(str, range(200)))})
    ours, theirs = read(wire.as_bytes(mail)), read(mail.message().as_bytes(linesep="\r\n"))
    (heads, texts), (their_heads, their_texts) = said(ours), said(theirs)
    assert heads.keys() == their_heads.keys()
    for name in heads.keys() - {"subject"}:
        assert heads[name] == their_heads[name], name
    assert [kind for kind, _ in texts] == [kind for kind, _ in their_texts]
    wanted = [body, html] if html else [body]
    assert [content for _, content in texts] == [_lines(one) for one in wanted]
    assert " ".join(str(ours["Subject"]).split()) == " ".join(subject.split())
    assert ours.defects == []


def _lines(words):
    return words.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")


@given(body=text, html=text)
@settings(max_examples=100)
def test_no_line_is_too_long_and_all_end_alike(body, html):
    raw = wire.as_bytes(letter(body=body, html=html))
    assert raw.isascii()
    assert all(len(one) < 998 for one in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert b"\r" not in raw.replace(b"\r\n", b"")


@pytest.mark.parametrize("value", ["a\nBcc: eve@example.test", "a\rb"])
def test_a_header_cannot_bring_another(value):
    with pytest.raises(BadHeaderError):
        wire.as_bytes(letter(subject=value))
    with pytest.raises(BadHeaderError):
        wire.as_bytes(letter(**{"X-Debrief-Kind": value}))


@pytest.mark.parametrize(
    ("to", "on_the_envelope"),
    [("ada@example.test", "ada@example.test"), ("ada@bücher.test", "ada@xn--bcher-kva.test")],
)
def test_it_arrives(to, on_the_envelope):
    sink = Sink()
    sink.start()
    try:
        backend = get_connection(
            "django.core.mail.backends.smtp.EmailBackend", host="127.0.0.1", port=sink.port
        )
        backend.open()
        body = "Line one\n.\n.. and dots\n"
        wire.hand_over(backend, letter(body=body, to=to, **{"X-Debrief-Reminders": "3,4"}))
        backend.close()
    finally:
        sink.stop()
    [mail] = sink.accepted
    assert (mail.recipient, mail.reminders, mail.message_id) == (on_the_envelope, (3, 4), "<1@debrief.test>")
