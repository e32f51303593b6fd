"""Machines by the nouns and verbs beside them: "the gateway swgw-lon-p01 rejected", "the Lucy server", "the servers: 'ada' and 'finch'"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postmortems.domain.redaction.english import ENGLISH, JARGON, is_english, is_nickname, means_something
from postmortems.domain.redaction.findings import Hit
from postmortems.domain.redaction.hosts import REGION
from postmortems.domain.redaction.positions import Tokens, at
from postmortems.domain.redaction.words import GIVEN_NAMES, HOST_NAMES, PRODUCTS, section

_NOUNS = section("machine_nouns")
_DOES = section("machine_does")
_ANIMALS = section("machine_animals")
_THEMES = section("machine_themes") | _ANIMALS
# What only machines are; "server" and "controller" are programs as well.
_BOXES = frozenset(("box", "host", "machine", "vm", "droplet", "hypervisor", "workstation", "laptop"))
_NOT_HOST = section("not_host")
_VERSIONED = section("versioned")
_COUNTED = section("counted")
_NOT_TICKET = frozenset(word.lower() for word in section("not_ticket"))
# Names of parts tied by hyphens, with a number in the last parts.
_TIED = re.compile(r"(?<![\w@/.:=#$-])[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+){1,6}(?![\w@/=(-]|\.\w|:\d)")
_DASH = re.compile(r"-(?=[A-Za-z0-9])")
_LEFT = re.compile(r"(?<![\w@/.:=#$-])[A-Za-z][A-Za-z0-9]*$")
_BEFORE = re.compile(r"([A-Za-z]+)[ `\"'*(:=]{1,4}$")
_AFTER = re.compile(
    r"[`\"'*)]{0,3} (?:never |also |still |just |then |again |now |suddenly |finally |both |all )?([a-z]+)"
)
# Before the name of a machine, also in other languages: "on", "auf", "sur".
_PLACED = section("placed")
# How machines are named after what they are, whatever stands before them.
_DEVICES = section("devices")
_STAGES = section("env_parts")
_STATIONS = section("station_prefixes")
_STANDARD = re.compile(
    r"(?:[a-z]{1,4}-\d{1,5}|(?:19|20)\d\d-.*|.*-(?:19|20)\d\d(?:-\d\d)*|[a-z]{2}-[A-Z]{2}|[A-Z]\d?-\d+[A-Z]?|v\d.*|.*-v?\d+(?:\.\d+)+|\d.*|.*-(?:beta|alpha|rc|patch|build|phase|part|step|tier|level|section|day|week|sprint)-?\d+|[A-Z]{2,10}-\d{1,7}|[a-z]+-\d{1,2}[a-z]?|(?:ami|snap|vol|sg|subnet|vpc|eni|igw|rtb|acl|rfc|pep|cve|ghsa)-.*)",
)
_LIST_BEFORE = re.compile(
    r"((?:[`\"'*“]{0,2}[A-Za-z][\w-]{2,20}[`\"'*”]{0,2}(?:, | and | or |, and | & )){1,7}(?:and )?[`\"'*“]{0,2}[A-Za-z][\w-]{2,20}[`\"'*”]{0,2}) (?:[A-Za-z]{2,10} )?$"
)
_ONE_BEFORE = re.compile(
    r"\b(?:the|our|on|from|to|of|a|Our|The) [`\"'*]{0,2}([A-Za-z][\w-]{2,20})[`\"'*]{0,2} $"
)
_QUOTED = re.compile(r"[^.\n]{0,60}?:[ \n](?=[`\"'*])([^\n]{3,300})")
_IN_QUOTES = re.compile(r"[`\"'*]{1,2}([A-Za-z][\w-]{2,25})[`\"'*]{1,2}")
_KNOWN_AS = re.compile(
    r"[^.\n]{0,12}?[\s(,]{1,2}(?:also |better |colloquially |internally |affectionately |formerly |which is |which we |that we |we )?(?:known(?: to us)? as|called?|named?|dubbed|nicknamed|codenamed|christened|a\.?k\.?a\.?) (?:it )?[`\"'*“]{0,2}([A-Za-z][\w-]{2,25})"
)
_FULL = re.compile(r" [`\"'*(]{0,2}((?:[a-z0-9-]{1,40}\.){2,5}[a-z]{2,12})(?![\w/@-]|\.\w)", re.I)
_NAMED = re.compile(r" [`\"'*(]{0,2}([A-Za-z][a-z]{2,20})[`\"'*)]{0,2} (?:[a-z]+ly )?([a-z]+)")
_MOVED = re.compile(
    r"\b(?:mov|migrat|fail|switch|copi|logg|promot|restor|point|shift|sync|rout|redirect|cut)(?:ed|ing|s|es)?(?: (?:over|back|it|them|traffic|media|mail|everything))? (?:on ?to|in ?to|to|over to) ([a-z]{3,16})(?![\w/@:-]|\.\w)"
)
# "the “calculon” Web server", "another server, “calculon”,", "the elzar Web server".
_QUOTED_ONE = re.compile(r"[“\"'`]([A-Za-z][\w-]{2,20})[”\"'`] (?:[A-Za-z]+ )?$")
_QUOTED_BEHIND = re.compile(r",? (?:named |called )?[“\"'`]([a-z][\w-]{2,20})[”\"'`]")
_WITH_ROLE = re.compile(
    r"\b(?:the|our|on|The) ([a-z][a-z]{2,15}) (?:[Ww]eb|mail|database|DNS|file|backup|shell|shared|hosting|IRC|game|build|print) $"
)
WHY = "This looks like the name of one of our machines."


def machine_hit(start: int, name: str, sure: float = 0.7) -> Hit:
    return Hit(start, start + len(name), "hostname", sure, WHY, "host:" + name.lower())


def _odd(name: str) -> bool:
    """Whether a name of several parts has a number and a part that is no word: "swgw-lon-p01", "WS-RAD-0412"."""
    parts = name.lower().split("-")
    if (
        _STANDARD.fullmatch(name)
        or REGION.match(name)
        or name.lower() in PRODUCTS
        or parts[0] in _NOT_TICKET | _VERSIONED
    ):
        return False
    letters = ["".join(filter(str.isalpha, part)) for part in parts]
    strange = [
        part
        for part in letters
        if part and not (part in ENGLISH or part in JARGON or part in PRODUCTS or is_english(part))
    ]
    return (
        (bool(strange) or name[-5:].rpartition("-")[2].startswith("0"))
        and parts[0] not in _COUNTED
        and (name.islower() or name.isupper())
    )


def _tied(tokens: Tokens) -> Iterator[Hit]:
    text = tokens.text
    past = 0
    for dash in _DASH.finditer(text):
        left = (
            _LEFT.search(text, max(past, dash.start() - 30), dash.start()) if dash.start() >= past else None
        )
        match = _TIED.match(text, left.start()) if left else None
        if match is not None:
            past = match.end()
            if _stands(text, match):
                yield machine_hit(match.start(), match.group(), 0.7)


def _stands(text: str, match: re.Match[str]) -> bool:
    """Whether a name of several parts stands where a machine does."""
    name, start = match.group(), match.start()
    if not any(map(str.isdigit, name)):
        head, *others = name.split("-")
        if name.islower() and head in _STATIONS | _DEVICES:
            return not all(map(is_english, others)) or (len(others) > 1 and others[-1] in _STAGES)
        strange = name.islower() and name.count("-") > 1 and _led(text, start, _NOUNS)
        return strange and not all(map(is_english, name.split("-")))
    if (
        name.partition("-")[0].lower() in _STATIONS
        and name[-1].isalnum()
        and not name.islower()
        and not _STANDARD.fullmatch(name)
    ):
        return True  # "laptop-7QH2"
    if _of_site(name):
        return True
    if not _odd(name):
        return False
    first, _, rest = name.partition("-")
    if first.lower().rstrip("0123456789") in _STATIONS and rest[-1:].isdigit():
        return True
    if any(map(str.isdigit, rest)) and (_led(text, start, _PLACED) or _goes_on(text, match.end())):
        return True
    return _led(text, start, _NOUNS) or _led(text, start, frozenset((first.lower(),)))


def _of_site(name: str) -> bool:
    """Whether a name says what and where, or is of two strange parts and a number: "gw1-sfo", "atl2-pop", "jbod-atl-3"."""
    parts = name.split("-")
    if not name.islower() or REGION.match(name) or len(parts) > 3:
        return False
    letters = [part.rstrip("0123456789") for part in parts]
    if len(parts) == 2 and parts[0] != letters[0] and parts[1] == letters[1]:
        first, second = letters
        ours = _STATIONS | _DEVICES
        return (first in ours and 2 < len(second) < 6 and not is_english(second)) or (
            len(first) == 3 and second in ours | {"pop", "core", "edge"} and not is_english(first)
        )
    strange = [part for part in letters if len(part) > 2 and not is_english(part) and part not in PRODUCTS]
    return len(parts) == 3 and len(strange) > 1 and parts[2].isdigit() and len(parts[2]) < 4


def _led(text: str, start: int, words: frozenset[str]) -> bool:
    before = _BEFORE.search(text, max(0, start - 24), start)
    return before is not None and before.group(1).lower() in words


def _goes_on(text: str, end: int) -> bool:
    after = _AFTER.match(text, end)
    return after is not None and after.group(1) in _DOES


def _name(word: str) -> bool:
    """Whether a word can be what a team calls a machine: no product, no word of the trade; a name with a capital is on a list of names."""
    low = word.lower()
    if low in PRODUCTS or low in JARGON or low in _NOT_HOST or low in _NOUNS or len(low) < 3:
        return False
    if word[0].isupper():
        return (low in GIVEN_NAMES or low in HOST_NAMES) and not (is_english(low) and low not in HOST_NAMES)
    return low in HOST_NAMES or low in _THEMES or is_nickname(low)


def _beside_nouns(tokens: Tokens) -> Iterator[Hit]:
    text = tokens.text
    for index in at(tokens, _NOUNS):
        start, end = tokens.spans[index]
        lead = max(0, start - 160)
        if tokens.words[index].endswith("s"):
            yield from _plural(text, lead, start, end)
        else:
            yield from _single(text, lead, start, end)


def _plural(text: str, lead: int, start: int, end: int) -> Iterator[Hit]:
    """ "on the calculon, lrrr and zapp Web servers", "these machines were affected: 'murphy' and 'gluck'"."""
    before = _LIST_BEFORE.search(text, lead, start)
    if before:
        names = list(re.finditer(r"[A-Za-z][\w-]{2,20}", before.group(1)))
        names = [name for name in names if name.group() not in ("and", "the", "our")]
        if sum(_name(name.group()) for name in names) > 1:
            yield from (
                machine_hit(before.start(1) + name.start(), name.group())
                for name in names
                if called(name.group().lower())
            )
    quoted = _QUOTED.match(text, end)
    names = list(_IN_QUOTES.finditer(text, *quoted.span(1))) if quoted else []
    if sum(not is_english(name.group(1).lower()) for name in names) * 2 >= len(names):
        yield from (machine_hit(name.start(1), name.group(1)) for name in names)


def called(low: str) -> bool:
    """Whether a word in small letters can be what a machine is called beside a word for machines."""
    return low not in PRODUCTS and (low in HOST_NAMES or low in _THEMES or not is_english(low))


def _called_so(word: str, *, quoted: bool) -> bool:
    low = word.lower()
    return low not in PRODUCTS and low not in JARGON and (is_nickname(low) or (quoted and low in HOST_NAMES))


def _single(text: str, lead: int, start: int, end: int) -> Iterator[Hit]:
    before = _ONE_BEFORE.search(text, lead, start)
    listed = before is not None and (
        before.group(1).lower() in HOST_NAMES | _THEMES
        or (before.group(1).istitle() and not means_something(before.group(1).lower()))
    )
    if (
        before
        and _name(before.group(1))
        and (listed or (text[start:end] in _BOXES and called(before.group(1))))
    ):
        yield machine_hit(before.start(1), before.group(1))
    known = _KNOWN_AS.match(text, end)
    if known and called(known.group(1).lower()):
        yield machine_hit(known.start(1), known.group(1))
    for pattern, where in ((_QUOTED_ONE, text[lead:start]), (_WITH_ROLE, text[lead:start])):
        one = pattern.search(where)
        if one and _called_so(one.group(1), quoted=pattern is _QUOTED_ONE):
            yield machine_hit(lead + one.start(1), one.group(1))
    behind = _QUOTED_BEHIND.match(text, end)
    if behind and _called_so(behind.group(1), quoted=True):
        yield machine_hit(behind.start(1), behind.group(1))
    full = _FULL.match(text, end)
    if full and not full.group(1).lower().startswith(("www.", "api.", "status.", "docs.")):
        yield machine_hit(full.start(1), full.group(1), 0.75)
    named = _NAMED.match(text, end)
    if named and named.group(2) in _DOES and _name(named.group(1)):
        yield machine_hit(named.start(1), named.group(1))


def find_by_nouns(tokens: Tokens) -> Iterator[Hit]:
    """Names of machines that the words around them give away."""
    if "-" in tokens.text:
        yield from _tied(tokens)
    if _NOUNS.isdisjoint(tokens.places):
        return
    found = list(_beside_nouns(tokens))
    yield from found
    for match in _MOVED.finditer(tokens.text) if found else ():
        if is_nickname(match.group(1)) or match.group(1) in _THEMES:
            yield machine_hit(match.start(1), match.group(1), 0.65)
