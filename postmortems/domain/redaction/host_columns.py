"""Machines in the columns of a table, on the command lines of clients, and in the paths of shares."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postmortems.domain.redaction.english import is_english, is_nickname
from postmortems.domain.redaction.findings import Hit
from postmortems.domain.redaction.host_nouns import called, machine_hit
from postmortems.domain.redaction.positions import Tokens, at_words
from postmortems.domain.redaction.words import HOST_NAMES, PRODUCTS, section
from postmortems.domain.redaction.zones import has_top

_NOT_HOST = section("not_host")
_STAGES = section("env_parts")
_VERSIONED = section("versioned") | section("counted")
# The line between the heading of a table and its rows.
_RULE = re.compile(r"\n[ \t:|-]{3,600}(?=\n)")
_HEAD = re.compile(
    r"(?:[Hh]ost(?:name)?|HOST(?:NAME)?|[Mm]achine|[Ss]erver|[Nn]ode|NODE|[Ii]nstance|VM|[Bb]ox)s?(?: name)?"
)
_CELL = re.compile(r"[A-Za-z][A-Za-z0-9-]{2,40}")
# Sizes of rented machines: "t3-micro".
_SIZE = re.compile(
    r"[a-z]\d[a-z]{0,3}-(?:nano|micro|small|medium|\d{0,2}x?large|metal|standard.*)|[en]\d[a-z]?-.*"
)
_CLIENTS = frozenset(
    ("redis", "psql", "mysql", "mysqldump", "mysqladmin", "pg", "mongo", "mongosh", "mosquitto", "influx", "clickhouse", "valkey", "ldapsearch", "rsync", "nc", "zabbix", "createdb", "pgbench", "iperf")
)  # fmt: skip
_OPTION = re.compile(
    r"[a-z]+[\w-]*\b[^\n|;`]{0,80}? (?:-h|-H|-c|--host(?:name)?|--server)[ =]?([a-z][a-z0-9-]{2,40})(?![\w@:/=(-]|\.\w)"
)
_MOUNTED = re.compile(r"(?:mount|smb|cifs)\w*\b[^\n|;`]{0,60}? //([A-Za-z][A-Za-z0-9-]{2,40})/(?=\w)")
_MOUNTS = frozenset(("mount", "smbclient", "cifs", "smb", "mount_smbfs"))
_INVENTORY = re.compile(
    r"(?:^|\n)([a-z][a-z0-9-]{2,40}) {1,20}(?=ansible_\w+=|(?:addr|ip|ip_address|host)=\d)"
)
_RECORD = re.compile(
    r"(?:^|\n)[ \t]{0,8}([a-z][a-z0-9-]{1,40})[ \t]{1,20}(?:\d{1,6}[ \t]{1,8})?(?:IN[ \t]{1,8})?(?:A|AAAA|PTR)[ \t]{1,8}(?=[\da-f]{1,4}[.:][\da-f.:]{2})"
)
_NOT_RECORD = frozenset(
    (
        "www",
        "mail",
        "ftp",
        "imap",
        "smtp",
        "autodiscover",
        "docs",
        "blog",
        "shop",
        "status",
        "api",
        "dig",
        "type",
    )
)
# What is said of a machine is looked for first, then its name.
_APPOSED = re.compile(
    r"\((?:the|our|an?|its|my|which is|formerly) (?:[\w-]{1,15} ){0,3}?(?:server|host|box|machine|router|firewall|nas|hypervisor|workstation|desktop|pc|laptop|vm|filer|raspberry)s?\b"
    r"|\((?:an? )?(?:Dell|HP|HPE|Lenovo|Supermicro|Fujitsu|Synology|QNAP|Raspberry Pi|Intel NUC|NUC|Mac [Mm]ini|ThinkPad|PowerEdge|ProLiant|MikroTik|Ubiquiti|Cisco|Juniper)\b"
)
_BEFORE_APPOSED = re.compile(r"(?<![\w./@:-])([a-z][a-z0-9-]{2,24})[`*\"']{0,2},? ?$")
_REPLACED = re.compile(
    r"(?:replac|swapp?|migrat|mov|fail|switch|copi)(?:ed|ing|es|e|s)? (?:[a-z ]{0,20} )?([a-z][a-z0-9-]{2,24})(?: \([^()\n]{1,40}\))? (?:with|for|to|by|onto|over to) ([a-z][a-z0-9-]{2,24})(?![\w/@:-]|\.\w)"
)
# "backups from X to Y": what is moved stands before "from", the two machines behind it.
_FROM_TO = re.compile(
    r"from ([a-z][a-z0-9-]{2,24}) (?:to|onto|over to) ([a-z][a-z0-9-]{2,24})(?![\w/@:-]|\.\w)"
)
_MOVED = re.compile(
    r"\b(?:backups?|replication|sync|rsync|traffic|tunnel|latency|ping|packets?|connections?|snapshots?|zfs send|vms?|guests?|containers?|lxc|domu|instances?|mail|shares|homes|data|disks?|volumes?|pools?|databases?|sites?|jails?)(?: [\w-]{1,20})? $"
)
_FROM = frozenset(("from",))
_MANY = frozenset(
    (
        "servers",
        "hosts",
        "machines",
        "boxes",
        "nodes",
        "vms",
        "pis",
        "routers",
        "switches",
        "firewalls",
        "nucs",
        "workstations",
        "droplets",
        "hypervisors",
        "laptops",
    )
)
_ENUMERATED = re.compile(
    r"[A-Za-z]+(?:: | \(| named | called | )((?:[a-z][a-z0-9-]{2,24}(?: \([^()\n]{1,40}\))?, ){0,8}[a-z][a-z0-9-]{2,24}(?: \([^()\n]{1,40}\))?,?(?: and | & |, )[a-z][a-z0-9-]{2,24})(?![\w/@:(-]|\.\w)"
)
_SHARE = re.compile(r"(?<![\w\\])\\\\([A-Za-z][\w-]{2,40})\\[A-Za-z]")


def _named(low: str) -> bool:
    """Whether a word in a machine's place is a name: no product, no stage, no plain word."""
    if low in PRODUCTS or low in _NOT_HOST or low in _STAGES:
        return False
    parts = [part for part in re.split(r"[-\d]+", low) if part]
    if _SIZE.fullmatch(low):
        return False
    if "-" in low or any(map(str.isdigit, low)):
        return bool(parts) and parts[0] not in _VERSIONED
    return is_nickname(low)


def _in_columns(text: str) -> Iterator[Hit]:
    """The cells below a heading such as "Host"."""
    for rule in _RULE.finditer(text):
        heads = text[text.rfind("\n", 0, rule.start()) + 1 : rule.start()].split("|")
        columns = [at for at, head in enumerate(heads) if _HEAD.fullmatch(head.strip(" \t*_`"))]
        for column in columns:
            cells = list(_cells(text, rule.end() + 1, column))
            # One that can only be a machine vouches for the words of its column.
            vouched = sum(_named(name.lower()) and not _humped(name) for _, name in cells)
            for place, name in cells if vouched else ():
                low = name.lower()
                if (
                    low not in PRODUCTS
                    and low not in _STAGES
                    and (vouched > 1 or _named(low) or len(cells) < 4)
                ):
                    yield machine_hit(place, name)


def _humped(name: str) -> bool:
    return not (name.islower() or name.isupper() or name.istitle())


def _cells(text: str, at: int, column: int) -> Iterator[tuple[int, str]]:
    """The words of one column of a table, with their places."""
    while at < len(text):
        line = text[at : at + 2000].partition("\n")[0]
        parts = line.split("|")
        if len(parts) < 2:
            return
        name = parts[column].strip(" \t`*_") if column < len(parts) else ""
        if _CELL.fullmatch(name):
            yield at + sum(len(part) + 1 for part in parts[:column]) + parts[column].index(name), name
        at += len(line) + 1


# Routers by the place they stand in: "br1.rvk".
_OF_SITE = re.compile(r"(?<![\w./@:-])[a-z]{2,5}\d{1,2}\.[a-z]{3,5}\d?(?![\w-]|\.\w|/|\()")
_OF_SITES = frozenset(("br", "cr", "ar", "pe", "er", "rr", "sw", "gw", "rtr", "core", "edge", "asr", "bng", "csr", "lsr", "dist", "acc", "agg", "leaf", "spine", "fw", "lb", "ns", "mx"))  # fmt: skip
_FILES = frozenset(("conf", "cfg", "log", "yaml", "yml", "json", "txt", "png", "jpg", "xml", "csv", "html", "md", "dat", "bin", "img", "iso", "key", "pem", "crt", "bak", "old", "new", "sql", "tar", "zip"))  # fmt: skip


def _listed(tokens: Tokens) -> Iterator[Hit]:
    """Lines of an inventory or of a zone, and what was mounted."""
    text = tokens.text
    for match in _INVENTORY.finditer(text) if "ansible_" in text or "addr" in text or "ip=" in text else ():
        yield machine_hit(match.start(1), match.group(1))
    for match in _RECORD.finditer(text) if " A" in text or "\tA" in text else ():
        if match.group(1) not in _NOT_RECORD:
            yield machine_hit(match.start(1), match.group(1))
    for match in at_words(tokens, _OF_SITES, _OF_SITE):
        if match.group().rpartition(".")[2] not in _FILES and not has_top(match.group()):
            yield machine_hit(match.start(), match.group(), 0.65)
    for match in at_words(tokens, _MOUNTS, _MOUNTED):
        yield machine_hit(match.start(1), match.group(1))


_BRACKETED = re.compile(r"\([^()\n]{1,40}\)")


def _lies_in(place: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)


def _enumerated(tokens: Tokens) -> Iterator[Hit]:
    """ "three Raspberry Pis: zilog, commodore and sinclair"."""
    for match in at_words(tokens, _MANY, _ENUMERATED):
        inner = [bracket.span() for bracket in _BRACKETED.finditer(tokens.text, *match.span(1))]
        names = list(_CELL.finditer(tokens.text, *match.span(1)))
        names = [name for name in names if name.group() != "and" and not _lies_in(name.start(), inner)]
        if any(name.group() in PRODUCTS or name.group() in _STAGES for name in names):
            continue
        odd = [
            name
            for name in names
            if called(name.group()) and (name.group() in HOST_NAMES or _named(name.group()))
        ]
        if len(odd) * 2 > len(names):
            again = re.compile(
                rf"(?<![\w./@-])(?:{'|'.join(re.escape(name.group()) for name in names)})(?![\w/@-])"
            )
            yield from (
                machine_hit(name.start(), name.group())
                for name in again.finditer(tokens.text, match.start(1))
            )


def _moved(tokens: Tokens) -> Iterator[Hit]:
    """ "backups from X to Y"."""
    for match in at_words(tokens, _FROM, _FROM_TO):
        if not _MOVED.search(tokens.lower, max(0, match.start() - 40), match.start()):
            continue
        if all(map(called, match.groups())) and any(map(is_nickname, match.groups())):
            yield from (machine_hit(match.start(group), match.group(group)) for group in (1, 2))


def _apposed(text: str) -> Iterator[Hit]:
    """ "asterix (the old file server)", and what it was replaced with."""
    ends = (match.start() for match in _APPOSED.finditer(text))
    before = (_BEFORE_APPOSED.search(text, max(0, end - 32), end) for end in ends)
    names = {match.group(1) for match in before if match and called(match.group(1))}
    for name in names:
        for match in re.finditer(rf"(?<![\w./@-]){re.escape(name)}(?![\w/@-])", text):
            yield machine_hit(match.start(), name)
    for match in _REPLACED.finditer(text) if names else ():
        for group in (1, 2):
            if names & set(match.groups()) and called(match.group(group)):
                yield machine_hit(match.start(group), match.group(group))


def find_in_columns(tokens: Tokens) -> Iterator[Hit]:
    """Names that a table, an option or a share gives away."""
    text = tokens.text
    if "|" in text and "--" in text:
        yield from _in_columns(text)
    if " -" in text:
        for match in at_words(tokens, _CLIENTS, _OPTION):
            low = match.group(1)
            if low not in PRODUCTS and low not in _NOT_HOST and not is_english(low):
                yield machine_hit(match.start(1), match.group(1))
    yield from _listed(tokens)
    yield from _apposed(text)
    yield from _moved(tokens)
    yield from _enumerated(tokens)
    for match in _SHARE.finditer(text) if "\\\\" in text else ():
        if match.group(1).lower() not in ("server", "host", "share", "servername", "hostname"):
            yield machine_hit(match.start(1), match.group(1))
