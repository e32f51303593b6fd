"""What a name does in a sentence, and how likely a word with another meaning is a person: "Grace to look into it", "Ruby and Ilka"."""

from __future__ import annotations

import re

from postmortems.domain.redaction.positions import DETERMINERS, Tokens, begins_sentence, person_acts
from postmortems.domain.redaction.words import BASES, DEEDS, GIVEN_NAMES, MONTHS, SPEECH, is_word, section

_AUXILIARY = section("auxiliary")
_PLACE_IN = section("place_in")
_TIME_IN = section("time_in")
_ADVERBS = section("present_adverbs") | section("between")
_JOINING = section("joining")
_PAST = section("past")
_OPENS = re.compile(r"(?:\|[ \t]*|\n[ \t>]*(?:[-*•+]|\d{1,2}[.)])[ \t]+)[*_]{0,2}$")
_ORDINAL = re.compile(r"\d(?:st|nd|rd|th)(?: of)? $")
_CLOSES = re.compile(r"[*_]{0,2}[ \t]*(?:\||\n)")
_REQUESTS = frozenset(("check", "review", "investigate", "ping", "confirm"))
_HUMAN_DEEDS = section("human_deeds") | section("errands") | _REQUESTS
_WILL_DO = section("will_do") - frozenset(("open", "check", "update", "take", "send", "lead", "own"))
_AWAY = section("away")
_ERRANDS = section("errands")
REGIONS = section("regions")
_BUSY = section("busy")
_SEASONAL = section("seasonal")
_HUMAN_ONLY = section("human_only")
_ROW_DEEDS = section("row_deeds")
# The time of a row, of a timeline or a table, right before its first word.
_ROW = re.compile(r"\d:\d\d(?::\d\d)?(?: ?[AaPp][Mm])?(?: [A-Z]{2,4})?[\])]?[ \t:|–—-]{1,5}[*_]{0,2}$")
_DAYS = section("days")
_DAY = re.compile(r",? \d")
_VERSION = re.compile(
    r"(?!\d\d\.\d\d(?![\d.]))v?\d{1,2}\.\d{1,4}(?:\.\d{1,4})?(?![\w:]| ?(?:%|[kKMG]?B\b|[ap]m\b|[A-Z]{3,4}\b))"
)
LAWS = section("laws")
_TOWNS = frozenset(
    ("city", "county", "bay", "beach", "falls", "springs", "valley", "island", "islands", "heights",
    "olympics", "paralympics", "festival", "games", "marathon", "championship", "championships", "league", "centre", "center", "school", "college", "university",
    "hospital", "library", "airport", "station", "stadium", "arena", "tower", "gym", "gymnasium", "building", "annex", "wing", "campus", "dormitory", "auditorium", "laboratory", "theatre", "museum", "avenue", "foundation", "institute", "award", "awards", "prize", "act", "terminal")
)  # fmt: skip
_OF_PLACES = frozenset(("community", "memorial", "medical", "primary", "high", "public", "state", "national", "international", "central", "regional", "general", "grand", "health", "sports", "shopping"))  # fmt: skip
_STORMS = frozenset(("hurricane", "storm", "typhoon", "cyclone"))
_STATES = section("states")
_PROGRAMS_DO = section("not_acts")


def rules_verb(tokens: Tokens, last: int) -> bool:
    """Whether a verb of any kind seems to follow: "Grace extended the window", "Will was first", "Sam: on it"."""
    gap, word = tokens.gap(last + 1), tokens.word(last + 1)
    if gap[:1] == ":" and begins_sentence(tokens, last):
        return True
    return (
        bool(gap)
        and gap.strip(" ") == ""
        and (word in _AUXILIARY or word in _PAST or (word.endswith("ed") and len(word) > 4))
    )


def intends(tokens: Tokens, first: int, last: int) -> bool:
    """Whether somebody is to do something or is said to have done it: "Grace to file the ticket", "Ilka probably has the key"."""
    if tokens.gap(last + 1) != " " or not (
        begins_sentence(tokens, first) or tokens.word(first - 1) in _JOINING
    ):
        return False
    word, after = tokens.word(last + 1), tokens.word(last + 2)
    if word == "to" and begins_sentence(tokens, first):
        return (after in BASES or after in _ERRANDS) and tokens.gap(last + 2) == " "
    if word in ("will", "can", "should") and begins_sentence(tokens, first):
        return after in _HUMAN_DEEDS
    if word in _ADVERBS:
        return after in _AUXILIARY or after in SPEECH or after in DEEDS or after in ("knows", "knew", "meant")
    if word in ("is", "was"):
        return (after in ("on", "out", "off") and tokens.word(last + 3) in _AWAY) or after in (
            "sick",
            "afk",
            "oncall",
        )
    return False


def intends_errand(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a name that is a product's too is to do what programs never do: "Julia will email the members"."""
    errand = tokens.word(last + 2) in _HUMAN_DEEDS or tokens.word(last + 2) in _WILL_DO
    return (
        tokens.gap(last + 1) == " "
        and tokens.word(last + 1) == "will"
        and errand
        and begins_sentence(tokens, first)
    )


def has_done(tokens: Tokens, first: int, last: int) -> bool:
    """Whether something that people do was done: "Summer has worked on the keys", "Grace is looking into it"."""
    if not begins_sentence(tokens, first) or tokens.gap(last + 1) != " ":
        return False
    word, after = tokens.word(last + 1), tokens.word(last + 2)
    if word in ("has", "had", "have"):
        if after == "been":
            return tokens.word(last + 3) in _BUSY
        return (after in SPEECH or after in DEEDS or after == "worked") and after not in _SEASONAL
    return word in ("is", "was") and after in _BUSY


def tied(tokens: Tokens, first: int, last: int) -> bool:
    """Whether "and" or a stroke ties the word to a name that means nothing else: "Ruby and Ilka", "Grace/Anton"."""
    for index, gap in ((last + 2, last + 1), (first - 2, first)):
        joined = tokens.word(gap if index > last else first - 1) in ("and", "or") and tokens.titled(index)
        if joined and tokens.word(index) in GIVEN_NAMES and not is_word(tokens.word(index)):
            return True
    return False


def _somebody(tokens: Tokens, index: int) -> bool:
    """Whether what "and" ties to a name may be somebody: "Will and the team", not "Will and testament"."""
    word = tokens.word(index)
    return (
        tokens.titled(index)
        or word in DETERMINERS
        or word in ("i", "me", "he", "she", "they", "we", "you")
        or word in GIVEN_NAMES
    )


def may_be_person(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a word that has another meaning, written with a capital, is likelier a known person than that meaning."""
    before, gap = tokens.word(first - 1), tokens.gap(first)
    if any(mark in gap[-1:] for mark in "/.-_=#$") or before in DETERMINERS:
        return False
    after = tokens.gap(last + 1)
    if gap[-1:] == "(" and after[:1] == ")":
        return tokens.word(first) in GIVEN_NAMES
    if tokens.titled(last + 1) and after == " ":
        return False
    if tokens.word(first) in MONTHS and (
        after[:2].strip()[:1].isdigit()
        or gap[-2:].strip()[-1:].isdigit()
        or before in _TIME_IN
        or _ORDINAL.search(tokens.text, max(0, tokens.spans[first][0] - 8), tokens.spans[first][0])
    ):
        return False
    if begins_sentence(tokens, first):
        return (
            after[:1] == "'"
            or after.strip() in (",", "&", "+")
            or (tokens.word(last + 1) in ("and", "or") and _somebody(tokens, last + 2))
            or (after[:1] == "/" and tokens.titled(last + 1))
        )
    return before not in _PLACE_IN and not (tokens.titled(first - 1) and gap == " ")


def alone(tokens: Tokens, first: int, last: int) -> bool:
    """Whether nothing else stands in the cell of a table or in the item of a list."""
    before = tokens.text[max(0, tokens.spans[first][0] - 12) : tokens.spans[first][0]]
    after = tokens.text[tokens.spans[last][1] : tokens.spans[last][1] + 6]
    opens = _OPENS.search(before) or (tokens.spans[first][0] < 12 and _OPENS.search("\n" + before))
    return bool(opens) and _CLOSES.match(after + ("\n" if len(after) < 6 else "")) is not None


def numbered(tokens: Tokens, last: int) -> bool:
    """Whether a version or a date makes the word a program or a day: "Hugo 0.119", "Sun 4 June"."""
    end = tokens.spans[last][1]
    if tokens.text[end : end + 1] in (" ", ","):
        day = tokens.word(last) in _DAYS and _DAY.match(tokens.text, end) is not None
        return day or _VERSION.match(tokens.text, end + 1) is not None
    return False


def elsewhere(tokens: Tokens, last: int) -> bool:
    """Whether the word is a town or a program: "Austin, TX", "Jackson Wyoming", "Hugo 0.119"."""
    gap, after = tokens.gap(last + 1), tokens.word(last + 1)
    if numbered(tokens, last):
        return True
    if gap not in (" ", ", ") or not tokens.titled(last + 1):
        return False
    start, end = tokens.spans[last + 1]
    if gap == " " and after in _OF_PLACES and tokens.gap(last + 2) == " " and tokens.titled(last + 2):
        return tokens.word(last + 2) in _TOWNS
    return (
        after in REGIONS
        or (gap == " " and after in _TOWNS)
        or (gap == ", " and after in _STATES and tokens.text[start:end].isupper())
    )


def did_by_hand(tokens: Tokens, first: int, last: int) -> bool:
    """Whether an unknown word does what only people do ("Imke looked at the graphs"), or acts in a row of a timeline ("10:02 Imke rolled back")."""
    if (
        tokens.gap(last + 1).strip("*_`") != " "
        or tokens.text[tokens.spans[last][0] : tokens.spans[last][1]].isupper()
    ):
        return False
    word, after = tokens.word(last + 1), tokens.word(last + 2)
    if word in ("did", "does", "didn", "doesn", "couldn") and after in ("not", "t"):
        word = tokens.word(last + 3)
        return word in (
            "know",
            "see",
            "notice",
            "remember",
            "think",
            "realise",
            "realize",
            "want",
            "understand",
            "hear",
            "have",
        )
    if word in ("log", "logged", "logs") and after not in ("in", "into", "on"):
        return False
    opens = (
        begins_sentence(tokens, first)
        or tokens.word(first - 1) in _JOINING
        or tokens.word(first - 1) in ("then", "as")
    )
    if word in _HUMAN_ONLY and opens:
        return word not in ("ran", "runs", "left", "went") or after in (
            "the",
            "a",
            "for",
            "to",
            "through",
            "over",
            "home",
            "back",
        )
    start = tokens.spans[first][0]
    # Programs restart too, people restart something.
    alike = word.startswith(("restart", "stop", "scale", "update", "change", "drain", "kill"))
    if alike and after not in ("the", "a", "an", "our", "all", "both", "it", "one", "two", "every"):
        return False
    return word in _ROW_DEEDS and _ROW.search(tokens.text, max(0, start - 24), start) is not None


def saying(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a name is a law's or a storm's: "Murphy's law", "hurricane Katrina"."""
    if tokens.gap(last + 1) == "'" and tokens.word(last + 1) == "s" and tokens.word(last + 2) in LAWS:
        return True
    return tokens.gap(first) == " " and tokens.word(first - 1) in _STORMS


def at_work(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a name that is a product's too does what programs do not: "Ruby reverted the change"."""
    return (
        begins_sentence(tokens, first)
        and person_acts(tokens, last)
        and tokens.word(last + 1) not in _PROGRAMS_DO
    )
