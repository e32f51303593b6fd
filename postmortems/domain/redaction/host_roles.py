"""Machines by the part they play and by what was done on them: "neelam was primary again", "bounced nagios on monsoon and banyan", "gangotri:9100"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postmortems.domain.redaction.findings import Hit
from postmortems.domain.redaction.host_nouns import machine_hit
from postmortems.domain.redaction.host_said import called_so, may_be
from postmortems.domain.redaction.positions import Tokens, at, at_words
from postmortems.domain.redaction.words import section

_ROLE = r"(?:primary|secondary|master|slave|standby|leader|follower|replica|passive|witness|arbiter|warm spare|hot spare)"
_ROLES = frozenset(
    ("primary", "secondary", "master", "slave", "standby", "leader", "follower", "replica", "passive", "witness", "arbiter")
)  # fmt: skip
_BEFORE_ROLE = re.compile(
    r"(?:^|[.,;:(\n] ?|\b(?:and|so|but|while|when|then|until|after|failback|failover|that|because|with) )([a-z][a-z0-9]{2,16})(?: (?:is|was|became|becomes|stayed|remained|stays|went) (?:now |again |back to |the )*|, (?:now )?(?:the |our )?| as (?:the )?| )$"
)
_BEHIND_ROLE = re.compile(
    r"\w+,? [`\"]{0,2}([a-z][a-z0-9]{2,16})[`\"]{0,2}(?= (?:was|is|had|has|came|went|did|would|could|lost|ran|kept|got|and|then|stayed)\b|[,.;)\n]|$)"
)
_DONE = section("done_on")
_DONE_ON = re.compile(
    r"\w+ (?:the |all |some )?[\w.@/-]{2,30}(?: [\w.@/-]{2,20})? on ((?:[`\"]?[a-z][a-z0-9]{2,16}[`\"]?(?:, and |, | and | & ))*[`\"]?[a-z][a-z0-9]{2,16})[`\"]?(?![\w@/=(-]|\.\w)"
)
_COUNTED = re.compile(r"\d(?<=[a-z].)\d?(?![\w(=-]|\.\w)")
_STEM = re.compile(r"(?<![\w./@:#$=-])[a-z]{4,14}$")
_EQUALS = re.compile(
    r"(?<![\w./@:-])([a-z][a-z0-9]{2,20}) (?:=|->|→) (?:the |our |an? )?(?:[\w-]{2,14} )?(?:server|NAS|nas|host|router|firewall|hypervisor|box|VM|switch|workstation|filer|gateway)\b"
)
_ALSO_EQUAL = re.compile(r"(?:^|[,;\n] ?)([a-z][a-z0-9]{2,20}) (?:=|->|→) (?=[a-z])")
_COMMANDS = re.compile(
    r"\b(?:docker context use|virsh (?:console|start|destroy|reboot|shutdown)|(?:lxc|incus) (?:exec|start|stop|restart|console)|wakeonlan|etherwake|ssh-copy-id|ssh-keyscan|ssh-keygen -R) (?:[a-z_][\w.-]{0,30}@)?([a-z][a-z0-9-]{2,40})(?![\w@/=(-]|\.\w)"
)
_CLIENTS = frozenset(("docker", "virsh", "lxc", "incus", "wakeonlan", "etherwake", "ssh"))
_NO_NAMES = section("versioned") | section("counted") | section("env_parts")
_ONE = re.compile(r"[a-z][a-z0-9]{2,16}")
_PORT = re.compile(r":\d{2,5}(?![\d.:])")
_AT_PORT = re.compile(
    r"(?:\b(?:instance|target|host|server|addr|address|endpoint|node|peer|upstream|backend|broker|remote|dial tcp|connect to|connected to|connecting to)s?(?:=|:| |=~)[ \"'{]{0,2}|@//)([a-z][a-z0-9-]{2,30})$",
    re.I,
)


def _in_roles(tokens: Tokens) -> Iterator[tuple[int, str]]:
    text = tokens.text
    for index in at(tokens, _ROLES):
        start = tokens.spans[index][0]
        if tokens.titled(index):
            continue
        before = _BEFORE_ROLE.search(text, max(0, start - 50), start)
        if before and may_be(before.group(1)):
            yield before.start(1), before.group(1)
        behind = _BEHIND_ROLE.match(text, start)
        if behind and may_be(behind.group(1)):
            yield behind.start(1), behind.group(1)


def _worked_on(tokens: Tokens) -> Iterator[tuple[int, str]]:
    for index in at(tokens, _DONE):
        match = _DONE_ON.match(tokens.text, tokens.spans[index][0])
        names = (
            [name for name in _ONE.finditer(tokens.text, *match.span(1)) if name.group() != "and"]
            if match
            else []
        )
        if any(may_be(name.group()) for name in names):
            yield from ((name.start(), name.group()) for name in names if called_so(name.group()))


def _numbered(text: str) -> Iterator[tuple[int, str]]:
    """ "kasse1" beside "kasse2": a word of no dictionary that is counted."""
    found: dict[str, list[tuple[int, str]]] = {}
    for number in _COUNTED.finditer(text):
        stem = _STEM.search(text, max(0, number.start() - 16), number.start())
        if stem:
            found.setdefault(stem.group(), []).append((stem.start(), stem.group() + number.group()))
    for name, places in found.items():
        if len({whole for _, whole in places}) > 1 and name not in _NO_NAMES and may_be(name):
            yield from places


def _told(tokens: Tokens) -> Iterator[tuple[int, str]]:
    """ "leberkas = print server, brezn = NAS", and what a command was pointed at."""
    text = tokens.text
    equal = " = " in text or "->" in text or "→" in text
    if equal and any(may_be(match.group(1)) for match in _EQUALS.finditer(text)):
        for pattern in (_EQUALS, _ALSO_EQUAL):
            yield from ((m.start(1), m.group(1)) for m in pattern.finditer(text) if may_be(m.group(1)))
    for match in at_words(tokens, _CLIENTS, _COMMANDS):
        if called_so(match.group(1)):
            yield match.start(1), match.group(1)


def find_in_roles(tokens: Tokens) -> Iterator[Hit]:
    """Names of machines given away by a role, by work done on them, by a port; and again in the same text."""
    text = tokens.text
    found = [*_in_roles(tokens), *_worked_on(tokens), *_numbered(text), *_told(tokens)]
    for port in _PORT.finditer(text):
        lead = text[max(0, port.start() - 2) : port.start()]
        if not any(map(str.isalpha, lead)):
            continue  # a time
        match = _AT_PORT.search(text, max(0, port.start() - 60), port.start())
        if match and (may_be(match.group(1)) and match.group(1) != "localhost"):
            found.append((match.start(1), match.group(1)))
    for start, name in found:
        yield machine_hit(start, name, 0.65)
