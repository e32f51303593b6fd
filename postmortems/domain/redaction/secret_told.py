"""Secrets that one sentence or line asks for and another tells: codes of doors, the value of a key, answers in a chat."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postmortems.domain.redaction.english import is_english
from postmortems.domain.redaction.findings import Hit
from postmortems.domain.redaction.passwords import PLACEHOLDER, no_word, secret_hit
from postmortems.domain.redaction.positions import Tokens, at, at_words
from postmortems.domain.redaction.secret_strength import SURE, strength
from postmortems.domain.redaction.words import section

_KEYS = section("key_words")
_KEYPADS = frozenset(
    ("keypad", "lock", "padlock", "lockbox", "safe", "door", "gate", "panel", "cabinet", "turnstile")
)
_KEYPAD = re.compile(
    r"\w+\b[^\n.;:]{0,40}?\b(?:takes|took|accepts|accepted|opens? (?:with|to|on)|opened with|unlocks? with|unlocked with|combination(?: is| was|:)?|code(?: is| was|:)?|set to)\s+[\"'`]?(\d{4,8}[#*]?)(?![\w.,:%]*\d|[ -]?(?:%|ms|s|times|people|badges|requests|users|hours|days|visitors|coins|px|kg|W|V)\b)"
)
_VALUES = frozenset(("value",))
_HEX = re.compile(r"[0-9a-f]{7,64}|[0-9a-f-]{36}")
_VALUED = re.compile(
    r"value(?: is| was| of it| of the \w+)?:? [\"'`(]{0,2}((?=[\w~.+/-]{0,80}[a-zA-Z])(?:[\w~.+/]{1,20}-){0,5}(?=[A-Za-z]{0,20}\d)(?=\d{0,20}[A-Za-z])[\w~.+/]{10,80})(?![\w-])"
)
# "door code changed from 1908 to 7734"
_CHANGED = re.compile(
    r"\w+(?:'s)?(?: panel| lock)? (?:codes?|pins?|passcodes?|combinations?) (?:has |was |were |been |is |got )*(?:changed|rotated|reset|switched|moved|went|set)(?: back)?(?: from [\"'`]?(\d{4,8}[#*]?))?[\"'`]?(?: to [\"'`]?(\d{4,8}[#*]?))?(?!\w|[.,:]\d)"
)
_LOCKED = _KEYPADS | frozenset(
    ("alarm", "entry", "entrance", "access", "garage", "office", "voicemail", "vault", "key")
)
_AS_EVER = re.compile(
    r"\w+\b[^\d\n.;:]{0,24}[,(:] ?[\"'`]?(\d{4,8})(?![\w%]|[.,:]\d| (?:times|attempts|digits|users|requests))"
)
_IS_NOW = re.compile(
    r"\w+\b[^\n.]{1,60}?\b(?:ours|mine|his|hers|theirs) (?:is|was) (?:now )?[\"'`]?(\d{4,8})(?![\w%]|[.,:]\d| (?:times|attempts|digits|users|requests))"
)
# What is set to a figure that is no code: "the lock was set to 5000".
_MEASURED = frozenset(("lock", "panel", "gate", "door", "turnstile"))
_SIGNED = re.compile(r"\w+\b[^\n.;:]{0,40}: ?[\"'`]?(\d{4,8}[#*])(?!\w)")
_PINS = frozenset(("pin", "passcode", "keycode", "pincode"))
# "what's the vnc password again?" and the line that answers.
_ASKED = re.compile(
    r"(?:passwords?|passphrase|passwd|pwd?|pin|code|key)\b[^\n?]{0,40}\?[ \t]*\n[> \t]*(?:\[?\d{1,2}:\d\d(?::\d\d)?\]?[ \t]{1,3})?(?:<?@?[\w.-]{1,20}(?: [A-Z]\w{0,15})?[>:][ \t]{1,3})?(?:it'?s |try |should be )?[`\"']?([^\s`\"'<>]{4,60})[`\"']?[.!]?[ \t]*(?=\n|$)",
    re.I,
)
_VERSION = re.compile(r"v?\d+(?:\.\d+)+\S*")
_PINS_TOLD = frozenset(("pin", "passcode", "code", "password"))
_ADMINS = frozenset(
    (
        "admin",
        "root",
        "guest",
        "test",
        "operator",
        "user",
        "demo",
        "administrator",
        "pi",
        "ubnt",
        "cisco",
        "support",
        "service",
        "sysop",
        "sa",
    )
)
_ASKING = frozenset(("password", "passwords", "passphrase", "passwd", "pwd", "pw", "pin", "code", "key"))
_PROMPTED = re.compile(
    r"\b(?:again|incorrect|enter|invalid|failed|wrong|required|expired|denied|type|empty)\b"
)


_LOGINS = frozenset(
    ("login", "logins", "credentials", "credential", "creds", "password", "passwords", "passwd")
)
# "the default login of the PDUs was still apc/apc"
_SAME_PAIR = re.compile(
    r"\w+\b[^\n.;]{0,60}?\b(?:is|was|were|are|remained|left at|still|as|:)(?: still)? [\"'`(]{0,2}([\w.-]{2,20})/([^\s\"'`,;/()]{2,40})(?![\w/])"
)
_OPENERS = frozenset(("passphrase", "passphrases"))
_PHRASE = re.compile(r"\w+\b[^\n\"“”]{0,90}[\"“]((?:[a-z0-9]{2,14}[ -]){2,8}[a-z0-9]{2,14})[\"”,.]")


_QUOTED = re.compile(r"[\"“]([^\"”\s]{4,40})[\"”]")
_KEY_BOX = re.compile(
    r"(?:key[ -]?(?:box|safe)|lock ?box|keypad|padlock|strongbox)(?: code| pin)?(?: is| was|:| at \w+)? [\"(]?(\d{4,6})(?![\w%]|[.,:]\d)",
    re.I,
)
_BOXES = frozenset(("key", "keybox", "keysafe", "lockbox", "lock", "keypad", "padlock", "strongbox"))


_COMBINATION = re.compile(
    r"(?:combination|combo|code|pin)s?(?: is| was|:|,)? [\"'(]?(\d(?:-\d){3,7}|\d\d(?:-\d\d){2,3})(?![\w-])",
    re.I,
)
_COMBINATIONS = frozenset(("combination", "combinations", "combo", "code", "pin"))
_CONFERENCE = re.compile(r"\b[Cc]onf(?:erence)?(?: ?#:? ?| (?:id|code|pin):? )(\d{4,10})(?![\w.,:-]*\d)")
_AS_PIN = re.compile(
    r"(?<![\w.,:#-])(\d{4,8})[\"'”)]{0,2} (?:as|is|was|being) (?:the|its|his|her|our|a|their) (?:\w{1,20} )?$"
)


# "The bootstrap secret for new phones is `…`"
_SET_OFF = re.compile(
    r"\w+(?: (?:for|of|on|to|in)(?: [\w-]{1,20}){1,4}?)? (?:is|was|had been|were) (?:still |just |literally |now )?[`\"“']([^\s`\"”'<>/:]{6,60})[`\"”']"
)
_KEY_TOLD = frozenset(("secret", "token", "key", "psk", "apikey"))


def _set_off(tokens: Tokens) -> Iterator[Hit]:
    for match in at_words(tokens, _KEY_TOLD, _SET_OFF):
        value = match.group(1)
        if (
            no_word(value)
            and not PLACEHOLDER.match(value)
            and not value.isupper()
            and "_" not in value
            and "." not in value
        ):
            yield secret_hit(match.start(1), value, 0.65)


# "passphrase? thirteen-herons-fly"; "the shared secret on the APs is …"
_AT_ONCE = re.compile(r"(?:password|passphrase|passwd|pwd?)\? [\"'`]?([^\s\"'`<>]{4,60})", re.I)
_SHARED = re.compile(
    r"(?:secret|psk|key)(?: (?:for|of|on|to|in|at)(?: [\w-]{1,20}){1,4}?)? (?:is|was) (?:still |now |just )?((?=[^\s]*\d)(?=[^\s]*[A-Za-z])[^\s\"'`<>,;()]{8,60})"
)


def _at_once(tokens: Tokens) -> Iterator[Hit]:
    for match in at_words(tokens, _ASKING, _AT_ONCE):
        value = match.group(1).rstrip(".,!?")
        if value.count("-") > 1 or strength(value) == SURE:
            yield secret_hit(match.start(1), value, 0.7)
    for match in at_words(tokens, _KEY_TOLD, _SHARED):
        value = match.group(1).rstrip(".:")
        if strength(value) and no_word(value):
            yield secret_hit(match.start(1), value, 0.7)


def _told_behind(tokens: Tokens) -> Iterator[Hit]:
    """ "the lockbox combination (3-1-4-9)", "wanted 1111 as its PIN"."""
    for match in at_words(tokens, _COMBINATIONS, _COMBINATION):
        yield secret_hit(match.start(1), match.group(1), 0.75)
    for match in (
        _CONFERENCE.finditer(tokens.text)
        if any(mark in tokens.text for mark in ("onf ", "onf#", "onference"))
        else ()
    ):
        yield secret_hit(match.start(1), match.group(1), 0.7)
    starts = (tokens.spans[index][0] for index in at(tokens, _PINS_TOLD))
    before = (_AS_PIN.search(tokens.text, max(0, start - 60), start) for start in starts)
    for match in filter(None, before):
        yield secret_hit(match.start(1), match.group(1), 0.75)


def _on_boxes(tokens: Tokens) -> Iterator[Hit]:
    """Codes of boxes for keys, and the strings that SNMP calls communities."""
    for match in at_words(tokens, _BOXES, _KEY_BOX):
        yield secret_hit(match.start(1), match.group(1), 0.75)
    for index in tokens.places.get("community", ()) if "snmp" in tokens.places else ():
        end = tokens.spans[index][1]
        stop = tokens.text.find(". ", end, end + 90)
        for match in _QUOTED.finditer(tokens.text, end, stop if stop > 0 else end + 90):
            if no_word(match.group(1)):
                yield secret_hit(match.start(1), match.group(1).rstrip(".,"), 0.75)


_DEFAULT = re.compile(
    r"(?:default|factory|stock|preset|vendor|initial|hard-?coded) (?:login|logins|credentials?|creds|passwords?|accounts?|users?)\b[^\n.;]{0,140}",
    re.I,
)
_DEFAULTS = frozenset(("default", "factory", "stock", "preset", "vendor", "initial", "hard", "hardcoded"))
_STROKE = re.compile(r"(?<![\w/.:-])([\w.-]{2,20})/([^\s\"'`,;/()]{2,40})(?![\w/])")


def _defaults(tokens: Tokens) -> Iterator[Hit]:
    """ "The default credentials were pi/raspberry on two kiosks and sysop/tram on the third"."""
    for match in at_words(tokens, _DEFAULTS, _DEFAULT):
        for pair in _STROKE.finditer(tokens.text, match.start(), match.end()):
            user, value = pair.group(1).lower(), pair.group(2).rstrip(".!?").lower()
            if user in _ADMINS or user == value or not (is_english(user) and is_english(value)):
                yield secret_hit(pair.start(1), pair.group().rstrip(".!?"), 0.7)


def _pairs(tokens: Tokens) -> Iterator[Hit]:
    """Account and password with a stroke between, and quoted phrases of several words near "passphrase"."""
    for match in at_words(tokens, _LOGINS, _SAME_PAIR):
        user, value = match.group(1), match.group(2).rstrip(".!?")
        if not value or (
            is_english(user.lower()) and is_english(value.lower()) and user != value and user not in _ADMINS
        ):
            continue
        yield secret_hit(match.start(1), f"{user}/{value}", 0.7)
    for match in at_words(tokens, _OPENERS, _PHRASE):
        if _ASKING.isdisjoint(re.split(r"[ -]", match.group(1))) and not _PROMPTED.search(match.group(1)):
            yield secret_hit(match.start(1), match.group(1), 0.7)


def _answered(tokens: Tokens) -> Iterator[Hit]:
    """The line below a question for a password."""
    text = tokens.text
    for match in at_words(tokens, _ASKING, _ASKED) if "?" in text and "\n" in text else ():
        value = match.group(1).rstrip(".,")
        plain = value.isdigit() and len(value) < 10
        if (
            any(map(str.isdigit, value))
            and not _VERSION.fullmatch(value)
            and (plain or no_word(value))
            and not PLACEHOLDER.match(value)
        ):
            yield secret_hit(match.start(1), value, 0.7)


def find_told(tokens: Tokens) -> Iterator[Hit]:
    """ "The keypad at site B takes 2580#", "its full value was TRAM-live-0fe93ab2cc71", "vnc password? / gullwing55"."""
    for match in at_words(tokens, _KEYPADS, _KEYPAD):
        if " set to " in match.group() and match.group().split(" ")[0].lower() in _MEASURED:
            continue
        yield secret_hit(match.start(1), match.group(1), 0.75)
    for match in at_words(tokens, _LOCKED, _CHANGED):
        yield from (secret_hit(match.start(at), match.group(at), 0.75) for at in (1, 2) if match.group(at))
    for anchors, pattern in ((_PINS, _AS_EVER), (_PINS, _IS_NOW), (_LOCKED, _SIGNED)):
        for match in at_words(tokens, anchors, pattern):
            yield secret_hit(match.start(1), match.group(1), 0.7)
    for match in at_words(tokens, _VALUES, _VALUED) if not _KEYS.isdisjoint(tokens.places) else ():
        value = match.group(1)
        random = "-" in value or strength(value) == SURE
        if random and not _HEX.fullmatch(value) and not value.startswith("0x"):
            yield secret_hit(match.start(1), match.group(1).rstrip("."), 0.7)
    yield from _answered(tokens)
    yield from _defaults(tokens)
    yield from _pairs(tokens)
    yield from _on_boxes(tokens)
    yield from _told_behind(tokens)
    yield from _at_once(tokens)
    yield from _set_off(tokens)
