"""Machines by what is said of them: "quokka won't answer ssh", "sda on bofh", "kookaburra's RAID"; only machines do and have such things."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from postmortems.domain.redaction.english import JARGON, is_english, is_nickname
from postmortems.domain.redaction.findings import Hit
from postmortems.domain.redaction.host_nouns import machine_hit
from postmortems.domain.redaction.hosts import REGION
from postmortems.domain.redaction.positions import Tokens, at, at_words
from postmortems.domain.redaction.words import COMMON, HOST_NAMES, PRODUCTS, section

_THEMES = section("machine_themes") | section("machine_animals")
_NOT_HOST = section("not_host") | section("env_parts") | section("of_service") | section("machine_nouns")
_ADVERB = (
    r"(?:still |now |also |again |completely |totally |apparently |just |already |back |probably |finally )*"
)
# Looked for by their first word; then the name before it.
_SAID = re.compile(
    rf"(?:(?:is|was|isn't|wasn't|seems|seemed|looks|looked|stays|stayed|went|came|remains|remained) {_ADVERB}"
    r"(?:unreachable|unresponsive|not responding|not pingable|pingable|offline|powered (?:off|down)|out of (?:disk|space|memory|inodes|RAM)|swapping|mounted read-only|read-only|rebooting|wedged|hosed|toast|fried|booting|racked|back(?: up| online)?|at \d+ ?%)"
    r"|(?:won't|wouldn't|doesn't|didn't|does not|did not|will not|refuses to|refused to|failed to|fails to) (?:answer|boot|ping|respond|come (?:back|up)|POST|power on|reboot)"
    # In other languages, without accents.
    r"|(?:esteve|esta|ficou) (?:em baixo|fora|caid[oa]|parad[oa])|caiu\b|foi reiniciad[oa]|est (?:tombe|en panne|down|hors)|a (?:redemarre|plante)|ist (?:ausgefallen|down|weg|tot)|war (?:nicht erreichbar|down|weg)|lauft wieder|se cayo|e (?:caduto|giu)"
    rf"|{_ADVERB}(?:rebooted|kernel[- ]panicked|panicked|lost power|ran out of (?:disk|space|memory|inodes|RAM)|fell over|locked up|dropped off|OOMed|OOM'd|rejoined the|takes over|took over|(?:answers|answered) (?:ping|ssh|again)|hangs))\b"
)
_SAYING = section("machine_saying")
_IS = re.compile(
    r"(?:is|was|became|replaces|replaced|will be) (?:now )?(?:the|our|an?) (?:(?:new|old|main|primary|backup|only|second|other|spare|former|tiny|big|physical|virtual|dedicated|shared|central|database|db|mail|web|file|build|jump|print|game|monitoring|storage|staging|production) )*"
    r"(?:NAS|server|hypervisor|box|host|machine|router|firewall|filer|fileserver|workstation|VM|Raspberry Pi|Pi|bastion|jumphost|NUC|switch)\b"
)
_OLD_ONE = re.compile(r" \((?:the|our) (?:old|new|other|current|spare|previous|former|second|third) one\b")
_ENTRY = re.compile(
    r"(?:known_hosts (?:entry|line|key)|host key|DHCP (?:lease|reservation)|(?:DNS|rDNS|reverse DNS) (?:entry|record)|DNS|A record|PTR(?: record)?|CNAME|SSHFP|nightly backup|image backup|VM snapshot|logs?|alerts|graphs|root access|access|backups?|console|(?:i?DRAC|iLO|IPMI|BMC)|certs?|certificate|root password|monitoring|munin|nagios) (?:for|of|to|from) [`*\"]{0,2}([a-z][a-z0-9-]{2,24})[`*\"]{0,2}(?![\w/@=(\[]|\.\w)"
)
_APPOSED = re.compile(
    r"\b(?:machine|server|box|host|node|VM|router|hypervisor|laptop|NAS|first|second|third|other), [`\"]?([a-z][a-z0-9-]{2,20})[`\"]?(?=, |\.(?!\w)|;|\))"
)
_BEFORE_COMMA = frozenset(("machine", "server", "box", "host", "node", "vm", "router", "hypervisor", "laptop", "nas", "first", "second", "third", "other"))  # fmt: skip
_ENTRIES = frozenset(("known", "host", "dhcp", "dns", "rdns", "reverse", "a", "ptr", "cname", "sshfp", "nightly", "image", "vm", "log", "logs", "alerts", "graphs", "root", "access", "backup", "backups", "console", "cert", "certs", "certificate", "monitoring", "munin", "nagios", "drac", "idrac", "ilo", "ipmi", "bmc"))  # fmt: skip
_NO_SUBJECT = frozenset(("it", "this", "that", "he", "she", "one", "there", "here", "what", "which", "who", "they", "mine", "ours", "goal", "idea", "plan", "problem", "cause", "culprit", "issue", "target", "victim", "suspect", "winner", "answer", "fix", "solution", "reason", "result"))  # fmt: skip
_OWNED = re.compile(
    r"'s (?:\w+ ){0,1}(?:disks?|RAID|raid|array|PSU|fans?|BMC|iDRAC|iLO|IPMI|kernel|filesystem|root|/\w+|NIC|SSD|motherboard|uplink|DIMM|power supply|chassis|crontab|sshd|fstab|iptables|uptime)\b"
)
_LEFT = re.compile(r"(?<![\w./@:#=-])([a-z][a-z0-9]{2,20})[`*\"]{0,2} ?$")
# What stands before a subject: the border of a sentence, or a word that joins two of them.
_SUBJECT = re.compile(
    r"(?:^|[.!?;,:(>|*\n-][ \t]*[`*\"]{0,2}|\b(?:So|And|But|Then|Now|Also|Because|When|While|Today|Meanwhile|and|but|that|while|because|when|then|so|if|as|since|after|before|until|only|also|why|though|now|like|think|see|says) [`*\"]{0,2})$"
)
_PART = re.compile(
    r"(?:disks?|filesystems?|volumes?|partitions?|array|RAID\d?|raid|mdadm|zpool|pool|PSU|fan|fans|DIMM|NIC|kernel|ssh|sshd|uptime|crontab|cron|swap|inodes|/\w+(?:/\w+)*|sd[a-z]\d?|nvme\dn\d|md\d+|eth\d|bond\d|zpool \w+|backups?|replicas?|copy|copies|mirror|memory|RAM|containers?|jobs?|shares?|files|VMs?|services?|status|df|top|htop|dmesg|iostat|journalctl|smartctl|uname|reboot)(?: -{1,2}[\w-]{1,12})*`? (?:is (?:full|dead|dying|failing|up|down) )?on [`*\"]{0,2}([a-z][a-z0-9]{2,20}|[a-z][a-z0-9]*(?:-[a-z0-9]+){1,3})[`*\"]{0,2}(?![\w/@=(-]|\.\w)"
)
_AND = re.compile(r"(?:,| and|, and) [`\"]?([a-z][a-z0-9]{2,20})(?![\w/@=(-]|\.\w)")
_ON_ONE = re.compile(r"on [`\"]?([a-z][a-z0-9]{2,20})[`\"]?(?![\w/@=(-]|\.\w)")
_ON = frozenset(("on",))
_PART_BEFORE = re.compile(r"(?:^|[\s(`])([\w/]{2,30}(?: -{1,2}[\w-]{1,12})*[`]?(?: is \w+)?) $")


def called_so(name: str) -> bool:
    """Whether a word that is said to be a machine may be its name: no thing of the trade."""
    return name not in PRODUCTS | JARGON | COMMON | _NOT_HOST | _NO_SUBJECT


def may_be(name: str) -> bool:
    """Whether a word in small letters may be what a machine is called: on a list of such names, or no word at all."""
    if "-" in name:
        return not REGION.match(name) and name.partition("-")[0] not in PRODUCTS
    if name in PRODUCTS or name in _NOT_HOST:
        return False
    return (
        name.rstrip("0123456789") in _THEMES
        or (name in HOST_NAMES and not is_english(name))
        or is_nickname(name)
    )


def _said_of(tokens: Tokens) -> Iterator[tuple[int, str]]:
    text = tokens.text
    for index in at(tokens, _SAYING):
        start = tokens.spans[index][0]
        if text[start - 1 : start] == " " and _IS.match(text, start):
            yield from _subject(text, start, called_so)
        elif text[start - 1 : start] == " " and _SAID.match(text, start):
            yield from _subject(text, start)


def _stands(tokens: Tokens) -> Iterator[tuple[int, str]]:
    """Names behind a noun and a comma, before "(the old one)", in an entry, and with what a machine has."""
    text = tokens.text
    for match in _OLD_ONE.finditer(text) if " one" in text else ():
        yield from _subject(text, match.start(), called_so)
    for match in at_words(tokens, _BEFORE_COMMA, _APPOSED):
        if may_be(match.group(1)):
            yield match.start(1), match.group(1)
    for match in at_words(tokens, _ENTRIES, _ENTRY):
        if may_be(match.group(1)) or "-" in match.group(1):
            yield match.start(1), match.group(1)
    for match in _OWNED.finditer(text) if "'s " in text else ():
        yield from _subject(text, match.start())


def _subject(text: str, end: int, fits: Callable[[str], bool] = may_be) -> Iterator[tuple[int, str]]:
    name = _LEFT.search(text, max(0, end - 26), end)
    if name and fits(name.group(1)) and _SUBJECT.search(text, max(0, name.start(1) - 12), name.start(1)):
        yield name.start(1), name.group(1)


def _on_parts(tokens: Tokens) -> Iterator[tuple[int, str]]:
    text = tokens.text
    for index in at(tokens, _ON):
        start = tokens.spans[index][0]
        lead = _PART_BEFORE.search(text, max(0, start - 40), start)
        match = _PART.match(text, lead.start(1)) if lead else None
        if match is None and tokens.word(index - 1) in PRODUCTS and tokens.gap(index) == " ":
            match = _ON_ONE.match(text, start)
        name = match.group(1) if match else ""
        if match and ("-" not in name or any(map(str.isdigit, name))) and may_be(name):
            yield match.start(1), name
            other = _AND.match(text, match.end())
            if other and called_so(other.group(1)):
                yield other.start(1), other.group(1)


def find_said(tokens: Tokens) -> Iterator[Hit]:
    """Names of machines that what is said of them gives away, and again in the same text."""
    found = [*_said_of(tokens), *_stands(tokens), *_on_parts(tokens)]
    for start, name in found:
        yield machine_hit(start, name, 0.65)


def find_again(tokens: Tokens, hits: list[Hit]) -> Iterator[Hit]:
    """Further mentions of machines that have a name of their own."""
    names = {hit.key.partition(":")[2] for hit in hits if hit.kind == "hostname" and hit.confidence >= 0.65}
    for name in names & tokens.places.keys():
        if len(name) < 4 or not may_be(name):
            continue
        for index in tokens.places[name]:
            start, end = tokens.spans[index]
            around = tokens.text[max(0, start - 1) : start] + tokens.text[end : end + 1]
            if not any(char in "/.@=_-" for char in around.rstrip(".")) and (
                not tokens.titled(index) or tokens.gap(index + 1)[:1] == "'"
            ):
                yield machine_hit(start, tokens.text[start:end], 0.6)
