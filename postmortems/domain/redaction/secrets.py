"""Finds secrets: known shapes, values after a word such as "password", and long random strings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postmortems.domain.redaction.findings import Hit
from postmortems.domain.redaction.passwords import PLACEHOLDER, find_passwords
from postmortems.domain.redaction.positions import Tokens
from postmortems.domain.redaction.secret_columns import find_columns
from postmortems.domain.redaction.secret_near import find_near
from postmortems.domain.redaction.secret_places import find_placed
from postmortems.domain.redaction.secret_shapes import SHAPES
from postmortems.domain.redaction.secret_told import find_told

# The words of the left side are looked for in small letters without a border before them, which is cheap; _opens() then asks for one.
_KEYWORD = re.compile(
    r"pass(?:word|wd|wort|phrase|code)?|pwd?(?![a-z])|psk|secret|token|api[-_ ]?key|(?:access|auth|private|signing|encryption|master|license|licence|service|account|"
    r"session|unseal|recovery|activation|storage|deploy|host|cookie|wpa2?|wi-?fi|wlan|wep|network|shared|consumer|product|webhook|hmac|sas|subscription|root|admin|write|app|crypt|cipher|jwt)[-_ ]?key|"
    r"credentials?|creds|session[-_ ]?id|sid|sessid|(?:php|j)sessi?onid|pin|otp|totp|csrf|nonce|dsn"
)
# The same words in other languages and in the settings of servers, looked for only where one of them stands.
_RARE_WORDS = (
    "kennwort",
    "wachtwoord",
    "contrasena",
    "senha",
    "mot de passe",
    "parola",
    "losenord",
    "haslo",
    "requirepass",
    "masterauth",
    "rootpw",
    "bindpw",
    "cookie",
)
_RARE = re.compile(
    r"kennwort|wachtwoord|contrasena|senha|mot de passe|parola|losenord|haslo|requirepass|masterauth|rootpw|bindpw|erl(?:ang)?[._ ]cookie|_cookie(?==)"
)
_VALUE = re.compile(
    r"((?:[-_ ]?id)?(?:[-_][A-Za-z0-9]{1,20}){0,3}(?: ?#?\d{1,2}(?=[:=]))?)[\"'`*\]]{0,3}"
    r"([ \t]{0,24}\s{0,3}(?:[:=]{1,2}>?|:=|->)[*_]{0,2}\s{0,3}|\s+(?:is|was|were|to|as|of|set to|reads|being)(?:\s+now|\s+still)?:?\s+|\s+(?:was\s+)?(?:changed|rotated|reset|switched|moved|went)\s+(?:back\s+)?(?:from|to)\s+|,\s{1,3}(?=[\"'])|\s+)"
    r"([\"'`(]{0,2})([^\s\"'`<>]{3,400})",
    re.I,
)
_BEFORE = re.compile(
    r"(?:^|[^a-z])(?:pg|my|mysql|sql|db|root|user|admin|redis|mongo|ssh|smtp|ftp|imap|rds|vnc|bind|ldap|sudo|wifi|php|j|client|auth)$"
)
_NAME_START = re.compile(r"[A-Za-z0-9_.-]{0,60}$")
# "The credential was AWS_SECRET_ACCESS_KEY=…": the name of the variable says what it was, and stays.
_ABOUT = re.compile(
    r"[_-](?:domain|names?|path|url|uri|file|field|header|age|ttl|timeout|length|policy|expiry|type|format|count|size|expires?(?:[-_](?:in|at))?|max|min|limit|endpoint|issuer|hash(?:er|ing)?|encryption|method|mechanism|scheme|plugin|backend|provider|algorithm|manager|store)$",
    re.I,
)
_NAME_OF = re.compile(r"[A-Z][A-Z0-9_]{3,40}=[\"']?(?=[^=])")
_QUOTED = re.compile(
    r"(?:pass(?:word|phrase|wd)|pwd|(?<=[_-])pass)\w{0,12}[\"'`]?\s{0,3}(?:\(?it\s)?(?:[:=]|is|was|to)\s{0,3}(?:([\"`])([^\"`\n]{3,80})\1|'([^'\n]{3,80})')",
    re.I,
)
_FLAG = re.compile(
    r"(?<!\w)(?:--?(?:\w{1,20}-)?(?:password|passwd|passphrase|pass|token|secret|api-key|access-key|client-secret|auth|storepass|keypass|srcstorepass|pwd)[ =]|-p(?=['\"]))[\"']?([^\s\"'|;]{3,200})",
    re.I,
)
# What every such option holds.
_FLAGS = ("-pass", "-token", "-secret", "-api-key", "-access-key", "-client-secret", "-auth", "-storepass", "-keypass", "-srcstorepass", "-pwd", "-p'", '-p"')  # fmt: skip
# "Using --password via the CLI is insecure": the option is only spoken of.
_TOLD_OF = frozenset(
    ("via", "and", "for", "the", "flag", "option", "from", "with", "prompt", "argument", "was", "has", "instead", "when", "because", "which", "switch", "parameter")
)  # fmt: skip
_LONG = re.compile(r"(?<![\w/+=.@%$#-])[A-Za-z0-9+/_-]{32,}={0,2}(?![\w/+=-])")
# What everybody may read: certificates, public keys, signatures.
_PUBLIC_BLOCK = re.compile(
    r"-----BEGIN (?:TRUSTED |X509 )?(?:CERTIFICATE(?: REQUEST)?|(?:RSA |SSH2? )?PUBLIC KEY|PGP (?:SIGNATURE|PUBLIC KEY BLOCK))-----[^-]{0,12000}"
)
_MIXED = re.compile(r"(?=.*[a-z])(?=.*[A-Z])(?=.*\d)")
_PUBLIC_START = ("sha", "AAAAB3", "AAAAC3", "AAAAE2", "/")
_SIGNS = tuple("!@$%^&*")
_FINGERPRINT = re.compile(
    r"(?:sha(?:1|256|384|512)[-:]|md5[:-]|fingerprint:? |integrity[\"']?: ?[\"']?)$", re.I
)


def _shaped(text: str) -> Iterator[Hit]:
    for shape in SHAPES:
        for mark in shape.marks:
            if mark in text:
                break
        else:
            continue
        for match in shape.pattern.finditer(text):
            start, end = match.span(shape.group)
            value = text[start:end].rstrip(".,;:") if shape.group else text[start:end]
            end = start + len(value)
            if end > start and not (shape.group and PLACEHOLDER.match(value)):
                yield Hit(start, end, "secret", 0.98, f"This looks like {shape.what}.")


def _looks_secret(value: str, name: str, link: str, quoted: bool) -> bool:
    """Whether the value of an assignment is a secret, told apart from prose such as "token: see below"."""
    if PLACEHOLDER.match(value) or len(value) < 4 or _ABOUT.search(name):
        return False
    if name.lower() == "pass" and not link.strip():
        return False  # a verb
    mixed = any(c.isdigit() for c in value) and any(c.isalpha() for c in value)
    odd = any(not c.isalnum() and c not in "-_./,;:()" for c in value)
    if link.strip() in ("=", ":=", "=>", "==") or (
        "_" in name and link.strip() and not link.strip().isalpha()
    ):
        return mixed or odd or quoted or len(value) >= 6
    if quoted:
        return mixed or odd or (len(value) >= 5 and link.strip() != "" and "pass" in name.lower())
    if name.lower() in ("pin", "otp", "passcode") and value.isdigit():
        return True
    return (
        mixed
        and len(value) >= 6
        and not re.fullmatch(r"v?\d[\d.:-]*[a-z]{0,3}|v\d+(?:\.\d+)+\S*|[a-z]+-\d+|#\d+", value, re.I)
    ) or (odd and mixed)


def _opens(text: str, lower: str, start: int) -> bool:
    """Whether a keyword begins here: at a border, at a capital inside a name (dbPassword), or behind a usual beginning."""
    before = lower[start - 1 : start]
    if not before.isalpha():
        return True
    inner = text[start].isupper() and text[start - 1].islower()
    return inner or _BEFORE.search(lower, max(0, start - 8), start) is not None


def _trimmed(value: str) -> str:
    """A value without the punctuation of the sentence; "#" belongs to it behind another sign."""
    trimmed = value.rstrip(".,;:)]")
    return trimmed if trimmed[-2:-1] in _SIGNS else trimmed.rstrip("#")


def _assigned(text: str, lower: str) -> Iterator[Hit]:
    rare = _RARE.finditer(lower) if any(word in lower for word in _RARE_WORDS) else ()
    for keyword in (*_KEYWORD.finditer(lower), *rare):
        match = _VALUE.match(text, keyword.end())
        if (
            match is None
            or not _opens(text, lower, keyword.start())
            or match.group(2).isspace()
            and "\n" in match.group(2)
        ):
            continue
        value = _trimmed(match.group(4))
        named = _NAME_OF.match(value)
        at = match.start(4) + (named.end() if named else 0)
        value = value[named.end() :] if named else value
        lead = _NAME_START.search(text, max(0, keyword.start() - 60), keyword.start())
        name = (lead.group() if lead else "") + keyword.group() + match.group(1)
        if _looks_secret(value, name, match.group(2), bool(match.group(3).strip("("))):
            yield Hit(at, at + len(value), "secret", 0.9, f"A value stands after the word “{name[-40:]}”.")
    if "pass" in lower or "pwd" in lower or "-" in text:
        yield from _written_out(text)


def _written_out(text: str) -> Iterator[Hit]:
    for match in _QUOTED.finditer(text):
        group = 2 if match.group(2) else 3
        if not PLACEHOLDER.match(match.group(group)):
            yield Hit(
                match.start(group),
                match.end(group),
                "secret",
                0.9,
                "A password stands here in quotation marks.",
            )
    lower = text.lower()
    for match in _FLAG.finditer(text) if any(mark in lower for mark in _FLAGS) else ():
        if not PLACEHOLDER.match(match.group(1)) and match.group(1).lower() not in _TOLD_OF:
            yield Hit(
                match.start(1),
                match.end(1),
                "secret",
                0.9,
                "A password or token stands on this command line.",
            )


def _random(text: str) -> Iterator[Hit]:
    """Long strings with capitals, small letters and digits well mixed; hex digests, paths and fingerprints stay."""
    for match in _LONG.finditer(text):
        value = match.group()
        if (
            value.startswith(_PUBLIC_START)
            or not _MIXED.match(value)
            or value.count("/") > 3
            or value.count("-") > 4
        ):
            continue
        if _FINGERPRINT.search(text, max(0, match.start() - 20), match.start()):
            continue
        digits = sum(c.isdigit() for c in value)
        changes = sum(a.islower() != b.islower() for a, b in zip(value, value[1:], strict=False))
        if digits >= 3 and changes >= len(value) / 4 and len(set(value)) >= 16:
            yield Hit(
                match.start(), match.end(), "secret", 0.7, "This long random string may be a key or a token."
            )


def find_secrets(tokens: Tokens) -> list[Hit]:
    """Every passage that looks like a password, key or token."""
    text, lower = tokens.text, tokens.lower
    hits = [
        *_shaped(text),
        *_assigned(text, lower),
        *find_placed(tokens),
        *find_near(tokens),
        *find_told(tokens),
        *find_passwords(text, lower),
        *find_columns(text, lower),
        *_random(text),
    ]
    blocks = [match.span() for match in _PUBLIC_BLOCK.finditer(text)] if "-----BEGIN" in text else []
    if not blocks:
        return hits
    return [hit for hit in hits if not any(start <= hit.start and hit.end <= end for start, end in blocks)]
