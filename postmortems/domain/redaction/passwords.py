"""Passwords in prose and in tables: "pass: …", "the default password is …", the cells below "Password"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postmortems.domain.redaction.english import is_english
from postmortems.domain.redaction.findings import Hit
from postmortems.domain.redaction.words import section

PLACEHOLDER = re.compile(
    r"^(?:[*xX.•…_-]+|[*•]{4,}\w{0,8}|<.*|\$.*|%.*|\{.*|\[.*|\(.*|null|none|nil|undefined|true|false|yes|no|n/a|tbd|todo|redacted|removed|hidden|masked|changed|rotated|"
    r"expired|missing|required|invalid|wrong|empty|unset|unknown|blank|optional|example|placeholder|changeme|change[-_]?me|replace[-_]?me|fix[-_]?me|:?[*x]{3,}|your[-_]?.*|my[-_]?(?:secret[-_]?)?(?:password|secret|token|key)|"
    r"(?:some|the|a|new|old|enter|insert|put)[-_].*|password[-_]here|.*(?:_here|-here)|os\.environ.*|process\.env.*|env\..*|vault:.*|secretref.*|valuefrom.*|"
    r"\w{0,12}(?:user|login|name|id|sid|key|token|email|template)\w{0,10}:\w{0,10}(?:pass(?:word)?|secret|token|key|seed|apikey)\w{0,6}|(?:user(?:name)?|login|me|name|foo):(?:pass(?:word|wd)?|secret|pw|bar|[x*.…]+)|https?://.*|/.*|\d{1,3}(?:\.\d+)?%?|\d+(?:ms|s|m|h|d)|[a-z]+\(.*)$",
    re.I,
)
# The passwords that everybody has seen: words, and yet meant as a password behind "the default password is".
_WEAK = section("weak_passwords")
_WORD = r"(?:pass(?:word|phrase|wd|code)?|pwd?)"
_LABELLED = re.compile(
    rf"(?<![\w-])({_WORD})[\"'`*]{{0,3}}\s{{0,2}}[:=][*]{{0,2}}[ \t]{{0,3}}([\"'`]?)([^\s\"'`<>|,;]{{3,100}})",
    re.I,
)
# What stands before and behind a word for "password"; both are only tried where there is one.
_AT = re.compile(r"(?<![a-z0-9])(?:pass(?:word|phrase|code)|pwd)(?![a-z0-9])")
_LED = re.compile(
    r"\b(?:default|glass|emergency|root|admin\w*|initial|temporary|temp|shared|master|service|guest|old|new|current|bootstrap|sudo|database|db|wi-?fi|wlan|test|staging|production|prod|local|bios|ipmi|idrac|ilo|"
    r"router|his|her|their|our|user|account|login|vpn|the|with|using|a|simple|weak|trivial|hardcoded|hard-coded)\s+(?:\w{1,20}\s+)?$",
    re.I,
)
_TOLD = re.compile(
    r"(?:\s+(?:for|of|on|to)\s+(?:the\s+)?[\w.-]{1,30}(?:\s+(?:account|user|box|server|router|wifi|vpn))?)?"
    r"(\s*(?:is|was|remains|remained|has been|had been|being|=|:|,)?\s*(?:still\s+|set to\s+|just\s+|literally\s+|now\s+)?)([\"'`“]?)([^\s\"'`“”<>|,;()]{4,100})(?=[\"'`”]?(?:[\s.,;:)!?]|$))",
    re.I,
)
_PLAINLY = re.compile(r" (?:is|was) ([a-z]{6,30})(?=[\"'”.,;)!]|$|\n)")
_RESET = re.compile(
    r"\b(?:re)?set (?:it|this|that|them|both|mine|his|hers) (?:back )?to [\"'`]?(?=\S*\d)(?=\S*[A-Za-z])(?=\S*[!@#$%^&*?+_A-Z])([^\s\"'`]{6,60})"
)
_MARKED = re.compile(
    r"(?:\s+(?:for|of|on|to|in|at)(?:\s+[\w-]{1,20}){1,4}?\s+(?:is|was|remained|stayed))?(?:\s+(?:is|was|of|being|had been|has been|used to be|remained|stayed|became))?\s+\(?([\"`“])([^\"`”\n]{3,80})[\"`”]",
    re.I,
)
_LISTED = re.compile(
    r"\bname:\s*[\"']?\w{0,30}(?:TOKEN|SECRET|PASS|PWD|_KEY|APIKEY)\w{0,20}[\"']?\s*\n\s*value:\s*[\"']?([^\s\"']{4,200})"
    r"|\b(?:account|login|credentials?|creds|user)s? \([\w.@-]{2,30} ?[/:] ?([^\s()]{4,60})\)",
    re.I,
)
_TAGGED = re.compile(
    r"(?:name|key|id)=\"[\w.-]{0,60}(?:pass|secret|token|pwd|apikey)[\w.-]{0,20}\"(?:[^>\n]{0,40}>|\s+value=\")([^<\"\n]{3,200})[<\"]|<\w{0,30}(?:pass|secret|token|pwd|apikey)\w{0,20}>([^<\n]{3,200})</",
    re.I,
)
_WAS_ONE = re.compile(
    r"(?<![\w.@/-])([^\s\"'`<>|]{5,60})[\"'`]{0,2}(?: in [\w./-]{2,40}[`\"']?)? (?:was|is|as) (?:the|our|its|his|her|my) (?:\w{1,20} ){0,2}$",
    re.I,
)
_USER = re.compile(r"\b(?:user(?:name)?|login|account|wifi|wi-fi|ssid|wlan|e-?mail)\b", re.I)
WHY = "A password or key stands in this place."


def secret_hit(start: int, value: str, sure: float = 0.9) -> Hit:
    return Hit(start, start + len(value), "secret", sure, WHY)


def no_word(value: str) -> bool:
    """Whether a value is more than a word of prose: it has digits or signs, or no dictionary holds it."""
    plain = value.strip("._-!?")
    if not plain.isalpha():
        return not all(
            is_english(part) or part.isdigit() for part in re.split(r"[-_/.]", plain.lower()) if part
        )
    return not is_english(plain.lower())


def _in_prose(text: str) -> Iterator[Hit]:
    for match in _LABELLED.finditer(text):
        value = match.group(3).rstrip(".,;:)]*")
        beside = (
            text[max(0, match.start() - 80) : match.start()]
            + text[match.end() : match.end() + 60].partition("\n")[0]
        )
        meant = (
            no_word(value)
            or bool(match.group(2))
            or (value.lower() in _WEAK)
            or _USER.search(beside) is not None
        )
        if meant and not PLACEHOLDER.match(value) and len(value) > 2:
            yield secret_hit(match.start(3), value)


def _told(text: str, start: int, end: int) -> Iterator[Hit]:
    """ "The default password is …", a password in quotation marks, "… was the password"."""
    plain = (
        _PLAINLY.match(text, end)
        if start == 0 or text[max(0, start - 2) : start].strip(" \n")[-1:] in ("", *",;:(\"'.-")
        else None
    )
    if plain and not is_english(plain.group(1).lower()) and not PLACEHOLDER.match(plain.group(1)):
        yield secret_hit(plain.start(1), plain.group(1), 0.65)
    match = _TOLD.match(text, end) if _LED.search(text, max(0, start - 45), start) else None
    if match:
        value = match.group(3).rstrip(".,;:!?")
        if any(map(str.isdigit, value)) and match.group(3)[len(value) :][:1] == "!":
            value += "!"
        weak = match.group(1).strip() != "" and value.lower() in _WEAK
        meant = weak or no_word(value) or match.group(2) != ""
        if match.group(1).strip() == "," and not any(char.isdigit() for char in value):
            return
        if len(value) > 3 and meant and not PLACEHOLDER.match(value):
            yield secret_hit(match.start(3), value, 0.8)
    match = _MARKED.match(text, end)
    if match and not PLACEHOLDER.match(match.group(2)):
        yield secret_hit(match.start(2), match.group(2), 0.8)
    match = _WAS_ONE.search(text, max(0, start - 110), start)
    if match and no_word(match.group(1)) and not PLACEHOLDER.match(match.group(1)):
        yield secret_hit(match.start(1), match.group(1), 0.8)


def find_passwords(text: str, lower: str) -> Iterator[Hit]:
    """Passwords that a sentence, a record or a table tells."""
    if "pass" in lower or "pwd" in lower or "pw" in lower:
        yield from _in_prose(text)
        for match in _RESET.finditer(text):
            yield secret_hit(match.start(1), match.group(1).rstrip(".,;:"), 0.75)
        for match in _AT.finditer(lower):
            yield from _told(text, *match.span())
    for match in _LISTED.finditer(text) if "value:" in lower or " (" in text else ():
        group = 1 if match.group(1) else 2
        if no_word(match.group(group)) and not PLACEHOLDER.match(match.group(group)):
            yield secret_hit(match.start(group), match.group(group), 0.85)
    for match in _TAGGED.finditer(text) if "</" in text or "/>" in text else ():
        group = 1 if match.group(1) else 2
        if not PLACEHOLDER.match(match.group(group)):
            yield secret_hit(match.start(group), match.group(group), 0.8)
