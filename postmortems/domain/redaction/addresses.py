"""Finds email addresses, phone numbers and network addresses."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator

from postmortems.domain.redaction.english import is_english
from postmortems.domain.redaction.findings import Hit
from postmortems.domain.redaction.positions import Tokens, at_words
from postmortems.domain.redaction.words import GIVEN_NAMES, section

# Both sides of the sign, which is looked for first.
_LOCAL = re.compile(r"(?<![\w.+%-])[\w](?:[\w.+%'-]{0,62}[\w+-])?\Z")
_DOMAIN = re.compile(r"@(?:[\w](?:[\w-]{0,61}\w)?\.){1,8}[^\W\d_]{2,24}(?![\w@])")
_USER_OF_LINK = re.compile(r"://[^\s/@]{1,50}:$")
_SPELLED = re.compile(
    r"(?<![\w.@])([A-Za-z][\w.+-]{0,40})(?: ?[\[({<] ?(?:at|AT|@) ?[\])}>] ?| AT )([A-Za-z0-9-]{1,40}(?:(?:\.| ?[\[({<] ?(?:dot|DOT|\.) ?[\])}>] ?| DOT | dot )[A-Za-z0-9-]{1,40}){1,4})(?!\w)"
)
_SPELT = ("at]", "at)", "at>", "at}", "at ]", "at )", "AT]", "AT)", " AT ", "@]", "@)", "[@", "(@")
_AT = re.compile(
    r"(?<![\w.@])([a-z][\w.+-]{0,40}) at ([a-z0-9-]{1,40}(?:(?:\.| dot )[a-z0-9-]{1,40}){1,4})(?![\w.]*\w)"
)
_NOT_EMAIL = re.compile(
    r"^git@|\.(?:png|jpe?g|gif|svg|webp|js|css|ts|py|go|rb|md|json|ya?ml|html?|service|timer|socket|target|mount)$",
    re.I,
)
_V4 = re.compile(r"\d(?<![\w.].)\d{0,2}\.(?:\d{1,3}\.){2}\d{1,3}(?![\w]|\.\d)(/\d{1,2}(?!\d))?")
_DASHED_V4 = re.compile(r"\bip-(?:\d{1,3}-){3}\d{1,3}\b")
_VERSION_BEFORE = re.compile(
    r"(?:\bversions?|\bv|\breleased?|\bbuilds?|\bsdk|\bchart|\bfirmware|\bdriver|\bagent|==|@|[A-Za-z]/|\bto|\bfrom|\b[A-Z][a-z]+)[ :=]?v?$",
    re.I,
)
_VERSION_NEAR = re.compile(
    r"\b(?:version|release|upgrad|downgrad|build|firmware|driver|sdk|patch(?:ed)? to|section|chapter)", re.I
)
_V6 = re.compile(
    r"(?:(?<![\w:.])|(?<=IPv6:))(?:[0-9A-Fa-f]{0,4}:){2,7}(?:[0-9A-Fa-f]{1,4}|(?:\d{1,3}\.){3}\d{1,3})?(?:%\w{1,10})?(/\d{1,3})?(?![\w:])"
)
_COLONS = re.compile(r":[0-9A-Fa-f]{0,4}:")
_HEX_LEFT = re.compile(r"[0-9A-Fa-f]{1,4}$")
# Begins with a sign, which is found at once in a long text.
_PAIR = re.compile(r"[:-][0-9A-Fa-f]{2}[:-][0-9A-Fa-f]{2}[:-]")
_MAC = re.compile(r"(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}(?![\w:-])")
_PHONE = re.compile(
    r"(?<![\w+./:=-])(?:"
    r"\+\d{1,3}[ .-]?(?:\(0?\d{1,5}\)[ .-]?)?(?:\d{1,4}[ .-]?){1,5}\d{2,4}"
    r"|\(\d{3,5}\)[ -]?\d{3,4}[ -]?\d{3,4}"
    r"|(?:1[ .-])?\d{3}([.-])\d{3}\1\d{4}|\d{3} \d{3}-\d{4}"
    r"|0\d{2,4}[ -]\d{3,4}[ -]\d{3,4}"
    r"|0\d{1,4}[ /-]\d{5,8}"
    r"|0\d{1,2}-\d{3,4}-\d{4}"
    r"|0[1-9](?:([ .-])\d\d)(?:\2\d\d){3}"
    r"|0\d{2,3} \d{3} \d{2} \d{2}"
    r"|07\d{9}|0\d{4} \d{6}"
    r"|1[38]00[ -]\d{3}[ -]\d{3,4}"
    r")(?:\s?(?:x|ext\.?)\s?\d{1,5})?(?![\w/:=-]|\.\d)"
)
_PHONE_NAMED = re.compile(
    r"\b(?:phone|tel(?:ephone)?|mobile|cell|call|dial|ring|sms|text|pager|fax|hotline|landline|helpline|switchboard|reception|bridge|whatsapp|reach(?:ed)?(?: \w+)? (?:at|on))\b"
    r"[^\n\d+]{0,25}?(\(?\d[\d ().-]{5,16}\d)(?![\w/:=-]|\.\d)",
    re.I,
)
_EXTENSION = re.compile(
    r"(?:ext(?:ension)?|bleep|pager|durchwahl|dect)(?:\.|:| number| no\.?)? ?(\d{3,6})(?![\w.:-]*\d)", re.I
)
_EXTENSION_WORDS = frozenset(("ext", "extension", "bleep", "pager", "durchwahl", "dect"))
_PHONE_WORDS = section("phone_words")
_CLOCK = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}:\d{2}")
# Resolver and metadata addresses that every reader knows, and the private ranges named as such.
_WELL_KNOWN = {"8.8.8.8", "8.8.4.4", "1.1.1.1", "1.0.0.1", "9.9.9.9", "169.254.169.254", "255.255.255.255"}
_RANGES = {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16"}


def find_emails(text: str) -> Iterator[Hit]:
    """Email addresses; package versions (lodash@4.17) and remotes (git@github.com) are not."""
    if "@" not in text:
        return
    for domain in _DOMAIN.finditer(text):
        local = _LOCAL.search(text, max(0, domain.start() - 66), domain.start())
        if local is None or _USER_OF_LINK.search(text, max(0, local.start() - 60), local.start()):
            continue
        address = local.group() + domain.group()
        if not _NOT_EMAIL.search(address):
            yield Hit(
                local.start(),
                domain.end(),
                "email",
                0.99,
                "An email address stands here.",
                "email:" + address.lower(),
            )


def find_spelled(text: str) -> Iterator[Hit]:
    """Addresses written out so that robots do not read them: "jo [at] example [dot] org", "jo at example.org" behind Jo's name."""
    for match in _SPELLED.finditer(text) if any(mark in text for mark in _SPELT) else ():
        yield _mail(match)
    for match in _AT.finditer(text) if " at " in text else ():
        name = match.group(1)
        # Of this line or, in the head of a letter, of the one above.
        line = "\n".join(text[max(0, match.start() - 60) : match.start()].split("\n")[-2:]).lower()
        words = re.findall(r"[a-z]{3,}", name)
        owned = (
            any(word in line for word in words)
            or name in GIVEN_NAMES
            or " dot " in match.group(2)
            or "." in name
        )
        # "Jay Hennigan", and below it "jay at west.net": a word, and here a name.
        headed = re.search(rf"(?:^|\n){re.escape(name)} [a-z]{{2,20}}\n$", line) is not None
        if headed or (owned and not is_english(name)):
            yield _mail(match)


def _mail(match: re.Match[str]) -> Hit:
    return Hit(
        *match.span(), "email", 0.85, "An email address stands here.", "email:" + match.group().lower()
    )


def _version(text: str, match: re.Match[str], address: ipaddress.IPv4Address) -> bool:
    """Whether four numbers with dots are a version: small numbers after a word such as "version", or Chrome/41.0.1.2."""
    before = text[max(0, match.start() - 16) : match.start()]
    if re.search(r"(?:^|[^~])\b[a-z][a-z-]+@$", before) and "[" in before:
        return False  # who joined a channel, from where
    if re.search(r"[A-Za-z]/$|==$|(?<!~)\b[\w-]+@$|\bv$", before):
        return not address.is_private or before.endswith("=")
    if re.search(r"\b[Vv]ersions? $|\b[Rr]elease $|[Vv]ersion[\"']?\s?[:=]\s?[\"']?$", before):
        return True
    if address.is_private:
        return False
    octets = [int(part) for part in str(address).split(".")]
    wide = text[max(0, match.start() - 40) : match.end() + 20]
    return (_VERSION_BEFORE.search(before) is not None or octets[0] < 20) and _VERSION_NEAR.search(
        wide
    ) is not None


def find_addresses(text: str) -> Iterator[Hit]:
    """IPv4, IPv6 and hardware addresses; loopback, netmasks, public resolvers and versions stay."""
    for match in _V4.finditer(text):
        plain = match.group().partition("/")[0]
        try:
            address = ipaddress.IPv4Address(plain)
        except ValueError:
            continue
        kept = address.is_loopback or address.is_unspecified or plain.startswith(("0.", "255.255."))
        if kept or plain in _WELL_KNOWN or match.group() in _RANGES or _version(text, match, address):
            continue
        yield Hit(match.start(), match.end(), "ip", 0.97, "A network address stands here.", "ip:" + plain)
    for match in _DASHED_V4.finditer(text) if "ip-" in text else ():
        yield Hit(
            match.start(),
            match.end(),
            "hostname",
            0.95,
            "The name of a machine holds its address.",
            "host:" + match.group(),
        )
    if ":" in text:
        yield from _find_v6(text)


def _colons(text: str) -> Iterator[re.Match[str]]:
    """Candidates for IPv6: two colons near each other are looked for first, then the digits before them."""
    past = 0
    for colon in _COLONS.finditer(text):
        if colon.start() < past:
            continue
        left = _HEX_LEFT.search(text, max(past, colon.start() - 4), colon.start())
        # "[IPv6:2001:db8::1]" begins behind its first colon.
        match = _V6.match(text, left.start() if left else colon.start()) or _V6.match(text, colon.start() + 1)
        if match:
            past = match.end()
            yield match


def _find_v6(text: str) -> Iterator[Hit]:
    for match in _colons(text):
        plain = match.group().partition("/")[0].partition("%")[0]
        try:
            address = ipaddress.IPv6Address(plain)
        except ValueError:
            continue
        groups = [part for part in plain.split(":") if part]
        # Words of program code such as "fee::bad" are valid addresses too; ask for a digit and some length.
        enough = len(groups) >= 3 or plain[:2].lower() in (
            "fe",
            "fd",
            "fc",
            "20",
            "2a",
            "26",
            "24",
            "28",
            "2c",
        )
        if address.is_loopback or address.is_unspecified or not enough or not any(c.isdigit() for c in plain):
            continue
        yield Hit(
            match.start(), match.end(), "ip", 0.97, "A network address stands here.", "ip:" + plain.lower()
        )
    for match in _MAC.finditer(text) if _PAIR.search(text) else ():
        if text[match.start() - 1 : match.start()].isalnum() or text[match.start() - 1 : match.start()] in (
            ":",
            "-",
        ):
            continue
        yield Hit(
            match.start(), match.end(), "internal-ref", 0.9, "The hardware address of a machine stands here."
        )


def find_phones(tokens: Tokens) -> Iterator[Hit]:
    """Phone numbers with a country code or the usual grouping, or any number after "call" or "phone"."""
    for match in _PHONE.finditer(tokens.text):
        digits = sum(c.isdigit() for c in match.group())
        if 8 <= digits <= 15 and not _CLOCK.search(match.group()):
            yield Hit(match.start(), match.end(), "phone", 0.9, "A phone number stands here.")
    # "bleep 2209", and further numbers of the same place: "ext. 4471 or 4472".
    for match in at_words(tokens, _EXTENSION_WORDS, _EXTENSION):
        yield Hit(match.start(1), match.end(1), "phone", 0.8, "A phone number stands here.")
    for match in at_words(tokens, _PHONE_WORDS, _PHONE_NAMED):
        digits = sum(c.isdigit() for c in match.group(1))
        if 7 <= digits <= 15 and not _CLOCK.search(match.group(1)):
            yield Hit(match.start(1), match.end(1), "phone", 0.85, "A phone number stands here.")
