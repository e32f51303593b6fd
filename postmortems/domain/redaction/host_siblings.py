"""Machines given away by a sibling ("harvest-a" beside "harvest-b") and by what a shell was told: jumps, copies, "hostname"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postmortems.domain.redaction.english import is_english
from postmortems.domain.redaction.findings import Hit
from postmortems.domain.redaction.host_nouns import machine_hit
from postmortems.domain.redaction.positions import Tokens
from postmortems.domain.redaction.words import PRODUCTS, section

_SIDE = re.compile(
    r"-(?:[a-e]|north|south|east|west|left|right|top|bot|bottom|upper|lower|front|rear)(?![\w@=(-]|\.\w|/(?![a-z][a-z0-9-]+-[a-e]\b))"
)
_STEM = re.compile(r"(?<![\w.@:=#$-])(?<!(?<!-[a-e])/)[a-z][a-z0-9]*(?:-[a-z0-9]+){0,3}$")
_ROLES = section("role_parts") | section("devices")
_DEVICES = section("devices") | frozenset(
    ("db", "gw", "fw", "sw", "lb", "vpn", "nas", "srv", "dns", "mx", "rtr")
)
# What letters count everywhere, and what examples are made of.
_LETTERED = section("versioned") | section("counted") | section("env_parts") | frozenset(
    ("plan", "type", "class", "option", "group", "phase", "site", "series", "side", "vitamin", "hepatitis", "team", "zone", "az", "variant", "bucket", "arm", "model", "topic", "service", "client",
    "user", "feature", "package", "module", "region", "us", "ca", "sa", "me", "north", "south", "east", "west", "version", "branch", "section", "appendix", "exhibit", "block", "step", "cell")
)  # fmt: skip
# Where something stands on a page.
_OF_PAGES = ("-left", "-right", "-top", "-bottom", "-front", "-rear")
_QUOTED_HOST = re.compile(
    r"\b(?:host|hostname|server|addr)[\"']?\s?[=:]\s?[\"']([a-z][a-z0-9]*(?:-[a-z0-9]+){1,4})[\"']"
)
_LEADS = re.compile(r"\b(?:on|onto|from|behind|between|rebooted|restarted|drained) [`*\"']{0,2}$")
_JUMP = re.compile(
    r"(?: -J ?|ProxyJump[ =])(?:[\w.-]{1,30}@)?([a-z][a-z0-9-]{2,40})(?:,(?:[\w.-]{1,30}@)?([a-z][a-z0-9-]{2,40}))?(?![\w@-]|\.\w)"
)
_COPY = re.compile(
    r"(?:^|\n|[$#>`;&|:] ?|\b(?:ran|run|running|with|via) )(?:sudo )?(?:scp|rsync)\b[^\n`|;]{0,160}? (?:[\w.-]{1,30}@)?([a-z][a-z0-9-]{2,40}):(?=[~./\w]|:\w)"
)
_ANSWERED = re.compile(
    r"(?<![^\n])hostname (?=[\w-]*[-\d])([A-Za-z][\w-]{2,40})[ \t]*(?=\n|$)|(?:\$|#|>) ?(?:hostname|uname -n|cat /etc/hostname|hostname -s|hostnamectl hostname)[ \t]*\n[ \t]*([A-Za-z][\w-]{1,40})[ \t]*(?=\n|$)"
)
_NO_COPY = frozenset(
    (
        "localhost",
        "remote",
        "host",
        "server",
        "user",
        "https",
        "http",
        "file",
        "rsync",
        "destination",
        "dest",
        "source",
        "src",
    )
)


def _siblings(text: str) -> Iterator[Hit]:
    found: dict[str, list[tuple[int, str]]] = {}
    for side in _SIDE.finditer(text):
        lead = _STEM.search(text, max(0, side.start() - 50), side.start())
        if lead:
            found.setdefault(lead.group(), []).append((lead.start(), lead.group() + side.group()))
    for stem, places in found.items():
        last = stem.rpartition("-")[2].rstrip("0123456789")
        if len({name for _, name in places}) < 2 or stem in PRODUCTS:
            continue
        device = (
            stem.partition("-")[0] in _DEVICES
            or last in _DEVICES
            or (last in _ROLES and stem not in _LETTERED)
        )
        plain = any(name.endswith(_OF_PAGES) for _, name in places)
        led = (
            not plain
            and not {last, stem.partition("-")[0]} & _LETTERED
            and any(_LEADS.search(text, max(0, start - 16), start) for start, _ in places)
        )
        if device or led:
            yield from (machine_hit(start, name) for start, name in places)


def find_by_siblings(tokens: Tokens) -> Iterator[Hit]:
    """Names that a sibling or a command gives away."""
    text = tokens.text
    if "-" in text:
        yield from _siblings(text)
    for match in _JUMP.finditer(text) if "-J" in text or "ProxyJump" in text else ():
        yield from (
            machine_hit(match.start(at), match.group(at), 0.8)
            for at in (1, 2)
            if match.group(at) and match.group(at) not in _ROLES
        )
    for match in _COPY.finditer(text) if "scp" in text or "rsync" in text else ():
        if match.group(1) not in _NO_COPY and not is_english(match.group(1)):
            yield machine_hit(match.start(1), match.group(1), 0.8)
    for match in _QUOTED_HOST.finditer(text) if "host" in text or "server" in text or "addr" in text else ():
        parts = match.group(1).split("-")
        if not _ROLES.isdisjoint(parts) or not all(map(is_english, parts)):
            yield machine_hit(match.start(1), match.group(1), 0.75)
    for match in _ANSWERED.finditer(text) if "hostname" in text or "uname" in text else ():
        at = 1 if match.group(1) else 2
        yield machine_hit(match.start(at), match.group(at), 0.85)
