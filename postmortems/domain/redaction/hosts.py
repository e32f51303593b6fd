"""Finds names of machines and links that lead inside the house."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from postmortems.domain.redaction.english import is_nickname
from postmortems.domain.redaction.findings import Hit
from postmortems.domain.redaction.positions import Tokens, at_words
from postmortems.domain.redaction.words import section
from postmortems.domain.redaction.zones import is_inside

# Every name with points is found once and judged by its labels: far cheaper than a pattern for each kind.
_DOT = re.compile(r"\.[a-z0-9]")
_DOT_LEFT = re.compile(r"(?<![\w.-])(?:\*\.)?[a-z0-9_][a-z0-9_-]{0,62}$")
_DOT_RIGHT = re.compile(r"(?:\.[a-z0-9_-]{1,63}){0,8}\.[a-z][a-z0-9-]{1,20}(?![\w-]|\.\w)")
_ROLE = (
    r"(?:db|sql|web|www|app|api|cache|redis|postgres|pg|psql|mysql|maria|kafka|broker|node|host|server|srv|worker|master|slave|replica|primary|"
    r"secondary|standby|leader|follower|lb|proxy|gateway|gw|edge|cdn|pop|bastion|jump|jumphost|vpn|dns|ns|mail|mx|smtp|ldap|ad|dc|build|ci|runner|"
    r"agent|storage|nas|san|esx|esxi|hv|vm|k8s|kube|etcd|es|elastic|search|mongo|cassandra|rabbit|mq|queue|haproxy|nginx|varnish|fw|firewall|"
    r"sw|switch|rtr|router|core|spine|leaf|rack|shard|backup|log|logs|metrics|prom|grafana|jenkins|git|gitlab|vault|consul|nomad|hadoop|hdfs|"
    r"spark|job|batch|cron|scheduler|auth|sso|ingest|frontend|backend|fe|be|billing|payments?|checkout|orders?|nat|relay|ntp|monitor|mon|print|file|fs)"
)
_ENV = r"(?:prod|prd|production|staging|stage|stg|dev|test|qa|uat|int|preprod|dr|eu|us|ap|apac|emea|fra|ams|lon|nyc|sfo|iad|sjc|dub|syd|sin|tok|dal|chi|par|muc|ber|zrh|gke|eks|aks|[a-z]{2,4}\d{1,2}|[a-z]{3}-?\d|dc\d)"
# Machine names in three shapes: several parts with a place or environment and a number; a role with two digits; db3, web-1.
_WITH_NUMBER = re.compile(
    r"(?<![\w@/.:=#-])[A-Za-z](?:[A-Za-z-]{0,40}\d){1,6}[a-z]?(?:\.(?:[a-z0-9-]{1,40}\.){0,5}[a-z]{2,12})?(?![\w@]|-\w|\.\d)"
)
_SHORT = re.compile(
    r"(?:(?:[a-z0-9]{1,24}-){1,8}\d{1,4}[a-z]?"
    r"|" + _ROLE + r"-?\d{1,4}[a-z]?"
    r"|[a-z]{2,12}-[a-z]{2,12}\d{1,4}"
    r"|[a-z]{2,5}\d{1,3}-[a-z]{2,12}-?\d{1,4}[a-z]?"
    r"|[a-z]{3,16}0\d{1,2}"
    r"|" + _ENV + r"-?" + _ROLE + r"\d{1,4})(?:\.[a-z0-9.-]{1,200})?",
    re.I,
)
# Names of several parts, likewise found once: machines of a pool, running copies.
_DASHES = re.compile(r"-[a-z0-9]+-")
_CHAIN_LEFT = re.compile(r"(?<![\w-])[a-z][a-z0-9]*$")
_CHAIN_RIGHT = re.compile(r"(?:-[a-z0-9]+){2,14}(?![\w-])")
_INSTANCE = re.compile(r"i-(?<![\w-]..)[0-9a-f]{8,17}(?![\w-])")
_POOL = re.compile(r"(?:gke|eks|aks|ip|i|vmss|node|nodes|kops|pool)-[a-z0-9-]{3,80}")
_HASHED = re.compile(
    r"[0-9a-f]{6,10}-[a-z0-9]{4,5}$|-(?=[a-f]*\d)[0-9a-f]{8}-\w{1,5}$|\d{6,}|vmss\w{6}$|[0-9a-f]{17}$"
)
_POD = re.compile(
    r"[a-z][a-z0-9-]{1,60}-(?=[a-f0-9]{0,9}\d)[a-f0-9]{8,10}-(?=[a-z0-9]{0,4}\d|[bcdfghjklmnpqrstvwxz]{5})[a-z0-9]{5}"
)
_STATEFUL = re.compile(
    r"(?:[a-z0-9]{2,20}-){1,4}(?:db|master|replica|primary|broker|node|server|redis|kafka|postgres|postgresql|mysql|mongo|es|cluster)-\d{1,3}"
)
_OF_POOL = section("of_pool")
_MIXED_PART = re.compile(r"(?=\d*[a-f])(?=[a-f]*\d)[0-9a-f]{6,40}|\d{6,}")
_FIRST_PARTS = frozenset(
    _ROLE[3:-1].replace("payments?", "payment|payments").replace("orders?", "order|orders").split("|")
)
_ENV_PARTS = section("env_parts")
# Software whose "-3" is its version, and other pairs of word and number that name no machine.
_VERSIONED = section("versioned")
REGION = re.compile(
    r"^(?:(?:us|eu|ap|sa|ca|me|af|il|mx|cn)-(?:gov-|iso-)?[a-z]+-?\d[a-z]?|(?:us|europe|asia|australia|northamerica|southamerica|me|africa)-[a-z]+\d(?:-[a-z])?|(?:east|west|north|south)[a-z]*\d?"
    r"|[a-z]\d[a-z]?-(?:standard|highmem|highcpu|megamem|ultramem|micro|small|medium)(?:-\d{1,3})?)$",
    re.I,
)
_PADDED = re.compile(r"[a-z]{3,16}0\d{1,2}")
_COUNTED = section("counted")
_CLUSTERED = re.compile(rf"(?<![\w./:@-])({'|'.join(sorted(section('clustered')))})-\d{{1,3}}(?![\w.-]*\w)")
_ON = re.compile(rf"(?<= on )((?:{'|'.join(sorted(section('hosts_on')))})\d{{1,3}})(?![\w-]|\.\w)")
_DEVICES = section("devices")
_NAMED_WORDS = frozenset(("host", "hostname", "server", "node", "machine", "ssh", "instance", "box"))
_GLUED = section("glued")
# A commit, and our own stand-in.
_FILE = re.compile(
    r"\.(?:tgz|tar|gz|zip|jar|war|whl|rpm|deb|iso|img|log|conf|cfg|ya?ml|json|sql|txt|py|js|ts|sh|md|html|png|jpe?g|svg|csv|xml|pem|crt|key)$"
)
_NO_MACHINE = re.compile(r"[0-9a-f]{7,40}|host-\d+")
_COMPOUND = section("compound")
_NAMED = re.compile(
    r"(?:\bhost(?:name)?|\bserver|\bnode|\bmachine|\bssh(?: to| into)?|\binstance|\bbox)[ :=]{1,2}[`\"'*]{0,2}([a-z][a-z0-9-]{0,40}\d[a-z0-9-]{0,20})\b",
    re.I,
)
# "self.local(" is program code, not a machine.
_CODE = re.compile(
    r"\.(?:local|test|dev|home|private|cluster)\s*[(=]|^(?:self|this|os|sys|window|app|config|module|data|var|locals?|resource|output|each|path|terraform)\."
)
WHY_COPY = "The name of a running copy of one of our services stands here."
WHY_HOST = "The name of one of our machines stands here."


def _is_machine(name: str) -> bool:
    """Whether a word with a number is a machine: it carries a role or a place, and is no region, version or our own stand-in."""
    low = name.lower()
    stem = low.split(".")[0]
    if _FILE.search(low) or _NO_MACHINE.fullmatch(stem) or (name.isupper() and len(stem) < 4):
        return False  # a commit; "DB7", "DC2": a data centre, a gate, a part
    if _PADDED.fullmatch(stem) and stem.rstrip("0123456789") not in _VERSIONED | _COUNTED:
        return name.islower() or name.isupper() or name.istitle()
    if not (name.islower() or name.isupper()):
        return False
    if REGION.match(stem):
        return False
    parts = re.findall(r"[a-z]+|\d+", stem)
    words = [part for part in parts if part.isalpha()]
    # "end-to-end-test-12" and "rack-aware-scheduling-2024" are compounds of the language.
    if len(words) > 2 and (not _COMPOUND.isdisjoint(words) or re.fullmatch(r"(?:19|20)\d\d", parts[-1])):
        return False
    known = [word for word in words if word in _FIRST_PARTS or word in _ENV_PARTS]
    if not known or not parts[-1].isdigit() and not (len(parts) > 1 and parts[-2].isdigit()):
        return False
    if len(words) == 1:
        number = next(part for part in parts if part.isdigit())
        glued = words[0] in _GLUED and stem == words[0] + number and len(number) > 1
        placed = "." in low and len(low.rpartition(".")[2]) > 1
        return words[0] not in _VERSIONED or glued or placed or (number.startswith("0") and len(number) > 1)
    return words[-1] not in ("v", "version", "beta", "alpha", "rc", "tier", "level", "phase", "part")


def _host(start: int, name: str, sure: float) -> Hit:
    return Hit(start, start + len(name), "hostname", sure, WHY_HOST, "host:" + name.lower())


@lru_cache(maxsize=16)
def _ours(domains: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w@-])(?:[a-z0-9_-]{{1,63}}\.){{0,8}}(?:{'|'.join(map(re.escape, domains))})(?![\w-]|\.\w)",
        re.I,
    )


def _full_names(text: str, lower: str, domains: tuple[str, ...]) -> Iterator[Hit]:
    past = 0
    for dot in _DOT.finditer(lower):
        if dot.start() < past:
            continue
        match = _DOT_RIGHT.match(lower, dot.start())
        left = _DOT_LEFT.search(lower, max(past, dot.start() - 64), dot.start()) if match else None
        if match is None or left is None:
            continue
        past = match.end()
        start = left.start() + (2 if left.group().startswith("*.") else 0)
        if is_inside(lower[start:past]) and not _CODE.search(lower[start : past + 2]):
            yield _host(start, text[start:past], 0.93)
    for match in _ours(domains).finditer(text) if domains else ():
        yield _host(match.start(), match.group(), 0.93)


def _siblings(text: str) -> Iterator[Hit]:
    """ "kafka-7", "kafka-8": what could be a version is a machine where another number of the same name stands; and "on batch2"."""
    found: dict[str, list[re.Match[str]]] = {}
    for match in _CLUSTERED.finditer(text):
        found.setdefault(match.group(1), []).append(match)
    for matches in found.values():
        if len({match.group() for match in matches}) > 1:
            yield from (_host(match.start(), match.group(), 0.75) for match in matches)
    for match in _ON.finditer(text):
        yield _host(match.start(1), match.group(1), 0.7)


def _short_names(tokens: Tokens) -> Iterator[Hit]:
    for match in _WITH_NUMBER.finditer(tokens.text):
        if _SHORT.fullmatch(match.group()) and _is_machine(match.group()):
            yield _host(match.start(), match.group(), 0.8)
    yield from _siblings(tokens.text)
    for match in at_words(tokens, _NAMED_WORDS, _NAMED):
        letters = match.group(1).rstrip("0123456789")
        if _is_machine(match.group(1)) or "-" in match.group(1) or is_nickname(letters):
            yield _host(match.start(1), match.group(1), 0.8)


def _of_pool(name: str) -> bool:
    """Whether a name of several parts is a machine that a pool or a runner made: a word of pools and a part of mixed digits."""
    parts = name.split("-")
    if REGION.match(name):
        return False
    if parts[0] in _DEVICES and any(char.isdigit() for char in name):
        return True
    return not _OF_POOL.isdisjoint(part.rstrip("0123456789") for part in parts) and any(
        _MIXED_PART.fullmatch(part) for part in parts
    )


def _chained(text: str) -> Iterator[tuple[int, str]]:
    """Words tied by two hyphens or more, with their places."""
    past = 0
    for dash in _DASHES.finditer(text):
        if dash.start() >= past:
            left = _CHAIN_LEFT.search(text, max(past, dash.start() - 60), dash.start())
            right = _CHAIN_RIGHT.match(text, dash.start()) if left else None
            if left and right:
                past = right.end()
                yield left.start(), left.group() + right.group()
    for match in _INSTANCE.finditer(text) if "i-" in text else ():
        yield match.start(), match.group()


def _chains(text: str) -> Iterator[Hit]:
    for start, name in _chained(text):
        if (_POOL.match(name) and _HASHED.search(name)) or _of_pool(name):
            yield _host(start, name, 0.93)
        elif _POD.fullmatch(name) or _STATEFUL.fullmatch(name):
            yield Hit(start, start + len(name), "internal-ref", 0.75, WHY_COPY, "host:" + name)


def _by_first_label(tokens: Tokens, full: list[Hit]) -> Iterator[Hit]:
    """A machine that stood with its domain once is found again by its own name alone."""
    names = {hit.key.partition(":")[2].partition(".")[0] for hit in full if hit.key.count(".") > 1}
    for index, word in enumerate(tokens.words) if names else ():
        if word in names and len(word) > 3 and is_nickname(word):
            start, end = tokens.spans[index]
            if tokens.text[start - 1 : start] not in ("/", "@", ".", "-") and tokens.text[
                end : end + 1
            ] not in ("-", "(", "@"):
                yield _host(start, tokens.text[start:end], 0.7)


def find_hosts(tokens: Tokens, domains: tuple[str, ...]) -> Iterator[Hit]:
    """Names of machines (internal domains, cloud addresses, pools, short names such as db-03) and of running copies."""
    full = list(_full_names(tokens.text, tokens.lower, domains))
    yield from full
    yield from _by_first_label(tokens, full)
    yield from _short_names(tokens)
    yield from _chains(tokens.text)
