"""Names of the roster that are also words, in small letters: only where a person or an account stands."""

from __future__ import annotations

import re

from postmortems.domain.redaction.acts import alone
from postmortems.domain.redaction.english import is_english
from postmortems.domain.redaction.people_columns import in_people_column
from postmortems.domain.redaction.positions import BELONGINGS, BY, DETERMINERS, TO, Tokens, begins_sentence
from postmortems.domain.redaction.words import BASES, DEEDS, GIVEN_NAMES, SHORT_NAMES, SPEECH, section

_KEY = "|".join(
    sorted((word.replace("_", "[_ -]?") for word in section("account_keys")), key=len, reverse=True)
)
# What stands right before an account: a key, a sign, a folder of people, a command that takes a user.
_BEFORE = re.compile(
    rf"(?:(?<![a-z])(?:{_KEY})[\"'`]?(?: ?[=:] ?| is )[\"'`]?|(?<![\w.])~|[@\\]|://|/(?:home|users|user|u|export/home|people|authors?|members?)/"
    r"|(?:github|gitlab|bitbucket|codeberg|twitter|launchpad|keybase)\.(?:com|org|io|net)/[@~]?"
    r"|(?<![a-z])(?:feature|feat|fix|hotfix|bugfix|users?|dev|origin|chore|wip|private|refs/heads)/"
    r"|(?<![a-z])(?:sudo(?:\[\d+\])?:[ \t]{1,8}|(?:publickey|password|user|keyboard-interactive/pam) for |invalid user |session (?:opened|closed) for user |(?:logged|signed|log|login|sign|authenticated|ssh|connected|running|runs|ran|run) (?:in )?as )[\"'`]?"
    r"|[ug]id=\d{1,8}\(|<|(?<![a-z])(?:su|passwd|useradd|userdel|usermod|chown|finger|id)(?: -\w{1,3})? |-u ?|--user[ =])$"
)
_LISTING = re.compile(r"[-dlcbps](?:[r-][w-][xst-]){3}[.+@]? {1,4}\d+ {1,4}(?:\w+ {1,4})?$", re.I)
_ACCESS_LOG = re.compile(r" - \[?\d{1,2}/[a-z]{3}/\d{4}")
_PAST = section("past")
_ASKED = section("nick_asked") | frozenset(
    ("asking", "pinging", "dmed", "dm'd", "messaged", "messaging", "emailed", "texted")
)
_SAYS = frozenset(("said", "replied", "wrote", "answered", "joked", "quoth"))
_GOES_ON = frozenset(
    ("about", "to", "if", "for", "and", "when", "whether", "on", "in", "at", "again", "who", "why", "how", "what", "or", "that", "first", "directly", "please", "pls")
)  # fmt: skip
_DOING = section("busy") | frozenset(
    ("on", "out", "away", "afk", "asleep", "off", "sick", "aware", "here", "back")
)
_OF_THINGS = frozenset(("missing", "failing", "running", "pending", "growing", "rising", "empty", "nothing", "during", "being", "having", "flapping", "timing", "leaking", "looping"))  # fmt: skip
_SHORT = frozenset(short for forms in SHORT_NAMES.values() for short in forms)
_PRONOUNS = frozenset(("you", "i", "me", "he", "she", "we", "him", "her"))
_HOLDS = frozenset(("the", "a", "access", "admin", "root", "been", "no", "to", "all", "his", "her", "their"))
_OPENING = frozenset(
    (
        "and",
        "but",
        "so",
        "because",
        "then",
        "when",
        "while",
        "since",
        "that",
        "think",
        "thinks",
        "if",
        "maybe",
        "guess",
        "although",
        "until",
    )
)
_THINGS = frozenset(
    ("the", "a", "an", "it", "this", "that", "them", "all", "his", "her", "our", "everything", "both")
)
_NOT_ASKED = frozenset(("will", "may", "can", "page", "mark", "hope"))
_CLOCK = re.compile(r"\d:\d\d(?::\d\d)?(?: ?[ap]m)?[\])]?[ \t]{1,3}[<\"]?$")


def account_stands(tokens: Tokens, first: int, last: int) -> bool:
    """Whether the place is one of an account: "user=mark", "/home/mark", "feature/mark/fix", "for mark from"."""
    start, end = tokens.spans[first][0], tokens.spans[last][1]
    text = tokens.lower
    after = text[end : end + 1]
    if after and after in "-_(" and text[end + 1 : end + 2].isalnum():
        return False
    if _BEFORE.search(text, max(0, start - 44), start):
        return not (after == "=" or text[start - 1] == "<" and after != ">")
    if _ACCESS_LOG.match(text, end) or _LISTING.search(text, max(0, start - 40), start):
        return True
    return after == "@" and text[end + 1 : end + 2].isalnum()


def person_in_small(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a name in small letters is a person by what stands beside it: "ask mark about it", "mark said", "mark's laptop"."""
    word = tokens.word(first)
    before, gap = tokens.word(first - 1), tokens.gap(last + 1)
    if before in DETERMINERS and "," not in tokens.gap(first):
        return False
    given = word in GIVEN_NAMES or word in _SHORT or (len(word) < 5 and not is_english(word))
    plain = tokens.gap(first).strip(" ") == "" and first > 0
    if plain and (
        (before == "by" and tokens.word(first - 2) in BY) or (before == "to" and tokens.word(first - 2) in TO)
    ):
        return given or not is_english(word)
    if given and plain and before in _ASKED and word not in _NOT_ASKED:
        mark = gap.strip(" ")[:1]
        return _goes_on(tokens, last) if not mark else not (mark in "-_=" or mark.isdigit())
    if given and plain and before in _SAYS and word not in BASES - {"grant", "mark"}:
        return gap[:1] in (",", ".", "\n", ":", "") or tokens.word(last + 1) in (
            "in",
            "on",
            "at",
            "later",
            "when",
        )
    if (given and _signs(tokens, first, last)) or _in_charge(tokens, first, last, given=given):
        return True
    opens = begins_sentence(tokens, first) or before in _OPENING or tokens.gap(first)[-2:] == ", "
    if (
        given
        and gap == " "
        and tokens.word(last + 1) in SPEECH
        and tokens.word(last + 2) in ("me", "us", "that")
    ):
        return before not in DETERMINERS
    if gap == " " and opens:
        return _acts(tokens, first, last, given=given)
    return given and gap == "'" and tokens.word(last + 1) == "s" and tokens.word(last + 2) in BELONGINGS


def _signs(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a pronoun is tied to the name, or the line ends with a dash and the name: "can you and jay look? -bob"."""
    dash = tokens.gap(first)[-2:] in (" -", "\n-", "--", " ~", "- ")
    behind = tokens.gap(last + 1)
    ends = last + 1 == len(tokens.spans) and not behind.strip() or behind[:1] == "\n"
    if tokens.word(first - 1) == "and" and tokens.word(first - 2) in _PRONOUNS:
        return True  # "can you and jay look?"
    return dash and ends and not (tokens.gap(first)[-2:] == "- " and "\n" in tokens.gap(first))


def _in_charge(tokens: Tokens, first: int, last: int, *, given: bool) -> bool:
    """ "rae -> climb, kit -> ground", and the cells below "Who"."""
    if given and word_is_no_order(tokens.word(first)) and tokens.gap(last + 1).strip() in ("->", "=>", "→"):
        return begins_sentence(tokens, first) or tokens.gap(first) == ", "
    if "|" not in tokens.gap(first) or not alone(tokens, first, last):
        return False
    return in_people_column(tokens.text, tokens.spans[first][0])


def _goes_on(tokens: Tokens, last: int) -> bool:
    return last + 1 >= len(tokens.spans) or tokens.word(last + 1) in _GOES_ON or "\n" in tokens.gap(last + 1)


def _acts(tokens: Tokens, first: int, last: int, *, given: bool) -> bool:
    after, later = tokens.word(last + 1), tokens.word(last + 2)
    if after in SPEECH:
        return given or later in (
            "that",
            "us",
            "me",
            "him",
            "them",
            "everyone",
            "he",
            "she",
            "it",
            "we",
            "to",
            "they",
        )
    if not given:
        return False
    if after in ("is", "was"):
        return later in _DOING or (later.endswith("ing") and later not in _OF_THINGS)
    if after in ("has", "had"):
        return later in _HOLDS
    start = tokens.spans[first][0]
    timed = _CLOCK.search(tokens.lower, max(0, start - 16), start) is not None
    joined = tokens.word(first - 1) in _OPENING and word_is_no_order(tokens.word(first))
    past = after in _PAST or (after.endswith("ed") and len(after) > 4)
    return (past and joined) or (after in DEEDS and after.endswith("ed") and (later in _THINGS or timed))


def word_is_no_order(word: str) -> bool:
    """Whether a word cannot begin an order: "then mark completed jobs as stale"."""
    return word not in BASES and word not in _NOT_ASKED
