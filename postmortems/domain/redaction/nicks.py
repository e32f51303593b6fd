"""Nicknames in prose: beside what only people do or are asked, in lists, tied to a name; and again in the same text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postmortems.domain.redaction.account_places import find_placed_accounts
from postmortems.domain.redaction.accounts import find_accounts, may_be
from postmortems.domain.redaction.chat import find_chat, handle_hit
from postmortems.domain.redaction.english import is_english, is_nickname
from postmortems.domain.redaction.findings import Hit
from postmortems.domain.redaction.positions import BY, TO, Tokens, at, at_words
from postmortems.domain.redaction.words import GIVEN_NAMES, section

_DOES = section("nick_does")
_ASKED = section("nick_asked")
_OWNS = section("nick_owns")
_WORKS = section("works")
_MAY = frozenset(("can", "could", "should", "will", "would", "might", "may", "probably"))
_DEEDS = section("will_do") | section("human_deeds")
_MARKS = _DOES | _OWNS | _ASKED | _MAY | {"by", "to"}
_THANKED = frozenset(("thx", "thanks", "kudos", "props", "shoutout", "credit", "credits"))
_GROUPS = section("nick_groups")
_DETERMINERS = section("determiners")
_EVERYBODY = section("everybody")
_BEFORE = re.compile(r"(?<![\w@./:#$'`-])([A-Za-z][\w^-]{1,24})$")
_AFTER = re.compile(r"[ ,]{0,2}[`*_\"]{0,2}([A-Za-z][\w^-]{1,24})\b(?![/@(=]|[.:-]\w)")
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
_NICK_LIKE = re.compile(r"(?<![\w@.-])[a-z_][\w`^{}|]*(?:-[\w`^{}|]+)*(?![\w-]|\.\w)")
_ONE = re.compile(r"(?<![\w@./-])@?([A-Za-z][\w^-]{1,24})(?![\w@/.-]*\w)")


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
                and may_be(match.group(1))
                and not _led(text, match.start(1))
            ):
                yield handle_hit(match.start(1), match.group(1), 0.7)
        if word in _MAY and _human(tokens, index):
            match = _BEFORE.search(text, max(0, start - 27), start - 1) if text[start - 1] == " " else None
            if (
                match
                and not match.group(1).istitle()
                and may_be(match.group(1))
                and not _led(text, match.start(1))
            ):
                yield handle_hit(match.start(1), match.group(1), 0.65)
        if word in _ASKED or _done(tokens, index):
            match = _AFTER.match(text, end)
            if (
                match
                and match.end() > end
                and not (match.group(1).istitle() or match.group(1).isupper())
                and may_be(match.group(1))
                and not _grouped(tokens, match.end())
            ):
                yield handle_hit(match.start(1), match.group(1), 0.65)


def _human(tokens: Tokens, index: int) -> bool:
    """Whether what may or should be done is a thing that people do: "can probably review", "should decide"."""
    return tokens.word(index + 1) in _DEEDS or (
        tokens.word(index + 1) in ("probably", "maybe", "also", "then", "rather")
        and tokens.word(index + 2) in _DEEDS
    )


def _done(tokens: Tokens, index: int) -> bool:
    """Whether the word is the "by" of "merge request by" or the "to" of "assigned to"."""
    word, before = tokens.words[index], tokens.word(index - 1)
    return (word == "by" and (before in BY or before in _WORKS)) or (
        word == "to" and (before in TO or before in _THANKED)
    )


def _led(text: str, start: int) -> bool:
    """Whether a determiner leads: in "the sidekiq said" the word is a thing."""
    before = text[max(0, start - 16) : start].rstrip().rpartition(" ")[2].rpartition("\n")[2].lower()
    return before in _DETERMINERS


def _grouped(tokens: Tokens, end: int) -> bool:
    """Whether the word that follows makes a team or a thing of the name: "ask gitaly team"."""
    after = re.match(r"[`*_\"]{0,2} ([a-z]+)", tokens.lower[end : end + 24])
    return after is not None and after.group(1) in _GROUPS


def _in_lists(tokens: Tokens) -> Iterator[Hit]:
    text = tokens.text
    with_me = "myself" in text or " and I " in text or "& I" in text or " me and " in text
    for pattern in (_IN_LIST, _WITH_ME) if with_me else (_IN_LIST,):
        for match in pattern.finditer(text):
            for index, name in enumerate(match.groups(), 1):
                if name and may_be(name):
                    yield handle_hit(match.start(index), name, 0.7)


def _labelled(tokens: Tokens) -> Iterator[Hit]:
    """The nicknames of a list such as "Present: stoatly, dunnock"."""
    text = tokens.text
    for match in at_words(tokens, _LABEL_WORDS, _LABELLED):
        if not _LINE_START.search(text, max(0, match.start() - 14), match.start()):
            continue
        for one in _ONE.finditer(text, *match.span(1)):
            if not one.group(1).istitle() and may_be(one.group(1)):
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
            if match and may_be(match.group(1)):
                yield handle_hit(match.start(1), match.group(1), 0.65)


def find_nicknames(tokens: Tokens) -> list[Hit]:
    """Every nickname, and its further mentions in the same text."""
    text = tokens.text
    hits = [
        *find_chat(text),
        *_in_sentences(tokens),
        *find_accounts(tokens),
        *find_placed_accounts(tokens),
        *_in_lists(tokens),
        *_labelled(tokens),
        *_beside_names(tokens),
    ]
    sure = {hit.key.partition(":")[2] for hit in hits if hit.confidence >= 0.65 and hit.kind == "handle"}
    names = {name for name in sure if len(name) > 2 and is_nickname(name)}
    # One pass for all of them: a log of a busy channel has hundreds.
    for again in _NICK_LIKE.finditer(tokens.lower) if names else ():
        if again.group() in names:
            hits.append(handle_hit(again.start(), text[again.start() : again.end()], 0.7))
    return hits
