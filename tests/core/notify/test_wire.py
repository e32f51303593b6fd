"""Mails made directly say what Django's own would say, whatever stands in them, and arrive at a real server."""

import contextlib
import email
import email.policy
import smtplib
import socketserver
import threading

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


def reach(port):
    backend = get_connection("django.core.mail.backends.smtp.EmailBackend", host="127.0.0.1", port=port)
    backend.open()
    return backend


@pytest.fixture
def sink():
    server = Sink()
    server.start()
    yield server
    server.stop()


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize(
    ("to", "on_the_envelope"),
    [("ada@example.test", "ada@example.test"), ("ada@bücher.test", "ada@xn--bcher-kva.test")],
)
def test_it_arrives(sink, plain, to, on_the_envelope):
    sink.plain = plain
    backend = reach(sink.port)
    body = "Line one\n.\n.. and dots\n"
    wire.hand_over(backend, letter(body=body, to=to, **{"X-Debrief-Reminders": "3,4"}))
    assert backend.connection.has_extn("pipelining") is not plain
    backend.close()
    [mail] = sink.accepted
    assert (mail.recipient, mail.reminders, mail.message_id) == (on_the_envelope, (3, 4), "<1@debrief.test>")
    assert b"\r\nLine one\r\n.\r\n.. and dots\r\n" in mail.content


@pytest.mark.parametrize("plain", [False, True])
def test_one_that_is_not_taken_is_said_and_the_next_goes_over_the_same_connection(sink, plain):
    sink.plain, sink.refused = plain, {"gone@example.test"}
    backend = reach(sink.port)
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        wire.hand_over(backend, letter(to="gone@example.test"))
    assert refused.value.recipients == {"gone@example.test": (550, b"No such user")}
    sink.busy = True
    with pytest.raises(smtplib.SMTPRecipientsRefused) as later:
        wire.hand_over(backend, letter())
    assert later.value.recipients["ada@example.test"][0] == 451
    sink.busy = False
    connection = backend.connection
    wire.hand_over(backend, letter())
    assert backend.connection is connection
    backend.close()
    assert [mail.recipient for mail in sink.accepted] == ["ada@example.test"]


class Scripted(socketserver.StreamRequestHandler):
    """A mail server that answers each command with the next of `answers`, whatever it is."""

    def handle(self):
        self.wfile.write(b"220 hello\r\n")
        self.rfile.readline()
        self.wfile.write(b"250-here\r\n250 PIPELINING\r\n")
        for answer in self.server.answers:
            if answer == "hang up":
                return
            line = self.rfile.readline()
            self.server.heard.append(line.strip().decode().partition(" ")[0].lower())
            if answer == "mail":
                while self.rfile.readline() != b".\r\n":
                    pass
                answer = "250 taken"
            self.wfile.write(f"{answer}\r\n".encode())


@pytest.fixture
def scripted():
    with socketserver.TCPServer(("127.0.0.1", 0), Scripted) as server:
        server.heard = []
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        yield server
        thread.join(10)


@pytest.mark.parametrize(
    ("answers", "error", "heard"),
    [
        (["550 not you", "503 no", "503 no", "250 reset"], smtplib.SMTPSenderRefused, ["rset"]),
        (["250 ok", "550 nobody", "354 go on", "554 no", "250 reset"], smtplib.SMTPRecipientsRefused, [".", "rset"]),
        (["250 ok", "250 ok", "452 full", "250 reset"], smtplib.SMTPDataError, ["rset"]),
        (["250 ok", "421 closing", "421 closing"], smtplib.SMTPRecipientsRefused, []),
        (["421 closing", "hang up"], smtplib.SMTPServerDisconnected, []),
        (["250 ok", "250 ok", "354 go on", "hang up"], smtplib.SMTPServerDisconnected, []),
    ],
)  # fmt: skip
def test_every_answer_is_heard_before_anything_is_decided(scripted, answers, error, heard):
    scripted.answers = answers
    backend = reach(scripted.server_address[1])
    with pytest.raises(error):
        wire.hand_over(backend, letter())
    backend.close()
    # Who hung up does not hear the rest of what came in one piece.
    assert [*zip(scripted.heard, ["mail", "rcpt", "data", *heard], strict=False)] == [
        (one, one) for one in scripted.heard
    ]
    assert len(scripted.heard) == len(answers) - answers.count("hang up") or "421 closing" in answers


@pytest.mark.parametrize(
    "to", ["a@b.test\r\nrcpt TO:<eve@b.test>", "<a\r\nrcpt TO:<eve@b.test>", "a\neve@b.test"]
)
def test_an_address_cannot_bring_a_command(sink, to):
    backend = reach(sink.port)
    with contextlib.suppress(ValueError, smtplib.SMTPException):
        wire._in_one_piece(backend.connection, "debrief@b.test", to, b"")
    backend.close()
    assert all("eve" not in mail.recipient for mail in sink.accepted)


@given(st.lists(st.sampled_from([".", "a", "\r\n", "..", "\r\n.\r\n"]), max_size=12).map("".join))
def test_dots_are_doubled_as_the_library_does(content):
    raw = content.encode()
    theirs = smtplib._quote_periods(raw)
    assert wire._as_sent(raw) == theirs + (b"" if theirs.endswith(b"\r\n") else b"\r\n") + b".\r\n"
