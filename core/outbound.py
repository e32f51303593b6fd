"""Requests to addresses that people typed in: never into the house, unless an administrator of the machine allowed it.

The check stands where the connection is made. Python tells an audit hook of every `connect` with the address it goes
to, after names were resolved: a name that resolves to something else the second time, a redirect, a decimal or mapped
form of an address, and whatever a library does underneath all meet it. See docs/channels.md.
"""

from __future__ import annotations

import contextlib
import functools
import ipaddress
import socket
import sys
import threading
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class Refused(OSError):  # noqa: N818 - an answer of the guard
    """An address inside the house, or one that only a machine should ask for; an OSError, as callers expect of a connect."""


def _networks(*words: str) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(word) for word in words)


# RFC 6890 and its registries, with multicast and what is reserved, spelled out: `is_global` differs between Pythons.
INSIDE = _networks(
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "::/96",
    "64:ff9b:1::/48",
    "100::/64",
    "2001::/23",
    "2001:db8::/32",
    "3fff::/20",
    "5f00::/16",
    "fc00::/7",
    "fe80::/10",
    "fec0::/10",
    "ff00::/8",
)
# What a cloud tells its machines about themselves, keys among it. A name on the allow-list does not open these.
METADATA = _networks("169.254.0.0/16", "fe80::/10", "fd00:ec2::/32", "168.63.129.16/32", "100.100.100.200/32")
# Addresses of the old kind in the clothes of the new: mapped, translated (NAT64), 6to4. The last number is how far right.
CARRIERS = (
    (ipaddress.ip_network("::ffff:0:0/96"), 0),
    (ipaddress.ip_network("::ffff:0:0:0/96"), 0),
    (ipaddress.ip_network("64:ff9b::/96"), 0),
    (ipaddress.ip_network("2002::/16"), 80),
)
# Starting programs or threads would lead out of the guard; nothing that sends a message needs to.
WAYS_OUT = {
    "subprocess.Popen",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.fork",
    "_thread.start_new_thread",
}
SENDS = {"socket.connect", "socket.sendto", "socket.sendmsg"}


@dataclass
class Guard:
    """One guarded stretch of work: which name was looked up last, and whether something was refused in it."""

    name: str = ""
    refused: str = ""
    allowed: tuple[str, ...] = field(default_factory=tuple)


_guard: ContextVar[Guard | None] = ContextVar("outbound_guard", default=None)
_installing = threading.Lock()
_installed = False


def carried(address: Address) -> Address:
    """The address it really goes to: an IPv4 address inside an IPv6 one is taken out."""
    if isinstance(address, ipaddress.IPv6Address):
        for network, shift in CARRIERS:
            if address in network:
                return ipaddress.IPv4Address(int(address) >> shift & 0xFFFFFFFF)
    return address


def is_inside(address: Address) -> bool:
    """Whether it belongs to a network that is nobody's on the internet, or to a machine itself."""
    real = carried(address)
    return any(real in network for network in (*INSIDE, *METADATA) if network.version == real.version)


def may_reach(address: Address, name: str = "") -> bool:
    """Whether a connection may be made: it lies outside, or the allow-list names its network or its name."""
    real = carried(address)
    names, networks = _allowed(tuple(settings.OUTBOUND_ALLOW))
    if not is_inside(real) or any(real in network for network in networks if network.version == real.version):
        return True
    if any(real in network for network in METADATA if network.version == real.version):
        return False
    return name.lower().rstrip(".") in names


@functools.lru_cache(maxsize=8)
def _allowed(words: tuple[str, ...]) -> tuple[frozenset[str], tuple[Network, ...]]:
    names, networks = set(), []
    for word in words:
        try:
            networks.append(ipaddress.ip_network(word))
        except ValueError:
            names.add(word.lower())
    return frozenset(names), tuple(networks)


@contextlib.contextmanager
def guarded() -> Iterator[Guard]:
    """Everything this thread connects to inside the block is checked."""
    _install()
    guard = Guard()
    token = _guard.set(guard)
    try:
        yield guard
    finally:
        _guard.reset(token)


def _install() -> None:
    """The hook stays for the life of the process, and is put in only where something is sent: the worker."""
    global _installed
    with _installing:
        if not _installed:
            sys.addaudithook(_look)
            _installed = True


def _look(event: str, args: tuple) -> None:
    # Called for every event of the process: what is of no interest leaves first.
    if not event.startswith(("socket.", "subprocess.", "os.", "_thread.")):
        return
    guard = _guard.get()
    if guard is None:
        return
    if event == "socket.getaddrinfo":
        guard.name = args[0].decode() if isinstance(args[0], bytes) else str(args[0] or "")
    elif event in SENDS:
        _check(guard, args[1])
    elif event in WAYS_OUT:
        _refuse(guard, "It tried to start a program or a thread.")


def _check(guard: Guard, target) -> None:
    host = target[0] if isinstance(target, tuple) and target else None
    try:
        address = ipaddress.ip_address(str(host).partition("%")[0])
    except ValueError:
        # A socket of this machine's file system, or a name nobody has resolved yet.
        _refuse(guard, "It tried to reach something that is not an address on the internet.")
    else:
        if not may_reach(address, guard.name):
            where = guard.name if guard.name and guard.name != str(host) else "The address"
            _refuse(
                guard, f"{where} leads inside the network ({address}), which OUTBOUND_ALLOW does not name."
            )


def _refuse(guard: Guard, reason: str) -> None:
    guard.refused = reason
    raise Refused(reason)


def complaint_about(url: str) -> str:
    """What is wrong with an address somebody typed, as far as its letters tell; "" when nothing is.

    Names are not looked up here: that is done, and checked, when the connection is made.
    """
    try:
        parts = urlsplit(url)
        host, _ = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return "This can't be read as an address."
    if parts.scheme not in ("http", "https") or not host:
        return "It begins with https:// and names a host."
    if parts.username or parts.password:
        return "Leave name and password out of the address; there are fields for them."
    if host == "localhost" or host.endswith(".localhost"):
        return "" if host in settings.OUTBOUND_ALLOW else "This is the machine the site runs on."
    address = literal(host)
    if address is not None and not may_reach(address, host):
        return (
            "This address lies inside the network. Whoever runs the machine can allow it with OUTBOUND_ALLOW."
        )
    return ""


def literal(host: str) -> Address | None:
    """The address that a host spells out, in any form the system's resolver takes (2130706433, 0x7f.1); else None."""
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host.partition("%")[0])
    with contextlib.suppress(OSError):
        return ipaddress.IPv4Address(socket.inet_aton(host))
    return None
