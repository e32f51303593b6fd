"""Nicknames named as accounts: "GitHub user …", profiles and their links, a handle behind a name, tags of chat services."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postmortems.domain.redaction.chat import handle_hit
from postmortems.domain.redaction.english import is_english, is_nickname, means_something
from postmortems.domain.redaction.findings import Hit
from postmortems.domain.redaction.positions import Tokens, at_words
from postmortems.domain.redaction.words import FAMILY_NAMES, GIVEN_NAMES, PRODUCTS, section

_EVERYBODY = section("everybody")
_HUMPS = re.compile(r"[A-Z]?[a-z]{2,}")
_DAYS = section("days") | section("months")
_ACCOUNT_WORDS = section("account_words")
_NETWORKS = section("chat_networks")
_ON_NETWORK = re.compile(
    r"(?<![\w@./:-])([A-Za-z][\w^-]{1,24}) (?:on|in) (?:#?irc|freenode|oftc|libera(?:\.chat)?|efnet|gitter|discord|matrix|keybase|telegram|mastodon|twitter|github|gitlab)\b",
    re.I,
)
# "GitHub user kestrel7", "IRC: kestrel7", "token for `kestrel7`": a network alone says nothing, "npm test" is a command.
_ACCOUNT = re.compile(
    r"(?:(?:github|gitlab|bitbucket|twitter|ircname|ircnick|irc|slack|discord|gitter|freenode|keybase|telegram|matrix|launchpad|npm|pypi|rubygems|dockerhub|docker hub|phabricator|jira|ldap|unix|wiki|forum|reddit|quay)"
    r"(?:'s)?(?:(?: (?:user(?:name)?|nick(?:name)?|handle|account|id|name|profile|login|member|contributor))+(?:,| is| was|:| =)?|:)"
    r"|user(?:name)? account,?|(?:user(?:name)?|nick(?:name)?|handle|login(?: name)?|contributor|maintainer|committer)(?:,| is| was|:| =)?|(?:token|key|account|access) (?:for|of))"
    r" {1,2}(?:named |called )?([`\"'*(]{0,2})@?([A-Za-z][\w^-]{2,30})\b(?![/@(=]|[.:-]\w)",
    re.I,
)
_SITES = ("twitter.com", "x.com", "t.me", "keybase.io", "linkedin.com", "instagram.com", "reddit.com", "launchpad.net", "ycombinator.com", "gitlab.com/u", "people.")  # fmt: skip
_PROFILE = re.compile(
    r"\b(?:twitter\.com|x\.com|t\.me|keybase\.io|linkedin\.com/in|instagram\.com|reddit\.com/u(?:ser)?|launchpad\.net/~|news\.ycombinator\.com/user\?id=|gitlab\.com/u|people\.\w+\.\w+/~)/?@?([A-Za-z][\w.-]{1,30})"
)
_NOT_PROFILE = frozenset(
    ("share", "intent", "search", "hashtag", "home", "i", "explore", "settings", "status", "login")
)
_LINKED = re.compile(
    r"\[@?([A-Za-z][\w .'-]{1,30})\]\((?:https?://)?(?:www\.)?(?:github|gitlab|twitter|x|bitbucket)\.(?:com|org)/@?([A-Za-z][\w-]{1,38})/? ?\)|\[([A-Z][\w'-]{1,20}(?: [A-Z][\w'-]{1,20}){0,2})\]\[([A-Za-z][\w-]{2,30})\]"
)
_BEHIND_NAME = re.compile(
    r"([A-Z][^\W\d_]{1,20}(?:[ -](?:[A-Z][^\W\d_]{0,20}\.?|(?:van|von|de|der|den|da|bin)\b)){0,4}) [(\[</`][`@]{0,2}([A-Za-z][\w.-]{2,24})[`)\]>]"
)
_BESIDE_HANDLE = re.compile(
    r"(?<![\w.])@[A-Za-z][\w-]{2,20}(?:,? or |,? and |, | / | & )([a-z][\w-]{2,20})(?= on (?:Slack|slack|IRC|irc|Discord|Matrix|Teams)|[.;)]?(?:\n|$)|[.;)] )"
)
_OF_FORUM = re.compile(r"(?<![\w/.:-])/?u/([A-Za-z][\w-]{2,20})(?![\w/.])")
_TAG_NUMBER = re.compile(r"#\d{4}(?![\w-])")
_TAG = re.compile(r"(?<![\w#/&.])([A-Za-z][\w.]{1,31})$")
_CITED = re.compile(r"\b(?:[Ii]n|[Ss]ee|[Ff]ix(?:e[sd])?|[Cc]lose[sd]?|[Rr]efs?|[Vv]ia|PR|[Ii]ssue) $")
_MATRIX = re.compile(r"(?<![\w/])@([A-Za-z0-9][\w.=-]{0,60}):[a-z0-9-]{1,60}(?:\.[a-z0-9-]{1,60}){1,4}\b")


_ROW_WORDS = frozenset(
    (
        "cc",
        "thanks",
        "thx",
        "ping",
        "pinging",
        "kudos",
        "shoutout",
        "shoutouts",
        "props",
        "told",
        "asked",
        "pinged",
        "paged",
        "poked",
        "messaged",
        "credit",
        "credits",
    )
)
_ROW = re.compile(
    r"(?:cc|thanks|thx|ping|pinging|kudos|shout-?outs?|props|credits?|told|asked|pinged|paged|poked|messaged)(?: to| also)?:? ((?:@?[A-Za-z][\w-]{1,20}(?:,? and |,? or |, | & |/)){1,6}@?[a-z][\w-]{1,20})(?![\w@/.-]*\w)",
    re.I,
)
_ONE = re.compile(r"(?<![\w@])[a-z][\w-]{1,20}")
_WHO = re.compile(r"(?<![\w./@#-])((?:[A-Z][a-z]+){2,5}\d{0,4}|[a-z]{2,}\d{1,4}), who ")
_LIST = re.compile(r"(?:[|:(][ \t]?|\n)([a-z]{2,15}(?:, ?[a-z]{2,15}){1,8})(?=[ \t]?[|)\n]|$)")
_AS_WORDS = frozenset(("as",))
_SIGNED_IN_AS = re.compile(r"(?<=[nd] )as [`\"']?([a-z][a-z0-9_-]{2,24})(?![\w@/.-]*\w)")


def _compound(name: str) -> bool:
    """Whether a word is two words written as one, as terms of the trade are: "tablespace"."""
    return any(is_english(name[:cut]) and is_english(name[cut:]) for cut in range(3, len(name) - 2))


def may_be(name: str) -> bool:
    """Whether a word may be a nickname: no account of everybody, no product, no term such as allowScripts."""
    if "_" in name.strip("_"):
        return False  # pg_basebackup: a program
    if (
        name.lower() in _EVERYBODY
        or name.lower().partition("-")[0] in _DAYS
        or name.lower() in PRODUCTS
        or not is_nickname(name)
    ):
        return False
    humps = _HUMPS.findall(name)
    return len(humps) < 2 or not all(is_english(hump.lower()) for hump in humps)


def _accounts(tokens: Tokens) -> Iterator[Hit]:
    for match in at_words(tokens, _ACCOUNT_WORDS, _ACCOUNT):
        name, set_off = match.group(2), any(mark in match.group(1) for mark in '`"*')
        if may_be(name) or (
            set_off and not is_english(name.lower()) and name.lower() not in _EVERYBODY | PRODUCTS
        ):
            yield handle_hit(match.start(2), name, 0.8 if set_off else 0.7)
    for match in _ON_NETWORK.finditer(tokens.text) if not _NETWORKS.isdisjoint(tokens.words) else ():
        if may_be(match.group(1)):
            yield handle_hit(match.start(1), match.group(1), 0.75)


def _profiles(text: str) -> Iterator[Hit]:
    for match in _PROFILE.finditer(text) if any(site in text for site in _SITES) else ():
        name = match.group(1).rstrip(".-")
        if name.lower() not in _NOT_PROFILE:
            yield handle_hit(match.start(1), name, 0.85)
    for match in _LINKED.finditer(text):
        shown, path = match.group(1) or match.group(3), match.group(2) or match.group(4)
        at = match.start(2) if match.group(2) else match.start(4)
        same = shown.lower() == path.lower() and may_be(path)
        person = shown.split()[0].lower() in GIVEN_NAMES and not is_english(path.lower())
        if same or person:
            yield handle_hit(at, path, 0.8)
            if same:
                yield handle_hit(match.start(1) if match.group(1) else match.start(3), shown, 0.8)


def _behind_names(text: str) -> Iterator[Hit]:
    for match in _BEHIND_NAME.finditer(text):
        words = [word.lower().rstrip(".") for word in re.split(r"[ -]", match.group(1))]
        name = match.group(2)
        if (
            not is_nickname(name)
            or name.isupper()
            or match.group(1).isupper()
            or name.lower() in _EVERYBODY | PRODUCTS
        ):
            continue
        kin = any(len(word) > 2 and word[:3] in name.lower() for word in words)
        known = words[0] in GIVEN_NAMES or (len(words) > 1 and words[-1] in FAMILY_NAMES)
        strange = len(words) > 1 and match.group()[-1] == "`" and not any(map(is_english, words))
        if kin or strange or (known and "." not in name):
            yield handle_hit(match.start(2), name, 0.8)


def _signed(text: str) -> Iterator[Hit]:
    for beside in _BESIDE_HANDLE.finditer(text) if "@" in text else ():
        if may_be(beside.group(1)):
            yield handle_hit(beside.start(1), beside.group(1), 0.7)
    for named in _OF_FORUM.finditer(text) if "u/" in text else ():
        yield handle_hit(named.start(1), named.group(1), 0.8)
    for number in _TAG_NUMBER.finditer(text):
        match = _TAG.search(text, max(0, number.start() - 34), number.start())
        word = match is not None and is_english(match.group(1).lower()) and "iscord" not in text
        cited = word or match and _CITED.search(text, max(0, match.start() - 12), match.start())
        if match and not cited:
            yield handle_hit(match.start(1), text[match.start(1) : number.end()], 0.8)
    for match in _MATRIX.finditer(text) if "@" in text else ():
        yield Hit(
            match.start(),
            match.end(),
            "handle",
            0.9,
            "A handle leads to a person.",
            "handle:" + match.group(1).lower(),
        )


def _underlined(name: str) -> bool:
    """Whether a name with a line in the middle is somebody's: "nimbu_paani", of which no part is a word."""
    parts = name.strip("_").split("_")
    return len(parts) > 1 and (len(parts[-1]) == 1 or not any(is_english(part) for part in parts if part))


def _lists(text: str) -> Iterator[Hit]:
    """Given names in small letters, one behind the other: "|imke,tuuli,christian|"."""
    for match in _LIST.finditer(text) if "," in text else ():
        names = list(_ONE.finditer(text, *match.span(1)))
        sure = [name for name in names if name.group() in GIVEN_NAMES and not means_something(name.group())]
        if len(sure) * 2 > len(names) and len(sure) > 1:
            yield from (
                handle_hit(name.start(), name.group(), 0.7) for name in names if name.group() in GIVEN_NAMES
            )


def _in_company(tokens: Tokens) -> Iterator[Hit]:
    """ "cc art and ruxandra", "logged in as ifeng": names in small letters in a row, and accounts somebody used."""
    text = tokens.text
    for match in at_words(tokens, _ROW_WORDS, _ROW):
        for name in _ONE.finditer(text, *match.span(1)):
            if (
                may_be(name.group())
                or _underlined(name.group())
                or (name.group() in GIVEN_NAMES and not is_english(name.group()))
            ):
                yield handle_hit(name.start(), name.group(), 0.7)
    for match in _WHO.finditer(text) if ", who " in text else ():
        yield handle_hit(match.start(1), match.group(1), 0.75)
    yield from _lists(text)
    for match in at_words(tokens, _AS_WORDS, _SIGNED_IN_AS):
        if may_be(match.group(1)):
            yield handle_hit(match.start(1), match.group(1), 0.75)


def find_accounts(tokens: Tokens) -> list[Hit]:
    """Handles that the text itself calls accounts."""
    text = tokens.text
    return [
        *_accounts(tokens),
        *_profiles(text),
        *_behind_names(text),
        *_signed(text),
        *_in_company(tokens),
    ]
