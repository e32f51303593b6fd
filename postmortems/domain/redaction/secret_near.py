"""Secrets by what a sentence tells: a random word near "password", a pair of account and password, codes for signing in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postmortems.domain.redaction.english import is_english
from postmortems.domain.redaction.findings import Hit
from postmortems.domain.redaction.passwords import PLACEHOLDER, secret_hit
from postmortems.domain.redaction.positions import Tokens, at, at_words
from postmortems.domain.redaction.secret_made import find_made_up
from postmortems.domain.redaction.secret_strength import MAYBE, SURE, strength
from postmortems.domain.redaction.words import section

_WEAK = section("weak_passwords") | {"changeme", "change_me", "admin123", "12345", "123456", "1234", "0000"}
_ROLES = frozenset(
    ("admin", "root", "guest", "test", "testing", "default", "welcome", "secret", "password", "master")
)
_PASSWORDS = section("password_words")
_KEYS = section("key_words")
_PAIR_WORDS = section("pair_words")
_STOP = re.compile(r"(?:[!?]|(?<!e\.g)(?<!i\.e)\.)(?:\s|$)|\n\s*\n|\n[ \t]*[-*|#>]")
_WORD = re.compile(r"[^\s\"'`“”<>|,;()\[\]]+")
_QUOTES = frozenset("\"'`“(")
# "credentials admin / changeme", "log in with admin and hunter2", "user/pass admin/hunter2", "u: admin p: hunter2".
_PAIR = re.compile(
    r"(?:credentials?|creds|log(?:ged)?[- ]?(?:in|on|ins)|sign(?:ed)?[- ]in|user(?:name)?[/ ]pass(?:word)?s?|login/pass(?:word)?|default(?:s| accounts?| users?)?|accounts?|combination|admin|portal|panel|access|wi-?fi|wlan|ssid|vpn|router|console)\b[^\n.!?/|:]{0,24}?[\s:=(\"'`]{1,3}"
    r"([A-Za-z][\w.@\\-]{1,40})[\"'`]?(?:\s?/\s?|:| and |, |\s\|\s|\s+(?:with|w/)\s+(?:the\s+)?(?:pass(?:word|code)?\s)?)[\"'`]?([^\s\"'`,;)|]{3,80})",
    re.I,
)
_SHORT_PAIR = re.compile(
    r"(?<!\w)u(?:ser|n|id)?\s?[:=]\s?([\w.@-]{1,40})[\s,;/|]{1,3}p(?:ass|w|wd)?\s?[:=]\s?[\"'`]?([^\s\"'`,;)|]{3,80})",
    re.I,
)
# An account that every system has, a stroke or the border of a cell, and what can only be its password.
_USER_CELL = re.compile(
    r"(?<![\w./@-])(?:admin(?:istrator)?|root|guest|test(?:user)?|sa|postgres|deploy(?:er)?|service|svc[\w-]{0,20}|sysadmin|superuser|operator|demo|backup|pi|ubuntu)[`*]{0,2}(?:\s?\|\s?|\s?/\s?|:)[`*]{0,2}([^\s|`*,;@/]{5,80})"
)
_OTP = re.compile(
    r"(?<![A-Za-z0-9])(?:[A-Z2-7]{16,64}|(?:[A-Z2-7]{4} ){3,15}[A-Z2-7]{4}|(?=[a-z ]{0,60}[2-7])[a-z2-7]{4}(?: [a-z2-7]{4}){3,15})(?![A-Za-z0-9])"
)
_OTP_WORDS = frozenset(("otp", "totp", "hotp", "mfa", "seed", "authenticator", "otpauth", "fa"))
_CODE_LIST = re.compile(
    r"\b(?:recovery|backup|scratch|one[- ]time|2fa|mfa|emergency|rescue|reset|restore|unlock|voucher|gift(?: card)?|redeem|activation|licen[cs]e|serial|product|registration)(?: ?keys?| ?codes?| ?numbers?| ?passwords?)\b"
    r"[^\n:=]{0,30}?(?:[:=]|\s(?:was|were|is|are|like)\s|\s)\s{0,3}[-*\"'`(]{0,3}((?=[A-Za-z-]*\d)[A-Za-z0-9]{3,10}(?:-[A-Za-z0-9]{3,10}| (?=[A-Za-z0-9]*\d)[A-Za-z0-9]{4,10}){0,7}(?:(?:,| and|\n)\s?[-*\"'`]{0,2}\s?(?=[A-Za-z-]*\d)[A-Za-z0-9]{3,10}(?:-[A-Za-z0-9]{3,10}){0,6}){0,12})",
    re.I,
)
_CODES = section("code_leads")
# What a number behind "passcode" is not: counted, or a length.
_NUMBER = re.compile(
    r"(?:[ \t]*(?:is|was|of|:|=|#|to)?[ \t]*[\"'`(]?)(\d{4,10})(?!\w|[.,:]\d|[ -]?(?:digits?|char|times?|attempts?|users?|minutes?|hours?|days?|seconds?|requests?|accounts?|%))"
)
_NUMBERED = frozenset(
    ("passcode", "passcodes", "pincode", "pin", "otp", "passwort", "password", "keycode", "puk")
)
_LINK = re.compile(
    r"(?:\b(?:to|is|was|still|be|been|being|now|just|as|hint:|called|currently|namely|e\.g\.|literally)|[:=>]) ?$"
)
# A value with letters and digits that is neither a version nor a time.
_NO_TERM = re.compile(r"(?=\D*\d)(?=[^A-Za-z]*[A-Za-z])(?!v?\d+[.:])[^\s/]{6,60}")
# The last argument of a call that signs in.
_CALL = re.compile(
    r"(?:connect|pdo|mysqli|getconnection|pymysql|log_?in|auth\w{0,14}|client|sign_?in|session|credentials?)\((?:[\"'][^\"'\n]{1,80}[\"'],\s*){0,3}[\"']([^\"'\s]{8,120})[\"']\s*[,)]",
    re.I,
)
_WIFI_WORDS = frozenset(("wifi", "wi", "wlan", "ssid"))
_GEAR = re.compile(
    r"\b(?:password|secret) \d{1,2} ((?=\S*\d)\S{6,80})|\bauthentication-key (?:\d+ )?(?:md5 |sha1 |sha256 )?(?:\d )?(?=\S*[\dA-Z])([\w$./+!-]{6,80})|\bmessage-digest-key \d+ md5 (?:\d )?(\S{4,80})"
    r"|\b(?:tacacs|radius)(?:-server)? (?:host \S{1,60} )?key (?:\d )?(\S{5,80})|\bkey-string (?:\d )?(\S{4,80})|\b(?:store|key)pass ([^\s()]{4,60})"
)
_OF_GEAR = ("authentication-key", "message-digest", "tacacs", "radius", "key-string", "storepass", "keypass")
_ENCODED = re.compile(r"(?:password|secret) \d{1,2} ")
_FACTOR = re.compile(
    r"\b(?:2FA|MFA|OTP|SMS|TOTP|TAN|one-time|verification) (?:code|pin|token)s?(?: is| was| of|:| =)? [\"'`]?(\d{4,8})\b"
)
_SPOKEN = re.compile(
    r"\bpassphrase,? (?:was |is |of |: ?)?[\"“(']?((?:[a-z]{3,12}[ -]){3,7}[a-z]{3,12})(?=[\"”)']|, (?:was|is|leaked))"
)
_WIFI = re.compile(
    r"(?:[Ww]i-?[Ff]i|WLAN|wlan|SSID|ssid)\b[^\n.]{0,60}?\b(?:key|code|pw|pass|psk) ?[:=] ?[\"'`]?([^\s\"'`,;)<>|]{6,63})"
)
_OPTION = re.compile(r"(?<= -p )[\"']?([^\s\"'/-][^\s\"'/]{5,80})")
WHY = "A random word stands near a word for passwords."


def _near(tokens: Tokens) -> Iterator[Hit]:
    """Random words in the same sentence as a word for passwords, within some seventy characters."""
    text = tokens.text
    for index in at(tokens, _PASSWORDS | _KEYS):
        start, end = tokens.spans[index]
        key = tokens.words[index] in _KEYS
        stop = _STOP.search(text, end, end + 84)
        border = stop.start() if stop else min(len(text), end + 84)
        for word in _WORD.finditer(text, end, border):
            # A word cut by the border is not judged.
            if (word.end() < border or border == len(text) or stop) and _meant(text, word, key=key):
                yield _hit(text, word)
        lead = text[max(0, start - 110) : start]
        cut = max(lead.rfind(". "), lead.rfind("\n"), lead.find(" ") if start > 110 else -1) + 1
        for word in _WORD.finditer(text, start - len(lead) + cut, start) if cut or start <= 110 else ():
            # A quoted one with a digit inside, "…" in auth.py as the default password, needs no further sign.
            strict = key or not (
                text[word.start() - 1 : word.start()] in _QUOTES and re.search(r"\d[A-Za-z-]", word.group())
            )
            if _meant(text, word, key=strict):
                yield _hit(text, word)


def _hit(text: str, word: re.Match[str]) -> Hit:
    value = word.group().rstrip(".,:?!*_")
    # "!" may end the sentence or the password: it goes with it.
    end = word.start() + len(value)
    return Hit(word.start(), end + (text[end : end + 1] == "!"), "secret", 0.7, WHY)


def _meant(text: str, word: re.Match[str], *, key: bool) -> bool:
    value = word.group().rstrip(".,:*_")
    if value.startswith(("**", "__", ".")):
        return False
    if len(value) < (10 if key else 6) or PLACEHOLDER.match(value):
        return False
    left, equals, right = value.partition("=")
    if equals and right and left.isalnum() and any(map(str.isdigit, left)) and any(map(str.isupper, left)):
        value = left + "!" + right  # a sign like any other: no setting has such a name
    grade = strength(value)
    quoted = text[word.start() - 1 : word.start()] in _QUOTES
    told = quoted or (
        grade == MAYBE and _LINK.search(text, max(0, word.start() - 16), word.start()) is not None
    )
    return grade == SURE or (grade == MAYBE and told and not key)


def _pairs(tokens: Tokens) -> Iterator[Hit]:
    text = tokens.text
    for pattern in (_PAIR, _SHORT_PAIR):
        for match in at_words(tokens, _PAIR_WORDS, pattern):
            user, value = match.group(1).lower(), match.group(2).rstrip(".,:")
            link = text[match.end(1) : match.start(2)]
            if link == " /" or (link == ", " and value.isalpha()):
                continue  # /dev/ttyS0; "login page, default"
            if value.lower() == "password" and re.match(r" \S*\d", text[match.end() : match.end() + 30]):
                continue
            if "and" in text[match.end(1) : match.start(2)] and value.isalpha() and value.islower():
                continue  # "the login page and password reset"
            weak = value.lower() in _WEAK and user not in ("user", "username", "login", "name")
            if (
                strength(value)
                or _NO_TERM.fullmatch(value)
                or (weak and (value.lower() == user or value.lower() not in ("user", "service")))
            ):
                whole = text[match.end(1) : match.start(2)] == "/"  # the account goes with it
                start = match.start(1) if whole else match.start(2)
                yield secret_hit(start, text[start : match.start(2)] + value, 0.8)


def _cells(text: str) -> Iterator[Hit]:
    for match in _USER_CELL.finditer(text):
        value = match.group(1).rstrip(".,;:)").lower()
        if strength(match.group(1)) == SURE or (value in _WEAK and value not in _ROLES):
            yield secret_hit(
                match.start(1), match.group(1)[: len(value)] if value in _WEAK else match.group(1), 0.75
            )


def _on_gear(text: str, lower: str) -> Iterator[Hit]:
    """Settings of network gear, codes of a second factor, phrases of several words."""
    if (
        "password " in lower
        or "secret " in lower
        or "-key" in lower
        or "key " in lower
        or "storepass" in lower
    ):
        for match in _GEAR.finditer(text):
            value = next(filter(None, match.groups()))
            if not PLACEHOLDER.match(value):
                yield secret_hit(match.start(match.lastindex or 1), value, 0.8)
    if " code" in lower or " pin" in lower:
        yield from (secret_hit(match.start(1), match.group(1), 0.75) for match in _FACTOR.finditer(text))
    if "passphrase" in lower:
        yield from (secret_hit(match.start(1), match.group(1), 0.7) for match in _SPOKEN.finditer(text))


def _codes(tokens: Tokens) -> Iterator[Hit]:
    """Seeds of one-time passwords, recovery codes, keys of licences, numbers behind "passcode"."""
    text = tokens.text
    if not _OTP_WORDS.isdisjoint(tokens.places):
        for match in _OTP.finditer(text):
            if any(map(str.isdigit, match.group())) or len(set(match.group())) > 7:
                yield secret_hit(match.start(), match.group(), 0.8)
    for match in at_words(tokens, _CODES, _CODE_LIST):
        if any(map(str.isdigit, match.group(1))) and len(match.group(1)) > 5:
            yield secret_hit(match.start(1), match.group(1), 0.8)
    for index in at(tokens, _NUMBERED):
        number = _NUMBER.match(text, tokens.spans[index][1])
        if number and (tokens.words[index] != "password" or text[number.start(1) - 1] != " "):
            yield secret_hit(number.start(1), number.group(1), 0.75)


def _of_wifi(tokens: Tokens) -> Iterator[Hit]:
    """ "wifi for the booth is …, key: salt-herring-42"."""
    for match in at_words(tokens, _WIFI_WORDS, _WIFI):
        value = match.group(1).rstrip(".!?")
        told = any(map(str.isdigit, value)) or not is_english(value.lower())
        if told and not PLACEHOLDER.match(value):
            yield secret_hit(match.start(1), value, 0.75)


def find_near(tokens: Tokens) -> Iterator[Hit]:
    """Secrets that the words around them give away."""
    if not (_PASSWORDS | _KEYS).isdisjoint(tokens.places):
        yield from _near(tokens)
    text, lower = tokens.text, tokens.lower
    yield from find_made_up(tokens, spoken_of=not (_PASSWORDS | _KEYS).isdisjoint(tokens.places))
    yield from _pairs(tokens)
    if "admin" in lower or "root" in lower or "|" in text or ":" in text:
        yield from _cells(text)
    for match in _CALL.finditer(text) if "('" in text or '("' in text else ():
        if strength(match.group(1)):
            yield secret_hit(match.start(1), match.group(1), 0.75)
    for match in _OPTION.finditer(text) if " -p " in text else ():
        if strength(match.group(1)) == SURE:
            yield secret_hit(match.start(1), match.group(1), 0.75)
    yield from _of_wifi(tokens)
    yield from _codes(tokens)
    yield from _on_gear(text, lower)
