"""Nicknames in prose: what only people do or are asked, accounts named as such, profiles, names with a handle behind them; and again."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postmortems.domain.redaction.chat import find_chat, handle_hit
from postmortems.domain.redaction.english import is_english, is_nickname
from postmortems.domain.redaction.findings import Hit
from postmortems.domain.redaction.positions import BY, TO, Tokens, at, at_words
from postmortems.domain.redaction.words import FAMILY_NAMES, GIVEN_NAMES, PRODUCTS, section

_ACCOUNT_WORDS = section("account_words")
_NETWORKS = section("chat_networks")
_DOES = section("nick_does")
_ASKED = section("nick_asked")
_OWNS = section("nick_owns")
_WORKS = section("works")
_MARKS = _DOES | _OWNS | _ASKED | {"by", "to"}
_GROUPS = section("nick_groups")
_DETERMINERS = section("determiners")
_EVERYBODY = section("everybody")
_BEFORE = re.compile(r"(?<![\w@./:#$'-])([A-Za-z][\w`^-]{1,24})$")
_AFTER = re.compile(r"[ ,]{0,2}[`*_\"]{0,2}([A-Za-z][\w^-]{1,24})\b(?![/@(=]|[.:-]\w)")
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
_TAG = re.compile(r"(?<![\w#/&])([A-Za-z][\w.]{1,31}#\d{4})(?![\w-])")
_MATRIX = re.compile(r"(?<![\w/])@([A-Za-z0-9][\w.=-]{0,60}):[a-z0-9-]{1,60}(?:\.[a-z0-9-]{1,60}){1,4}\b")
_IN_LIST = re.compile(
    r"(?:^|\n)[ \t]{0,8}[-*] \[[ xX]\] [^\n]{2,200} [(@]([a-z][\w-]{2,20})\)?[ \t]*(?=\n|$)|(?:^|\n)[ \t]{0,8}[-*] ([a-z][\w-]{2,20}) to [a-z]{2,}"
)
_WITH_ME = re.compile(
    r"(?<![\w@./-])([a-z][\w-]{2,20}) (?:&|and|\+) (?:myself|I)\b|\b(?:myself|me) (?:&|and|\+) ([a-z][\w-]{2,20})\b"
)
_TIED_BEFORE = re.compile(r"(?<![\w@./-])([a-z][\w-]{2,20})(?:,? and |, | & )$")
_TIED_AFTER = re.compile(
    r"(?:,? and | & )([a-z][\w-]{2,20})(?= (?:met|joined|are|were|have|both|will|agreed|worked|looked|decided|discussed)\b)"
)
_LABELLED = re.compile(
    r"(?:present|attendees|participants|attending|attendance|absent|regrets|apologies|chairs?|on[- ]?call|responders?|involved|scribe|reviewers?|cc|thanks(?: to)?|owners?|assignees?)(?:\*\*)?[ ]?:(?:\*\*)?[ ]{0,2}([^\n]{2,300})",
    re.I,
)
_LABEL_WORDS = section("label_words")
_LINE_START = re.compile(r"(?:^|\n)[ \t>*#-]{0,8}(?:[Ii]n )?$")
_ONE = re.compile(r"(?<![\w@./-])@?([A-Za-z][\w^-]{1,24})(?![\w@/.-]*\w)")


def _compound(name: str) -> bool:
    """Whether a word is two words written as one, as terms of the trade are: "tablespace"."""
    return any(is_english(name[:cut]) and is_english(name[cut:]) for cut in range(3, len(name) - 2))


def _may_be(name: str) -> bool:
    return name.lower() not in _EVERYBODY and name.lower() not in PRODUCTS and is_nickname(name)


def _in_sentences(tokens: Tokens) -> Iterator[Hit]:
    """ "stoatly mentioned", "thanks dunnock", "dunnock's patch": nicknames beside words that go with people."""
    text = tokens.text
    for index in at(tokens, _MARKS):
        word = tokens.words[index]
        start, end = tokens.spans[index]
        if word in _DOES or (word in _OWNS and text[start - 3 : start] == "'s "):
            cut = start - (3 if word not in _DOES else 1)
            match = _BEFORE.search(text, max(0, cut - 26), cut) if text[cut : cut + 1] in (" ", "'") else None
            if (
                match
                and not (match.group(1).istitle() or match.group(1).isupper())
                and _may_be(match.group(1))
                and not _led(text, match.start(1))
            ):
                yield handle_hit(match.start(1), match.group(1), 0.7)
        if word in _ASKED or _done(tokens, index):
            match = _AFTER.match(text, end)
            if (
                match
                and match.end() > end
                and not match.group(1).istitle()
                and _may_be(match.group(1))
                and not _grouped(tokens, match.end())
            ):
                yield handle_hit(match.start(1), match.group(1), 0.65)


def _done(tokens: Tokens, index: int) -> bool:
    """Whether the word is the "by" of "merge request by" or the "to" of "assigned to"."""
    word, before = tokens.words[index], tokens.word(index - 1)
    return (word == "by" and (before in BY or before in _WORKS)) or (word == "to" and before in TO)


def _led(text: str, start: int) -> bool:
    """Whether a determiner leads: in "the sidekiq said" the word is a thing."""
    before = text[max(0, start - 16) : start].rstrip().rpartition(" ")[2].rpartition("\n")[2].lower()
    return before in _DETERMINERS


def _grouped(tokens: Tokens, end: int) -> bool:
    """Whether the word that follows makes a team or a thing of the name: "ask gitaly team"."""
    after = re.match(r"[`*_\"]{0,2} ([a-z]+)", tokens.lower[end : end + 24])
    return after is not None and after.group(1) in _GROUPS


def _accounts(tokens: Tokens) -> Iterator[Hit]:
    for match in at_words(tokens, _ACCOUNT_WORDS, _ACCOUNT):
        name, set_off = match.group(2), "`" in match.group(1) or '"' in match.group(1)
        if _may_be(name) or (
            set_off and not is_english(name.lower()) and name.lower() not in _EVERYBODY | PRODUCTS
        ):
            yield handle_hit(match.start(2), name, 0.8 if set_off else 0.7)
    for match in _ON_NETWORK.finditer(tokens.text) if not _NETWORKS.isdisjoint(tokens.words) else ():
        if _may_be(match.group(1)):
            yield handle_hit(match.start(1), match.group(1), 0.75)


def _profiles(text: str) -> Iterator[Hit]:
    for match in _PROFILE.finditer(text):
        name = match.group(1).rstrip(".-")
        if name.lower() not in _NOT_PROFILE:
            yield handle_hit(match.start(1), name, 0.85)
    for match in _LINKED.finditer(text):
        shown, path = match.group(1) or match.group(3), match.group(2) or match.group(4)
        at = match.start(2) if match.group(2) else match.start(4)
        same = shown.lower() == path.lower() and _may_be(path)
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


def _in_lists(tokens: Tokens) -> Iterator[Hit]:
    text = tokens.text
    with_me = "myself" in text or " and I " in text or "& I" in text or " me and " in text
    for pattern in (_IN_LIST, _WITH_ME) if with_me else (_IN_LIST,):
        for match in pattern.finditer(text):
            for index, name in enumerate(match.groups(), 1):
                if name and _may_be(name):
                    yield handle_hit(match.start(index), name, 0.7)


def _labelled(tokens: Tokens) -> Iterator[Hit]:
    """The nicknames of a list such as "Present: stoatly, dunnock"."""
    text = tokens.text
    for match in at_words(tokens, _LABEL_WORDS, _LABELLED):
        if not _LINE_START.search(text, max(0, match.start() - 14), match.start()):
            continue
        for one in _ONE.finditer(text, *match.span(1)):
            if not one.group(1).istitle() and _may_be(one.group(1)):
                yield handle_hit(one.start(1), one.group(1), 0.75)


def _beside_names(tokens: Tokens) -> Iterator[Hit]:
    """ "stoatly and Ilka met": a nickname tied to a given name."""
    for index in tokens.capitals:
        word = tokens.words[index]
        if word not in GIVEN_NAMES or is_english(word):
            continue
        start, end = tokens.spans[index]
        before = _TIED_BEFORE.search(tokens.text, max(0, start - 28), start)
        for match in (before, _TIED_AFTER.match(tokens.text, end)):
            if match and _may_be(match.group(1)):
                yield handle_hit(match.start(1), match.group(1), 0.65)


def _signed(text: str) -> Iterator[Hit]:
    for match in _TAG.finditer(text) if "#" in text else ():
        yield handle_hit(match.start(1), match.group(1), 0.8)
    for match in _MATRIX.finditer(text) if "@" in text else ():
        yield Hit(
            match.start(),
            match.end(),
            "handle",
            0.9,
            "A handle leads to a person.",
            "handle:" + match.group(1).lower(),
        )


def find_nicknames(tokens: Tokens) -> list[Hit]:
    """Every nickname, and its further mentions in the same text."""
    text = tokens.text
    hits = [
        *find_chat(text),
        *_in_sentences(tokens),
        *_accounts(tokens),
        *_profiles(text),
        *_behind_names(text),
        *_in_lists(tokens),
        *_labelled(tokens),
        *_beside_names(tokens),
        *_signed(text),
    ]
    sure = {hit.key.partition(":")[2] for hit in hits if hit.confidence >= 0.65 and hit.kind == "handle"}
    for name in sorted(name for name in sure if len(name) > 2 and "#" not in name and is_nickname(name)):
        for again in re.finditer(rf"(?<![\w@.-]){re.escape(name)}(?![\w-]|\.\w)", tokens.lower):
            hits.append(handle_hit(again.start(), text[again.start() : again.end()], 0.7))
    return hits
