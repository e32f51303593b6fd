"""Where a name of the roster that is also a word, written with a capital, is provably the word: anywhere else it is the person."""

from __future__ import annotations

import re

from postmortems.domain.redaction.acts import intends, tied
from postmortems.domain.redaction.english import is_english
from postmortems.domain.redaction.positions import (
    ADDRESSING,
    DETERMINERS,
    ROLES,
    Tokens,
    begins_sentence,
    person_stands,
)
from postmortems.domain.redaction.words import (
    BASES,
    COMMON,
    DEEDS,
    FAMILY_NAMES,
    GIVEN_NAMES,
    MONTHS,
    PLACES,
    PRODUCTS,
    SPEECH,
    section,
)

_AUXILIARY = section("auxiliary") | frozenset(
    ("were", "have", "wouldn", "won", "shouldn", "hadn", "doesn", "don", "aren", "who", "ll", "ve")
)
_ADVERBS = section("present_adverbs") | section("between")
_PAST = section("past")
_DAYS = section("days")
_LEADS = section("before_names")
_OBJECTS = section("verbs_like_names")
_SOFTWARE_BEFORE = section("software_before")
_SOFTWARE_DOES = section("software_does")
_FUNCTION = section("function_words")
_TIME_IN = section("time_in") | frozenset(("this", "every", "and", "or", "to", "through"))
_PARTS = frozenset(("up", "off", "out", "the", "a", "an", "this", "that", "it", "down", "back", "his", "her"))
_WAS = frozenset(("was", "is", "has", "had", "said", "asked"))
_SHOUTED = (
    BASES
    | COMMON
    | MONTHS
    | (PRODUCTS - PLACES)
    | frozenset(("max", "will", "chase", "skip", "grant", "art", "long"))
)
_CONTRACTED = frozenset(("doesn", "didn", "isn", "wasn", "hasn", "couldn"))
_MARKUP = '*_`"“”~ '
_CLOCK = re.compile(r"\d:\d\d(?::\d\d)?(?: ?[AP]M)?(?: [A-Z]{2,4})?[\])]?[ \t:|-]{0,4}[*_`]{0,2}$")


def shouted_or_measured(tokens: Tokens, first: int, last: int) -> bool:
    """Whether the word is written in capitals where nobody speaks ("git reset --hard HEAD"), or a figure is told of it ("Max: 300 ms")."""
    start, end = tokens.spans[first][0], tokens.spans[last][1]
    if re.match(r" ?[:=] ?[\d<>~$]", tokens.text[end : end + 4]):
        return True
    word = tokens.word(first)
    if not tokens.text[start:end].isupper() or end - start < 2 or _speech(tokens, last):
        return False
    if word in GIVEN_NAMES and word not in _SHOUTED:
        return False
    return not (tokens.word(first - 1) in ADDRESSING or person_stands(tokens, first, last))


def common_here(tokens: Tokens, first: int, last: int) -> bool:
    """Whether the word can only be meant as the word that it also is."""
    start, end = tokens.spans[first][0], tokens.spans[last][1]
    word = tokens.word(first)
    if _glued(tokens, start, end):
        return True
    if word in _FUNCTION:
        return _function(tokens, first, last)
    if word in MONTHS:
        return _month(tokens, first, last)
    if word in PRODUCTS:
        return _product(tokens, first, last)
    if tokens.word(first - 1) in DETERMINERS and tokens.gap(first).strip(_MARKUP) == "":
        return True
    if _in_term(tokens, first, last):
        return True
    return begins_sentence(tokens, first) and not _timed(tokens, first) and _opens(tokens, first, last)


def plainly_term(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a capital in the middle of a sentence belongs to a term or stands behind "the"."""
    start, end = tokens.spans[first][0], tokens.spans[last][1]
    led = tokens.word(first - 1) in DETERMINERS and tokens.gap(first).strip(_MARKUP) == ""
    return led or _glued(tokens, start, end) or _in_term(tokens, first, last)


def _function(tokens: Tokens, first: int, last: int) -> bool:
    """Whether "An" and "Do" are what they are for everybody: not in the middle of a sentence, and not before "was"."""
    if begins_sentence(tokens, first):
        return tokens.word(first) not in ("an", "do", "le", "la", "ho") or not (
            tokens.gap(last + 1) == " " and tokens.word(last + 1) in _WAS
        )
    return tokens.titled(first - 1) or tokens.titled(last + 1) or tokens.gap(first).strip(" (") != ""


def _timed(tokens: Tokens, first: int) -> bool:
    """Whether the time of a log or a timeline stands right before the word, and something is told of it."""
    start = tokens.spans[first][0]
    if _CLOCK.search(tokens.text, max(0, start - 24), start) is None:
        return False
    word = tokens.word(first)
    after = tokens.word(first + 1)
    return word in GIVEN_NAMES and after not in _OBJECTS


def _speech(tokens: Tokens, last: int) -> bool:
    return tokens.gap(last + 1) == " " and tokens.word(last + 1) in SPEECH


def _glued(tokens: Tokens, start: int, end: int) -> bool:
    """Whether the word is part of an identifier, a path or a compound: "Max-Age", "/Page/", "Grace_Period"."""
    text = tokens.text
    before, after, behind = text[start - 1 : start], text[end : end + 1], text[end + 1 : end + 2]
    if before and before in "-_=#$.\\" and text[start - 2 : start - 1].isalnum():
        return True
    if after and after in "-_=(.\\" and (behind.isalnum() or after == "("):
        return True
    return (before == "/" and not text[start - 2 : start - 1].isalpha()) or (before == "/" and after == "/")


def _follows(tokens: Tokens, last: int) -> str:
    """What stands between the word and the next one, without the marks of emphasis."""
    return tokens.gap(last + 1).lstrip('*_`"”~)')


def _verbal(tokens: Tokens, last: int, *, given: bool) -> bool:
    """Whether something is said of the word: an auxiliary, a deed, a past, "then restarted", "spins up the node"."""
    word, after = tokens.word(last + 1), tokens.word(last + 2)
    if word in _AUXILIARY or word in SPEECH or word in DEEDS or word in _PAST:
        return True
    if (word.endswith("ed") and len(word) > 4) or (after == "d" and tokens.gap(last + 2) == "'"):
        return True  # "Max ack'd"
    if word in _ADVERBS or (word.endswith("ly") and len(word) > 4):
        return given or after in SPEECH or after in DEEDS or after in _PAST
    return given and word.endswith("s") and not word.endswith("ss") and after in _PARTS


def _opens(tokens: Tokens, first: int, last: int) -> bool:
    """At the start of a sentence, a line or a cell: whether the word is an order, a label or the head of a compound."""
    word, gap = tokens.word(first), _follows(tokens, last)
    given = word in GIVEN_NAMES
    if gap.strip(" \t") == "" and last + 1 < len(tokens.spans) and gap:
        if tokens.titled(last + 1):
            return False
        told = given and word not in ("will", "may", "can")
        return not (_verbal(tokens, last, given=told) or intends(tokens, first, last))
    mark = gap.strip()[:1]
    if mark == "'" or not mark or gap[:1] == "\n":
        return not (mark == "'" or given or _listed(tokens, first))
    if mark in "/&+":
        return not (tokens.titled(last + 1) and (given or tokens.word(last + 1) in GIVEN_NAMES))
    return not (given or mark in ",)|?")


def _listed(tokens: Tokens, first: int) -> bool:
    """Whether a name that is no given name stands alone behind a mark of a list or in the last cell of a row."""
    before = tokens.gap(first).rstrip(_MARKUP)[-1:]
    return before in ("-", "|", "@", "—", ":", ">") or first == 0


def _in_term(tokens: Tokens, first: int, last: int) -> bool:
    """Whether capitals beside the word make it part of a term: "Page Rules", "Landing Page", "Black Friday"."""
    return _before_capital(tokens, first, last) or _behind_capital(tokens, first)


def _before_capital(tokens: Tokens, first: int, last: int) -> bool:
    if tokens.gap(last + 1) != " " or not tokens.titled(last + 1):
        return False
    word, after = tokens.word(first), tokens.word(last + 1)
    start, end = tokens.spans[last + 1]
    given, order = word in GIVEN_NAMES, word in BASES and begins_sentence(tokens, first)
    if end - start == 1 or ((after in _DAYS or after in MONTHS) and given):
        return False
    if after in FAMILY_NAMES or not is_english(after):
        return not given or order
    if tokens.text[start:end].isupper():
        return not given or order or end - start > 5
    return True


def _behind_capital(tokens: Tokens, first: int) -> bool:
    if tokens.gap(first) != " " or not tokens.titled(first - 1):
        return False
    before = tokens.word(first - 1)
    start, end = tokens.spans[first - 1]
    if before in _LEADS or before in ROLES or before in _DAYS or before in SPEECH or before in DEEDS:
        return False
    if before in GIVEN_NAMES and not is_english(before):
        return False
    if tokens.word(first) not in GIVEN_NAMES:
        return True
    opens = begins_sentence(tokens, first - 1)
    return not (tokens.text[start:end].isupper() or (opens and before.endswith(("ing", "ed", "ly"))))


def _month(tokens: Tokens, first: int, last: int) -> bool:
    """A month stays one unless somebody acts, owns or is tied to a name."""
    gap, after = _follows(tokens, last), tokens.word(last + 1)
    if tied(tokens, first, last) or (gap[:1] == "'" and tokens.word(first - 1) not in _TIME_IN):
        return False
    if gap.strip(" ") == "" and gap:
        if (
            after in _CONTRACTED
            or after in SPEECH
            or after in _PAST
            or after in DEEDS
            or intends(tokens, first, last)
        ):
            return tokens.word(first - 1) in _TIME_IN - {"after", "before", "since"}
        if after in ("was", "is", "has", "had") and not begins_sentence(tokens, first):
            return tokens.word(first - 1) in _TIME_IN
    return not (gap[:1] == ":" and begins_sentence(tokens, first) and tokens.word(first) in GIVEN_NAMES)


def _product(tokens: Tokens, first: int, last: int) -> bool:
    """A product or a place stays one where programs stand and do what programs do."""
    word, gap = tokens.word(first), _follows(tokens, last)
    if word not in GIVEN_NAMES or word in COMMON or tokens.word(first - 1) in _SOFTWARE_BEFORE | DETERMINERS:
        return True
    if _in_term(tokens, first, last) or gap.strip()[:1].isdigit() or gap[:1] in ("-", "."):
        return True
    plain = gap.strip(" ") == "" and bool(gap)
    after = tokens.word(last + 1)
    if begins_sentence(tokens, first):
        return not (plain and after in SPEECH) and not (gap[:1] == "'" and after == "s")
    return plain and after in _SOFTWARE_DOES
