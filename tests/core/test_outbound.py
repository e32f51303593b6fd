"""What goes out does not come back in: no address of the house is reached, in whatever clothes it comes."""

import contextlib
import http.server
import ipaddress
import os
import socket
import socketserver
import subprocess
import sys
import threading

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from core import env, outbound
from core.fetching import Unreached, fetch

INSIDE = [
    "127.0.0.1",
    "127.255.255.254",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "100.100.100.200",
    "168.63.129.16",
    "192.0.0.192",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fc00::1",
    "fd00:ec2::254",
    "ff02::1",
    "2001:db8::1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "::127.0.0.1",
    "64:ff9b::10.0.0.1",
    "64:ff9b:1::1",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::1",
]
OUTSIDE = [
    "8.8.8.8",
    "1.1.1.1",
    "172.32.0.1",
    "192.167.1.1",
    "100.128.0.1",
    "2606:4700::1111",
    "::ffff:8.8.8.8",
]


@pytest.mark.parametrize("text", INSIDE)
def test_an_address_of_the_house_is_known(text):
    assert outbound.is_inside(ipaddress.ip_address(text))
    assert not outbound.may_reach(ipaddress.ip_address(text))


@pytest.mark.parametrize("text", OUTSIDE)
def test_an_address_outside_may_be_reached(text):
    assert outbound.may_reach(ipaddress.ip_address(text))


@given(st.ip_addresses(v=4))
def test_what_is_inside_stays_inside_in_the_clothes_of_the_new_kind(address):
    inside = outbound.is_inside(address)
    assert inside or address.is_global or str(address).startswith("192.31.196.")
    number = int(address)
    mapped = ipaddress.IPv6Address((0xFFFF << 32) | number)
    translated = ipaddress.IPv6Address((0x0064FF9B << 96) | number)
    six_to_four = ipaddress.IPv6Address((0x2002 << 112) | (number << 80))
    for dressed in (mapped, translated, six_to_four):
        assert outbound.is_inside(dressed) == inside


@given(st.ip_addresses(v=6))
def test_what_python_calls_private_is_never_outside(address):
    # One that carries another is judged by that; what Python says of it differs between Pythons.
    if outbound.carried(address) == address and not outbound.is_inside(address):
        assert not (
            address.is_private or address.is_loopback or address.is_link_local or address.is_multicast
        )


@given(st.ip_addresses(network="127.0.0.0/8") | st.ip_addresses(network="10.0.0.0/8"))
def test_every_spelling_of_an_address_is_read(address):
    number = int(address)
    a, b, c, d = address.packed
    for spelling in (
        str(number),
        hex(number),
        f"0{number:o}",
        f"{a}.{number & 0xFFFFFF}",
        f"{hex(a)}.{b}.{c}.{d}",
    ):
        assert outbound.complaint_about(f"https://{spelling}/hook"), spelling


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.com/",
        "file:///etc/passwd",
        "https://user:word@example.com/",
        "https://localhost/",
        "https://x.localhost/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]:8443/",
        "https://[fe80::1%25eth0]/",
        "https://example.com:port/",
        "https:///path",
        "gopher://127.0.0.1:6379/_FLUSHALL",
    ],
)
def test_what_is_wrong_with_an_address_is_said(url):
    assert outbound.complaint_about(url)


def test_names_are_not_looked_up_while_a_form_is_read(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *words, **more: pytest.fail("a name was looked up"))
    assert outbound.complaint_about("https://hooks.example.com/x") == ""


# The allow-list


def test_a_network_or_a_name_can_be_allowed(settings):
    settings.OUTBOUND_ALLOW = ["10.2.0.0/16", "jira.example.com"]
    assert outbound.may_reach(ipaddress.ip_address("10.2.3.4"))
    assert outbound.may_reach(ipaddress.ip_address("::ffff:10.2.3.4"))
    assert not outbound.may_reach(ipaddress.ip_address("10.3.3.4"))
    assert outbound.may_reach(ipaddress.ip_address("10.3.3.4"), "Jira.example.com.")
    assert not outbound.may_reach(ipaddress.ip_address("10.3.3.4"), "evil.example.com")


def test_a_name_that_is_allowed_does_not_open_what_a_cloud_tells_its_machines(settings):
    settings.OUTBOUND_ALLOW = ["jira.example.com"]
    for text in ("169.254.169.254", "fd00:ec2::254", "168.63.129.16", "::ffff:169.254.169.254"):
        assert not outbound.may_reach(ipaddress.ip_address(text), "jira.example.com")


@pytest.mark.parametrize(
    "value", ["10.0.0.0/33", "http://jira.example.com", "*.example.com", "2130706433", "a b"]
)
def test_an_entry_that_can_t_be_read_stops_the_start(monkeypatch, value):
    monkeypatch.setenv("OUTBOUND_ALLOW", f"jira.example.com,{value}")
    with pytest.raises(env.BadSettingError):
        env.allowed_inside("OUTBOUND_ALLOW")


def test_entries_are_names_addresses_and_networks(monkeypatch):
    monkeypatch.setenv("OUTBOUND_ALLOW", "Jira.example.com, jira, 10.0.0.1, 10.0.0.0/8, fd00::/8")
    assert env.allowed_inside("OUTBOUND_ALLOW")[0] == "jira.example.com"
    assert len(env.allowed_inside("OUTBOUND_ALLOW")) == 5


# At the moment of connecting


class Handler(http.server.BaseHTTPRequestHandler):
    seen: list = []  # noqa: RUF012
    answers: dict = {}  # noqa: RUF012

    def _answer(self):
        length = int(self.headers.get("Content-Length") or 0)
        self.seen.append((self.command, self.path, self.rfile.read(length)))
        status, headers, body = self.answers.get(self.path, (200, {}, b'{"fine": true}'))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = _answer  # noqa: N815

    def log_message(self, *words):
        pass


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setattr(Handler, "seen", [])
    monkeypatch.setattr(Handler, "answers", {})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as made:
        made.daemon_threads = True
        threading.Thread(target=made.serve_forever, args=(0.02,), daemon=True).start()
        yield made.server_address[1]
        made.shutdown()


@contextlib.contextmanager
def names(monkeypatch, table):
    """Names resolve to what the test says, one answer after the other."""
    real = socket.getaddrinfo

    def look_up(host, port, *words, **more):
        answers = table.get(host)
        if not answers:
            return real(host, port, *words, **more)
        found = real(answers.pop(0) if len(answers) > 1 else answers[0], port, *words, **more)
        sys.audit("socket.getaddrinfo", host, port, 0, 0, 0)  # as the real one says it
        return found

    with monkeypatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", look_up)
        yield


def test_a_name_that_leads_inside_is_refused_before_a_byte_is_sent(server, monkeypatch):
    with names(monkeypatch, {"hooks.example.com": ["127.0.0.1"]}), outbound.guarded() as guard:
        with pytest.raises(requests.ConnectionError):
            requests.get(f"http://hooks.example.com:{server}/", timeout=60)
        assert "hooks.example.com leads inside" in guard.refused
    assert Handler.seen == []


def test_a_name_that_changes_between_two_looks_is_refused(server, monkeypatch):
    with names(monkeypatch, {"rebind.example.com": ["93.184.216.34", "127.0.0.1"]}):
        assert outbound.literal("rebind.example.com") is None
        assert socket.getaddrinfo("rebind.example.com", server)[0][4][0] == "93.184.216.34"
        with pytest.raises(Unreached) as refused:
            fetch("GET", f"http://rebind.example.com:{server}/", headers={})
    assert refused.value.refused
    assert Handler.seen == []


def test_a_redirect_into_the_house_is_refused(server, settings, monkeypatch):
    """The first server may be reached, the one it sends to may not."""
    settings.OUTBOUND_ALLOW = ["first.example.com"]
    Handler.answers["/"] = (302, {"Location": f"http://second.example.com:{server}/inside"}, b"")
    table = {"first.example.com": ["127.0.0.1"], "second.example.com": ["127.0.0.1"]}
    with names(monkeypatch, table), outbound.guarded() as guard:
        with pytest.raises(requests.ConnectionError):
            requests.get(f"http://first.example.com:{server}/", timeout=60)
        assert "second.example.com leads inside" in guard.refused
    assert [path for _, path, _ in Handler.seen] == ["/"]


def test_our_own_requests_follow_no_redirect(server, settings, monkeypatch):
    settings.OUTBOUND_ALLOW = ["127.0.0.1"]
    Handler.answers["/"] = (302, {"Location": "/elsewhere"}, b"")
    answer = fetch("GET", f"http://127.0.0.1:{server}/", headers={"Authorization": "Bearer x"})
    assert answer.status == 302
    assert [path for _, path, _ in Handler.seen] == ["/"]


def test_an_address_that_is_allowed_is_reached_and_its_json_read(server, settings):
    settings.OUTBOUND_ALLOW = ["127.0.0.0/8"]
    assert fetch("POST", f"http://127.0.0.1:{server}/", headers={}, json={"a": 1}).data == {"fine": True}
    assert Handler.seen == [("POST", "/", b'{"a": 1}')]


def test_an_answer_without_end_is_cut_off(server, settings, monkeypatch):
    settings.OUTBOUND_ALLOW = ["127.0.0.1"]
    monkeypatch.setattr("core.fetching.LARGEST", 1000)
    Handler.answers["/"] = (200, {}, b"x" * 200_000)
    with pytest.raises(Unreached) as cut:
        fetch("POST", f"http://127.0.0.1:{server}/", headers={})
    assert cut.value.arrived


def test_what_was_never_sent_is_told_from_what_was_cut_off(settings):
    settings.OUTBOUND_ALLOW = ["127.0.0.1"]
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    with pytest.raises(Unreached) as refused:
        fetch("POST", f"http://127.0.0.1:{port}/", headers={})
    assert not refused.value.arrived


def test_the_guard_holds_below_any_library(server):
    with outbound.guarded():
        with pytest.raises(outbound.Refused), socket.socket() as raw:
            raw.connect(("127.0.0.1", server))
        with pytest.raises(outbound.Refused), socket.socket(type=socket.SOCK_DGRAM) as raw:
            raw.sendto(b"x", ("127.0.0.1", 514))
        with pytest.raises(outbound.Refused), socket.socket(socket.AF_UNIX) as raw:
            raw.connect("/run/anything.sock")
        with pytest.raises(outbound.Refused), socket.socket() as raw:
            raw.connect(("localhost", server))
        with pytest.raises(outbound.Refused):
            subprocess.run(["true"])
        with pytest.raises(outbound.Refused):
            os.system("true")


def test_the_guard_holds_inside_its_block_and_thread_only(server):
    with outbound.guarded(), pytest.raises(requests.ConnectionError):
        requests.get(f"http://127.0.0.1:{server}/", timeout=60)
    assert requests.get(f"http://127.0.0.1:{server}/", timeout=60).ok
