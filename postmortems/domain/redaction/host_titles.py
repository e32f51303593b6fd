"""Machines in listings and titles: rows of "kubectl get nodes", "zydeco outage 20071010", "Rainbow Dash (rainbowdash.example.net)"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postmortems.domain.redaction.findings import Hit
from postmortems.domain.redaction.host_nouns import machine_hit
from postmortems.domain.redaction.host_said import may_be
from postmortems.domain.redaction.positions import Tokens, at_words
from postmortems.domain.redaction.words import section

# Rows of listings: nodes of a cluster, of a queue, guests of a hypervisor.
_ROW = re.compile(
    r"(?:^|\n)[ \t*]{0,4}([a-z][a-z0-9.-]{2,60})\*?[ \t]+(?:(?:Not)?Ready(?:,SchedulingDisabled)?[ \t]+[\w<>,-]+[ \t]+\d+[smhdy]|(?:Ready|Down|Unknown)[ \t]+(?:Active|Drain|Pause)|\d+m?[ \t]+\d+%[ \t]+\d+[KMG]i[ \t]+\d+%)"
)
_GUEST = re.compile(
    r"(?:^|\n)[ \t]{0,4}(?:\d{1,5}|-)[ \t]{1,8}([a-z][a-z0-9-]{2,40})[ \t]{2,40}(?:running|shut off|stopped|paused|crashed)\b"
)
# What Ansible, a DHCP server and a shell print.
_RECAP = re.compile(r"(?:^|\n|RECAP:? )[ \t]{0,4}([a-z][\w.-]{1,50})[ \t]+: ok=\d")
_PRINTED = re.compile(
    r"(?:fatal|ok|changed|skipping|failed|unreachable): \[([a-z][\w.-]{1,50})\]|host ([a-z][\w-]{1,40}) \{"
)
_PRINTING = frozenset(("fatal", "ok", "changed", "skipping", "failed", "unreachable", "host"))
# What tcpdump, Nagios, mdadm and alert managers say.
_WATCHERS = ("IP ", "IP6 ", "PROBLEM", "RECOVERY", "ACKNOWLEDGEMENT", "FLAPPING", "/dev/md", "HostD", "HostU", "HostO", "HostH", "HostM", "HostN", "NodeD", "NodeN", "NodeO", "NodeH", "NodeM", "NodeC", "InstanceD", "InstanceH", "MachineD", "ServerD")  # fmt: skip
_WATCHED = re.compile(
    r"\bIP6? ([a-z][a-z0-9-]{1,40})(?:\.[a-z0-9-]+){1,4} > ([a-z][a-z0-9-]{1,40})(?:\.[a-z0-9-]+){1,4}:|\b(?:PROBLEM|RECOVERY|ACKNOWLEDGEMENT|FLAPPINGSTART)(?: (?:[Ss]ervice|[Hh]ost))?(?: [Aa]lert)?(?: -|:)? ([a-z][\w.-]{1,40})/"
    r"|\b(?:Host|Node|Instance|Machine|Server)(?:Down|Unreachable|Offline|NotReady|Full|Missing|Rebooted|(?:High|OutOf|Disk|Memory|Cpu|CPU|Load)[A-Za-z]{0,24}):? ([a-z][a-z0-9-]{2,40})(?= [(\[]|[ \t]*(?:\n|$))|/dev/md\w{0,6}:([a-z][a-z0-9-]{2,40})(?![\w/.:-])"
)
# "* pombo: kernel upgraded, rebooted"
_BULLETS = re.compile(
    r"(?:^|\n)[ \t]{0,4}[-*•] ([a-z][a-z0-9-]{2,20}): [^\n]{0,60}?\b(?:kernel|reboot|disk|upgrade|raid|RAID|reinstall|patch|RAM|firmware|drained|done|skipped)"
)
_WHOAMI = re.compile(
    r"[$#>] ?whoami(?:(?:;| &&) ?hostname)?[ \t]*\n([a-z][\w.-]{1,30})(?:\n([a-z][\w-]{1,40}))?(?=\n|$)"
)
_NICKNAMED = re.compile(
    r"(?:nicknamed|called|named|dubbed|christened|labelled) [“\"']([A-Z][a-z]{2,20})[”\"']"
)
_QUOTED = re.compile(r"[“\"]([A-Z][a-z]{2,20})[”\"]")
_BOXES = section("machine_nouns")
_TITLE = re.compile(
    r"(?:\A|\n[ \t]*\n|\n[#*=>|-]{1,6} )[ \t#*=>-]{0,8}([a-z][a-z0-9]{2,20}) (?:outage|downtime|crash|maintenance|incident|failure|reboot|reinstall|migration|upgrade|postmortem|post-mortem|down|problems|issues|offline|disk|move|rebuild)\b"
)
# "Downtime for custos was", "the outage of vexmar": said of a machine where the word is none of English or of the trade.
_DOWN = re.compile(
    r"(?:downtime|outage|reboot|restart|crash|reinstallation|maintenance) (?:for|of|on) ([a-z][a-z0-9-]{3,20})(?= (?:was|took|takes|lasted|is|will|went|tonight|today|tomorrow|at|on|from|this)\b|[.,:;]?(?:\s|$))"
)
_DOWN_WORDS = frozenset(("downtime", "outage", "reboot", "restart", "crash", "reinstallation", "maintenance"))
# "kst-ln1 (aka Hal)", "ol-web1 (ia803306)": both are names of it.
_ALIAS = re.compile(
    r" \((?:(?:aka|a\.k\.a\.|alias|also known as) ([A-Za-z][a-z]{2,20})|([a-z]{2,8}\d{4,8}))\)"
)
_NUMBERED = re.compile(r"(?<![\w./-])[a-z]+-[a-z]*\d+$")
# "ol-mem[0,2]": more than one in one.
_SEVERAL = re.compile(r"\[\d{1,3}(?:[,-] ?\d{1,3}){1,8}\]")
_STEM = re.compile(r"(?<![\w./-])[a-z]{2,}(?:-[a-z]{2,}){1,3}$")
_ABROAD = re.compile(
    r"\b(?:Server|Rechner|Maschine|Host|serveur|machine|servidor|m[áa]quina|server)s? (?:namens|nomm[ée]e?|appel[ée]e?|llamad[oa]|chamad[oa]|genaamd) [\"'“„«]?([A-Za-z][\w-]{2,20})"
)
_NAMING = ("namens", "nomm", "appel", "llamad", "chamad", "genaamd")
_ADDRESS = re.compile(r" [(\[]`?([a-z0-9-]{3,40})(?:\.[a-z0-9-]{1,40}){1,5}`?[)\]]")
_NAMED = re.compile(r"[A-Z][A-Za-z]{2,20}(?: [A-Z][A-Za-z]{1,20}){0,2}$")


def _printed(tokens: Tokens) -> Iterator[Hit]:
    text = tokens.text
    recap = _RECAP.finditer(text) if ": ok=" in text else ()
    for match in (*recap, *at_words(tokens, _PRINTING, _PRINTED)):
        name = match.group(match.lastindex or 1)
        if name not in ("localhost", "default", "all", "example", "myhost"):
            yield machine_hit(match.start(match.lastindex or 1), name, 0.8)
    for match in _WATCHED.finditer(text) if any(mark in text for mark in _WATCHERS) else ():
        yield from (
            machine_hit(match.start(at), match.group(at), 0.75) for at in range(1, 6) if match.group(at)
        )
    bullets = [
        match
        for match in (_BULLETS.finditer(text) if "* " in text or "- " in text else ())
        if may_be(match.group(1))
    ]
    if len({match.group(1) for match in bullets}) > 1:
        yield from (machine_hit(match.start(1), match.group(1), 0.65) for match in bullets)
    for match in _WHOAMI.finditer(text) if "whoami" in text else ():
        if match.group(1) not in ("root", "admin"):
            yield Hit(
                *match.span(1), "handle", 0.8, "A handle leads to a person.", "handle:" + match.group(1)
            )
        if match.group(2):
            yield machine_hit(match.start(2), match.group(2), 0.7)


def _spoken_of(tokens: Tokens) -> Iterator[Hit]:
    text = tokens.text
    for match in at_words(tokens, _DOWN_WORDS, _DOWN):
        if may_be(match.group(1)):
            yield machine_hit(match.start(1), match.group(1), 0.6)
    for match in _ALIAS.finditer(text) if " (" in text else ():
        one = _NUMBERED.search(text, max(0, match.start() - 40), match.start())
        if one:
            yield machine_hit(one.start(), one.group(), 0.75)
            yield machine_hit(match.start(match.lastindex or 1), match.group(match.lastindex or 1), 0.75)
    for match in _SEVERAL.finditer(text) if "[" in text else ():
        stem = _STEM.search(text, max(0, match.start() - 60), match.start())
        if stem:
            yield machine_hit(stem.start(), stem.group() + match.group(), 0.7)
    for match in _ABROAD.finditer(text) if any(word in text for word in _NAMING) else ():
        yield machine_hit(match.start(1), match.group(1), 0.7)


def find_in_titles(tokens: Tokens) -> Iterator[Hit]:
    """Names of machines that a listing, a title or their own address gives away."""
    text = tokens.text
    listed = (
        (_ROW, "Ready" in text or "Down " in text or "Mi " in text),
        (_GUEST, "running" in text or "shut off" in text),
    )
    for pattern, marked in listed:
        for match in pattern.finditer(text) if marked else ():
            yield machine_hit(match.start(1), match.group(1), 0.8)
    yield from _printed(tokens)
    if not _BOXES.isdisjoint(tokens.places) and _NICKNAMED.search(text):
        yield from (machine_hit(match.start(1), match.group(1), 0.6) for match in _QUOTED.finditer(text))
    for match in _TITLE.finditer(text):
        if may_be(match.group(1)):
            yield machine_hit(match.start(1), match.group(1), 0.65)
    yield from _spoken_of(tokens)
    for address in _ADDRESS.finditer(text):
        called = _NAMED.search(text, max(0, address.start() - 64), address.start())
        if called and called.group().lower().replace(" ", "") == address.group(1).replace("-", ""):
            yield machine_hit(called.start(), called.group(), 0.7)
