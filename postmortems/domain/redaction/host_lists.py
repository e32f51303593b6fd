"""Machines in lists and brackets: the items under "hosts:", "the system ('isaac')", "finch: machine is down", "on off2"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postmortems.domain.redaction.english import JARGON, is_nickname
from postmortems.domain.redaction.findings import Hit
from postmortems.domain.redaction.host_nouns import called, machine_hit
from postmortems.domain.redaction.positions import Tokens, at
from postmortems.domain.redaction.words import PRODUCTS, section

_VERSIONED = section("versioned")
_COUNTED = section("counted")
_ANIMALS = section("machine_animals")
_LINES = frozenset(("stack", "lines", "line", "cable", "cables", "scheduler", "island", "street", "day"))
_AT_ANIMAL = frozenset(("on", "onto", "rebooted", "restarted", "drained", "reimaged", "ssh", "sshed"))
_UNDER = re.compile(r":[ \t]*\n{1,2}((?:[ \t]*[-*•+] [`*]{0,2}[\w.-]{2,60}[`*]{0,2}[ \t]*(?:\n|$)){2,40})")
_HEADING = re.compile(r"\b(?:hosts|servers|machines|nodes|boxes|vms)\b[^\n]{0,30}$", re.I)
_ITEM = re.compile(r"[-*•+] [`*]{0,2}([A-Za-z][\w-]{1,40})(?=[`*\s]|$)")
# What is said of a machine is looked for first, then the name before it.
_IS_ONE = re.compile(
    r" (?:machine|host|server|box) (?:is|was|went|has) (?:un|down|off|not |dead|reboot|gone|hung|back)"
)
_SAID_OF = re.compile(r"(?<![\w./@-])([a-z][a-z0-9-]{2,24}):?(?: the)?$")
_IN_BRACKETS = re.compile(
    r"\b(?:systems?|servers?|machines?|hosts?|clusters?|nodes?|computers?|boxe?s?|mainframe|vms?) \([`'\"]([A-Za-z][\w-]{2,24})[`'\"](?:,? (?:also known as|aka|a\.k\.a\.|or|and) [`'\"]([A-Za-z][\w-]{2,24})[`'\"])?"
)
_NUMBERED = re.compile(r" on (([a-z]{2,10})\d{1,2})(?=[,;:)]|\.(?!\w)|\n|$)")
# Parts of machines and of programs that carry numbers.
# "Host cp1051", "looking at cp1051", "rebooting mw2214".
_COUNTED_HOST = re.compile(r"\d{3,5}(?![\w-]|\.\d)")
_COUNTED_NAME = re.compile(
    r"(?:[Hh]ost|[Ss]erver|[Nn]ode|[Mm]achine|[Rr]eboot(?:ing|ed)?|[Dd]epool(?:ing|ed)?|[Rr]epool(?:ing|ed)?|[Ll]ook(?:ing|ed) at|[Rr]eimag(?:ing|ed)|[Rr]estart(?:ing|ed)?|\b[Oo]n) ([a-z]{2,12})$"
)
_PARTS = frozenset(
    (
        "eth",
        "en",
        "ens",
        "eno",
        "wlan",
        "nvme",
        "md",
        "dm",
        "tty",
        "lo",
        "bond",
        "br",
        "vlan",
        "arm",
        "amd",
        "ppc",
        "win",
        "el",
        "rhel",
        "sda",
        "sdb",
        "port",
        "gen",
        "vol",
        "ipv",
        "http",
        "h",
        "l",
        "x",
        "py",
        "cpu",
        "gpu",
        "core",
        "disk",
        "slot",
        "bay",
        "lane",
        "unit",
        "wave",
        "round",
        "pass",
        "take",
        "try",
        "attempt",
        "track",
        "stream",
        "layer",
        "channel",
        "zone",
        "az",
        "region",
        "rack",
        "row",
        "floor",
        "level",
    )
)


_STAGES = section("env_parts") | frozenset(
    ("live", "blue", "green", "primary", "secondary", "new", "old", "main", "local", "default")
)
_NO_NAMES = _VERSIONED | _COUNTED | PRODUCTS | JARGON | _PARTS


def _animals(tokens: Tokens) -> Iterator[Hit]:
    """ "disk sda on lapwing is dying, linnet is next": nobody else than a machine is called so in such a text."""
    places = [index for index in at(tokens, _ANIMALS) if not tokens.titled(index)]
    if any(
        tokens.word(index - 1) in _AT_ANIMAL
        and tokens.gap(index) in (" ", " `")
        and tokens.gap(index + 1)[:1] != "-"
        and tokens.word(index + 1) not in _LINES
        for index in places
    ):
        for index in places:
            if tokens.word(index - 1) not in ("a", "an", "the"):
                yield machine_hit(tokens.spans[index][0], tokens.words[index], 0.65)
        for verb in at(tokens, _AT_ANIMAL - {"on", "onto"}):
            word = tokens.word(verb + 1)
            if tokens.gap(verb + 1) == " " and not tokens.titled(verb + 1) and is_nickname(word):
                yield machine_hit(tokens.spans[verb + 1][0], word, 0.65)


def _items(text: str) -> Iterator[Hit]:
    for match in _UNDER.finditer(text):
        if not _HEADING.search(text, max(0, match.start() - 45), match.start()):
            continue
        for item in _ITEM.finditer(text, *match.span(1)):
            if item.group(1).lower() not in PRODUCTS and "." not in item.group(1):
                yield machine_hit(item.start(1), item.group(1))


def _in_brackets(text: str) -> Iterator[Hit]:
    marked = "('" in text or '("' in text or "(`" in text
    for match in _IN_BRACKETS.finditer(text) if marked else ():
        for group in (1, 2):
            if match.group(group) and match.group(group).lower() not in PRODUCTS | _STAGES:
                yield machine_hit(match.start(group), match.group(group))


def find_in_lists(tokens: Tokens) -> Iterator[Hit]:
    """Names that a list, a bracket or a number behind "on" gives away."""
    text = tokens.text
    if not _ANIMALS.isdisjoint(tokens.places):
        yield from _animals(tokens)
    yield from _items(text)
    yield from _in_brackets(text)
    for end in (match.start() for match in _IS_ONE.finditer(text)):
        match = _SAID_OF.search(text, max(0, end - 32), end)
        if match and called(match.group(1).lower()):
            yield machine_hit(match.start(1), match.group(1))
    for match in _NUMBERED.finditer(text):
        if match.group(2) not in _NO_NAMES:
            yield machine_hit(match.start(1), match.group(1), 0.6)
    for number in _COUNTED_HOST.finditer(text):
        match = _COUNTED_NAME.search(text, max(0, number.start() - 26), number.start())
        if match and match.group(1) not in _NO_NAMES:
            yield machine_hit(match.start(1), text[match.start(1) : number.end()], 0.6)
