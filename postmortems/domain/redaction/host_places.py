"""Machines known by their place: in a prompt, a log, a command, beside an address, behind words such as "server"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postmortems.domain.redaction.english import is_english, is_nickname
from postmortems.domain.redaction.findings import Hit
from postmortems.domain.redaction.hosts import REGION
from postmortems.domain.redaction.positions import Tokens, at, at_words
from postmortems.domain.redaction.words import COMMON, PRODUCTS, section
from postmortems.domain.redaction.zones import has_top, is_public

# What a machine answers with: "root@fritz:~$", and what one types to get there.
_PROMPT = re.compile(
    r"(?<![\w.@-])([a-z_][\w.-]{0,30})@([A-Za-z][A-Za-z0-9-]{1,60}(?:\.[A-Za-z0-9-]{1,60}){0,5})(?=:[~/]|:\d*[$#]|[$#>] | [~/\w][\w/.-]{0,60}(?:\][$#]| [%$#] ))"
)
_LOGIN = re.compile(
    r"\b(?:ssh|scp|sftp|rsync|mosh|telnet)\b[^\n`]{0,60}?(?<![\w.@-])(?:([a-z_][\w.-]{0,30})@)([a-z][a-z0-9-]{1,60}(?:\.[a-z0-9-]{1,60}){0,4})(?![\w@-]|\.\w)"
)
_DATED = re.compile(
    r"(?:^|\n|\| )[\s>`*-]{0,6}(?:<\d{1,3}>)?(?:[A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d(?:\.\d{1,9})?|(\d{4}-\d\d-\d\d[T_ ]\d\d:\d\d:\d\d\S{0,16})) "
    r"([A-Za-z][A-Za-z0-9.-]{1,60}) [\w./()-]{2,40}(\[\d{1,7}\])?:[ \n]"
)
_SYSTEMS = ("Linux ", "Darwin ", "BSD ", "SunOS ", "AIX ")
_UNAME = re.compile(
    r"\b(?:Linux|Darwin|FreeBSD|NetBSD|OpenBSD|SunOS|AIX) ([A-Za-z][\w.-]{1,60}) \d{1,2}\.\d{1,3}[\w.+~-]{0,40} "
)
# Where the name of a machine stands, in mail headers, logs, configuration, and what network tools print.
_HOST = r"([A-Za-z][A-Za-z0-9-]{0,60}(?:\.[A-Za-z0-9-]{1,60}){0,6})"
_NETWORK = re.compile(
    rf"\b(?:Received: from|by(?= \S{{3,80}} with E?SMTP)|PING|rhost=|connect to|Connecting to|Trying|Escape character|relay=|from=|[Hh]ost[=:] ?|[Hh]ostname[=:] ?|HostName|[Ss]erver[=:] ?|Data Source=|target[=:] ?|instance=\"?|node[=:] ?)[ \"']{{0,2}}{_HOST}"
    rf"(?= ?[\[(](?:\d{{1,3}}\.|[0-9a-f]{{1,4}}:|/|helo|EHLO|HELO)|[\s,;:\"'}})\]]|$)"
)
_ADDRESS = re.compile(r"\d(?<![\d.].)\d{0,2}(?:\.\d{1,3}){3}(?!\.?\d)")
# The colon first: it is found at once in a long text.
_COLONS = re.compile(r":[0-9a-f:]{3}")
_ADDRESS_6 = re.compile(r"(?<=[ (\[])[0-9a-f]{1,4}:[0-9a-f:]{3,40}")
_BESIDE = re.compile(
    rf"(?<![\w@./:-]){_HOST}(?: has (?:IPv6 )?address |\.? (?:\d{{1,6}} )?IN (?:A|AAAA) | ?[\[(]| {{0,20}}\| ?`?| ?= ?| -> | → |: )$"
)
_KIND_WORDS = section("kind_words")
_CONFIGURED = re.compile(
    r"(?<![^\n])Host ([a-z][\w.-]{2,60})[ \t]*\n(?=[ \t]+[A-Z])|\b(?:server|host|broker|node|database|replica|primary) (?:(?:on|at|named|called) )?['\"`]([a-z][a-z0-9.-]{2,60})['\"`]"
)
_ROLES = frozenset(("primary", "secondary", "master", "replica", "standby", "leader", "follower", "slave"))
_IN_ROLE = re.compile(
    r"(?<![\w./:@-])([a-z][a-z0-9]{1,20}(?:-[a-z0-9]{1,20}){1,4}) (?:(?:is|was|became|as|being) )?(?:now )?(?:the|our) (?:new |current |only )?$"
)
_SHARE = re.compile(r"(?://|\\\\)(?<![\w:/\\]..)([A-Za-z][\w-]{0,40}\d[\w-]{0,20})[/\\]")
_NAMED_BEHIND = re.compile(
    r"\d\.\d{1,3}\.\d{1,3}\.\d{1,3}(?: ?\(| aka | / |, named |, called )[`\"]?([a-z][a-z0-9-]{2,40})[`\")]?(?![\w.@-])"
)
_HOSTS_FILE = re.compile(
    r"(?:^|\n)[ \t]{0,8}\d{1,3}(?:\.\d{1,3}){3}[ \t]{1,20}((?:[a-z][a-z0-9.-]{1,60}[ \t]{0,20}){1,6})(?=\n|#|$)"
)
_CALLED = re.compile(
    r"(?<![\w/.-])(?:ssh|sftp|ping6?|mosh|telnet|traceroute|tracepath|mtr|dig|nslookup|host|nc|ncat|nmap|rsh|drill|arping)"
    r"((?: (?:-[LRDpilcoJFbEmSWw] ?[^\s`]{1,60}|-[A-Za-z0-9]{1,3}))*) (?:[a-z_][\w.-]{0,30}@)?([a-z][a-z0-9-]{1,60}(?:\.[a-z0-9-]{1,60}){0,6})(?![\w@/=(-]|\.\w)"
)
_OF_KIND = re.compile(
    r"\b(?:slave|agent|server|host|box|machine|node|runner|builder|router|switch|firewall|hypervisor|workstation|laptop|desktop|NAS) \(([A-Z][a-z]{2,20}|[a-z][a-z0-9-]{2,30})[,)]"
)
_NAME_GIVEN = re.compile(
    r"\b(?:server|host|box|machine|node|runner|builder|router|switch|firewall|hypervisor|VM|workstation|laptop)s? (?:is |are |was )?(?:called|named|known as|nicknamed) [`\"'*“]{0,2}([A-Za-z][A-Za-z0-9-]{2,30})\b(?:[`\"'*”]{0,2}(?:, | and )[`\"'*“]{0,2}([a-z][a-z0-9-]{2,30})\b)?"
)
_KINDS = frozenset(
    (
        "vm",
        "host",
        "server",
        "node",
        "machine",
        "box",
        "droplet",
        "instance",
        "hypervisor",
        "blade",
        "router",
        "switch",
        "firewall",
    )
)
_BEFORE_KIND = re.compile(r"(?<![\w./:@-])([a-z][a-z]{1,15}(?:-[a-z0-9]{1,15}){0,4}-?\d{1,4})[`*\"']{0,2} $")
_HANDLED = re.compile(
    r"\b(?:restart|reboot|drain|depool|repool|reimag|decommission|cordon|uncordon|reinstall|power-?cycl|replac|promot|demot|resiz|evacuat)(?:e|ed|ing|ting|ted|ning|ned|es|s)?"
    r" (?:the )?(?:primary |replica |standby |node |host |server |machine |VM )?[`*]{0,2}([a-z][a-z]{1,15}(?:-[a-z]{1,15}){0,3}-?\d{1,4})[`*]{0,2}(?![\w./-]|\.\d)"
)
_NOT_HOST = section("not_host")
_EVERYBODY = section("everybody")
_LEADING_WORDS = section("leading_words")
_PLACE_WORDS = frozenset(("on", "from", "of", "against"))
_AFTER_WORD = re.compile(
    r"\b(?:hosts?|servers?|machines?|boxe?s?|node|vm|ssh(?:ed)? (?:to|into)|log(?:ged)? (?:on|in) ?to)\s+[`\"'*]{0,2}([a-z][a-z0-9]{0,12}(?:-[a-z0-9]{1,6}){2,4})\b(?!-)"
)
_IN_PARTS = re.compile(
    r"\b(?:on|from|of|against)\s+[`\"'*]{0,2}([a-z]{1,4}(?:-[a-z0-9]{1,4}){2,4})\b(?![-\w])"
)
_COMPOUND = section("compound")
_HOST_LIKE = re.compile(
    r"(?<![\w.-])([a-z][a-z0-9]*(?:-[a-z0-9]+)*)(?:\.[a-z0-9.-]{1,100}[a-z0-9])?(?![\w-])"
)
_RUNS = re.compile(
    r"\b(?:ssh|sftp|ping6?|mosh|telnet|traceroute|tracepath|mtr|dig|nslookup|nc|ncat|nmap|host) "
)
_VERSIONED = section("versioned")
_COUNTED = section("counted")
WHY = "This looks like the name of one of our machines."
WHY_PROMPT = "Somebody was signed in on this machine."


def _named(start: int, name: str, sure: float, why: str = WHY) -> Hit:
    return Hit(start, start + len(name), "hostname", sure, why, "host:" + name.lower())


def _whole(name: str) -> bool:
    """Whether a name in a machine's place is one: no public site, no word, no "localhost"."""
    low = name.lower().rstrip(".")
    if low in _NOT_HOST or low.startswith("localhost") or len(low) < 3:
        return False
    if "." in low:
        return low.count(".") > 1 and has_top(low) and not is_public(low)
    if any(char.isdigit() for char in low):
        return low.rstrip("0123456789").rstrip("-") not in _VERSIONED | _COUNTED and not REGION.match(low)
    return is_nickname(low) if "-" not in low else not all(map(is_english, low.split("-")))


def _at_prompts(text: str) -> Iterator[Hit]:
    for pattern in (_PROMPT, _LOGIN):
        for match in pattern.finditer(text):
            if match.group(2) in ("host", "server", "hostname", "remote"):
                continue
            if "." in match.group(2) and has_top(match.group(2)) and is_public(match.group(2)):
                continue
            yield _named(match.start(2), match.group(2), 0.9, WHY_PROMPT)
            if match.group(1) not in _EVERYBODY:
                yield Hit(
                    *match.span(1), "handle", 0.85, "A handle leads to a person.", "handle:" + match.group(1)
                )


def _in_logs(text: str) -> Iterator[Hit]:
    for match in _DATED.finditer(text):
        name = match.group(2)
        process = match.group(3) is not None
        if name.lower() not in _NOT_HOST and (process or (match.group(1) is None and _whole(name))):
            yield _named(match.start(2), name, 0.85)
    for match in _UNAME.finditer(text) if any(system in text for system in _SYSTEMS) else ():
        if match.group(1).lower() not in ("kernel", "version", "localhost"):
            yield _named(match.start(1), match.group(1), 0.9)


def _on_network(text: str) -> Iterator[Hit]:
    addresses = [match.start() for match in _ADDRESS.finditer(text)]
    if _COLONS.search(text):
        addresses = sorted(addresses + [match.start() for match in _ADDRESS_6.finditer(text)])
    beside = (_BESIDE.search(text, max(0, start - 80), start) for start in addresses)
    for matches in (_NETWORK.finditer(text), beside):
        for match in filter(None, matches):
            name = match.group(1)
            plain = not any(char.isdigit() or char in ".-" for char in name)
            led = (
                "-" in name and matches is not beside and not any(map(str.isdigit, name)) and "." not in name
            )
            if _whole(name) and not plain and not led:
                yield _named(match.start(1), name, 0.8)
    if addresses:
        yield from _with_address(text)


def _with_address(text: str) -> Iterator[Hit]:
    """Names behind an address: "192.0.2.7 (grebe)", the lines of a hosts file."""
    for match in _NAMED_BEHIND.finditer(text):
        if is_nickname(match.group(1)):
            yield _named(match.start(1), match.group(1), 0.75)
    for match in _HOSTS_FILE.finditer(text):
        for name in re.finditer(r"\S+", match.group(1)):
            if _whole(name.group()):
                yield _named(match.start(1) + name.start(), name.group(), 0.85)


def _by_words(tokens: Tokens) -> Iterator[Hit]:
    text = tokens.text
    for match in _SHARE.finditer(text) if "//" in text or "\\\\" in text else ():
        yield _named(match.start(1), match.group(1), 0.8)
    if "-" not in text:
        return
    starts = (tokens.spans[index][0] for index in at(tokens, _ROLES))
    roles = (_IN_ROLE.search(text, max(0, start - 90), start) for start in starts)
    after = at_words(tokens, _LEADING_WORDS, _AFTER_WORD)
    parts = at_words(tokens, _PLACE_WORDS, _IN_PARTS)
    for matches in (filter(None, roles), after, parts):
        for match in matches:
            if _COMPOUND.isdisjoint(match.group(1).split("-")) and not REGION.match(match.group(1)):
                yield _named(match.start(1), match.group(1), 0.7)


def _configured(tokens: Tokens) -> Iterator[Hit]:
    """Names in the settings of a client, and in quotation marks behind "server" and the like."""
    for match in at_words(tokens, _KIND_WORDS, _CONFIGURED):
        group = 1 if match.group(1) else 2
        name = match.group(group)
        if "-" in name or _whole(name):
            yield _named(match.start(group), name, 0.75)


def _by_deeds(tokens: Tokens) -> Iterator[Hit]:
    """Names with a number that were restarted or drained, and what a command was pointed at."""
    text = tokens.text
    starts = (tokens.spans[index][0] for index in at(tokens, _KINDS))
    before = (_BEFORE_KIND.search(text, max(0, start - 50), start) for start in starts)
    for matches in (filter(None, before), _HANDLED.finditer(text)):
        for match in matches:
            if _whole(match.group(1)):
                yield _named(match.start(1), match.group(1), 0.75)
    for match in _CALLED.finditer(text) if _RUNS.search(tokens.lower) else ():
        if _whole(match.group(2)) and not (match.group(1) == "" and is_english(match.group(2))):
            yield _named(match.start(2), match.group(2), 0.8)


def _introduced(tokens: Tokens) -> Iterator[Hit]:
    """Names that a sentence gives to a machine: "the runner (Dormouse, an old desktop)", "a server called marvin"."""
    for match in at_words(tokens, _KIND_WORDS, _OF_KIND):
        name = match.group(1)
        if _whole(name) and name.lower() not in PRODUCTS | COMMON:
            yield _named(match.start(1), name, 0.7)
    for match in at_words(tokens, _KIND_WORDS, _NAME_GIVEN):
        for group in (1, 2):
            name = match.group(group) or ""
            if name and name.lower() not in PRODUCTS | COMMON | _NOT_HOST:
                yield _named(match.start(group), name, 0.75)


def find_in_places(tokens: Tokens) -> list[Hit]:
    """Machines in what a terminal, a log or a network tool printed, and beside words that go with machines; and again in the same text."""
    text, lower = tokens.text, tokens.lower
    hits = list(_at_prompts(text)) if "@" in text else []
    hits += _in_logs(text)
    hits += _on_network(text)
    hits += _by_words(tokens)
    hits += _by_deeds(tokens)
    hits += _configured(tokens)
    hits += _introduced(tokens)
    names = {hit.key.partition(":")[2] for hit in hits if hit.confidence >= 0.85 and hit.kind == "hostname"}
    names = {name for name in names if len(name) > 2 and not is_english(name)}
    for again in _HOST_LIKE.finditer(lower) if names else ():
        if again.group() in names or again.group(1) in names:
            hits.append(_named(again.start(), again.group(), 0.75))
    return hits
