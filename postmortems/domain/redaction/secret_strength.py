"""How much a word looks like a secret by itself: random letters and digits, signs in the middle, no term of the trade."""

from __future__ import annotations

import re
from functools import lru_cache

from postmortems.domain.redaction.english import is_english

SURE, MAYBE, NO = 2, 1, 0
_SIGNS = frozenset("!@$%^&*?")
# Versions, times, sizes, paths, links, addresses, commits, hosts, tickets, names of algorithms: letters and digits, and public.
_TERM = re.compile(
    r"0x[0-9a-f]{1,16}|v?\d+(?:[._-]\d+)+(?:[._-]?(?:rc|beta|alpha|build|p|b|a|ga|final|el|deb|ubuntu|snapshot|jre|lts|r)?[._-]?\w{0,8}){0,3}|\d[\d.,:]*(?:[kmgtp]?i?b(?:it|ps|/s)?|ms|s|m|h|d|x|k|th|st|nd|rd|am|pm|utc|z|%)"
    r"|\d{4}-\d\d.*|\d{1,2}:\d\d.*|(?-i:[0-9a-f]{7,128}|[0-9A-F]{7,128})|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?:\d{1,3}\.){3}\d{1,3}.*|[a-z]+[-_]?\d{1,5}|\d{1,5}[-_]?[a-z]+|[a-z]{1,10}-\d+(?:\.\d+)*"
    r"|[a-z0-9]+(?:-[a-z0-9]+){2,}|(?:sha|aes|rsa|md|ed|ecdsa|hmac|utf|base|tls|http|oauth|blake|curve|secp|pkcs|pbkdf|fips|ipv)-?\d[\w+./:-]{0,80}|(?:log|web)\d\w{0,4}|(?:hs|rs|es|ps)(?:256|384|512)|x(?:25519|448|64|86(?:_64)?)|(?:s3|ec2|k8s|k3s|i18n|l10n|e2e|p2p|b2b|h2c|p12|p256dh|x509|a11y|h2o)(?:[-_.:/]\w{0,20})?|\w*(?:sha|aes|rsa|hmac)-?\d{1,4}\w*"
    r"|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|dev|app|co|eu|de|local|internal|ya?ml|json|py|js|ts|go|rb|sh|md|txt|log|conf|cfg|xml|html?|sql|env|pem|crt|key|tar|gz|zip|java|php|rs|tf|ini|properties|lock|toml)(?:[:/].*)?"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\w+\(.*|[a-z]{2,10}://.*|[~.]?/.*|[A-Z]:\\.*|#\d+|\w+\[\d+\]?.*|&?[\w-]+;|[\w.-]+:\d{2,5}",
    re.I,
)
_ADDRESS = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\w{2,20}://.*|.*%(?:2[0-9a-f]|3[a-f]|40|5[b-d]).*|.*://.*", re.I
)
_WORD_NUMBER = re.compile(r"[A-Za-z]{4,20}\d{1,5}")
# Neither short nor forty long, as commits are.
_DIGEST = re.compile(r"(?=[a-f]*\d)[0-9a-f]{16,39}|[0-9a-f]{64}")
_RUNS = re.compile(r"\d+|[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


@lru_cache(maxsize=4096)
def strength(value: str) -> int:
    """SURE for what can only be a secret beside a word such as "password", MAYBE for what may be one, NO for words and terms."""
    if not 5 <= len(value) <= 300 or "/" in value.strip("/") and value.count("/") > 2:
        return NO
    digits, letters = any(map(str.isdigit, value)), any(map(str.isalpha, value))
    if not letters:
        return NO
    signs = any(char in _SIGNS for char in value[1:])
    if _ADDRESS.fullmatch(value):
        return NO
    if _TERM.fullmatch(value) and not signs:
        return MAYBE if _WORD_NUMBER.fullmatch(value) or _cased(value) or _DIGEST.fullmatch(value) else NO
    if "=" in value.rstrip("=") or "(" in value or value[0] in "-@#&<[{|":
        return NO
    if signs and (digits or value[-1] not in _SIGNS):
        return SURE if digits or sum(char in _SIGNS for char in value) > 1 else MAYBE
    if not digits:
        return NO
    return _mixed(value)


def _cased(value: str) -> bool:
    """Words tied by hyphens of which one has a capital and one is a number: "zebra-Lamp-42"."""
    parts = value.split("-")
    return (
        len(parts) > 2
        and parts[-1].isdigit()
        and not value.islower()
        and not value.isupper()
        and not parts[0].istitle()
    )


def _mixed(value: str) -> int:
    """Letters and digits without signs: random when the runs are many and short, or no word."""
    runs = _RUNS.findall(value)
    words = [run for run in runs if len(run) > 3 and run.isalpha() and is_english(run.lower())]
    upper, lower = any(map(str.isupper, value)), any(map(str.islower, value))
    if "_" in value or value.count("-") > 3:
        return NO if words and (value.islower() or value.isupper()) else MAYBE
    if upper and lower and len(value) >= 7:
        return MAYBE if words and len(runs) < 4 else SURE
    return SURE if len(runs) >= 4 and len(value) >= 8 and not words else MAYBE
