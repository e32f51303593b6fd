"""Where a person stands in a sentence: asked, thanked, said, "by X", "X's shift", "X (on call)"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from postmortems.domain.redaction.english import is_english
from postmortems.domain.redaction.words import BASES, DEEDS, GIVEN_NAMES, SPEECH, section

_TOKEN = re.compile(r"[^\W\d_]+")

ADDRESSING = section("addressing")
ROLES = section("roles")
BY = section("by")
TO = section("to")
_WANTING = frozenset(
    ("need", "needs", "needed", "want", "wants", "wanted", "get", "expect", "allow", "asked", "ask")
)
_GIVEN_BY = section("given_by")
_TOGETHER = section("together")
BELONGINGS = section("belongings")
_BETWEEN = section("between")
_STATE = section("state")
DETERMINERS = section("determiners")
BROUGHT = frozenset(("looped", "pulled", "brought", "roped", "dialed", "dialled", "loop", "pull", "bring"))
_MADE = frozenset(
    (
        "change",
        "changes",
        "decision",
        "mistake",
        "error",
        "edit",
        "edits",
        "call",
        "commit",
        "request",
        "typo",
    )
)
TITLES = section("titles")
_RANKS = section("ranks")
_TEAMS = section("team_nouns")
_APPOSITION = re.compile(
    r"\s*[,(]\s*(?:our|the|an?|who|then|currently|on|from)?\s*(?:[a-z-]+\s+){0,2}?([a-z]+)"
)


@dataclass(frozen=True)
class Tokens:
    """The words of a view with their places; digits and underscores part them, as they part a name in a handle."""

    text: str
    lower: str
    spans: Sequence[tuple[int, int]]
    words: Sequence[str]
    capitals: Sequence[int]
    places: Mapping[str, Sequence[int]]

    def word(self, index: int) -> str:
        """The word at an index in lower case, or "" beyond either end."""
        return self.words[index] if 0 <= index < len(self.words) else ""

    def gap(self, index: int) -> str:
        """What stands between the word at index - 1 and the word at index, at most its last 12 and first 12 characters."""
        start = self.spans[index - 1][1] if index > 0 else 0
        end = self.spans[index][0] if index < len(self.spans) else len(self.text)
        if end - start > 24:
            return self.text[start : start + 12] + "\n" + self.text[end - 12 : end]
        return self.text[start:end]

    def titled(self, index: int) -> bool:
        """Whether the word begins with a capital."""
        return 0 <= index < len(self.spans) and self.text[self.spans[index][0]].isupper()


def tokenize(text: str, lower: str) -> Tokens:
    """The words of a folded text."""
    spans = [match.span() for match in _TOKEN.finditer(text)]
    words = [lower[start:end] for start, end in spans]
    capitals = [index for index, (start, _) in enumerate(spans) if text[start].isupper()]
    places: dict[str, list[int]] = {}
    for index, word in enumerate(words):
        places.setdefault(word, []).append(index)
    return Tokens(text, lower, spans, words, capitals, places)


def at(tokens: Tokens, anchors: frozenset[str]) -> list[int]:
    """The places of the anchors among the words, in order."""
    return sorted(index for word in anchors & tokens.places.keys() for index in tokens.places[word])


def at_words(tokens: Tokens, anchors: frozenset[str], pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Matches of a pattern that begins with one of the anchors: a look at the words is far cheaper than a look at every letter."""
    for index in at(tokens, anchors):
        match = pattern.match(tokens.text, tokens.spans[index][0])
        if match:
            yield match


def begins_sentence(tokens: Tokens, first: int) -> bool:
    """Whether nothing but the start of a sentence, a line, a table cell or a list stands before the word."""
    gap = tokens.gap(first)
    return first == 0 or "\n" in gap or any(mark in gap for mark in '.!?:;|>*#"[')


def _spoken_of(tokens: Tokens, after: int) -> bool:
    """Whether what follows makes the word a person: "X said", "X's shift", "X was paged", "X (on call)"."""
    word, gap = tokens.word(after), tokens.gap(after)
    if gap == "'" and word == "s":
        return tokens.word(after + 1) in BELONGINGS and tokens.gap(after + 1) == " "
    if gap.strip(" ") == "" and gap:
        if word in SPEECH:
            return True
        if word == "who":
            return tokens.word(after + 1) in SPEECH or tokens.word(after + 1).endswith("ed")
        if word in _BETWEEN:
            return tokens.word(after + 1) in SPEECH or (word != "both" and tokens.word(after + 1) in DEEDS)
        if word in ("from", "in", "at", "on") and tokens.word(after + 1) in ("the", "our", "their"):
            return _says_later(tokens, after) or _of_team(tokens, after)
        if word in ("was", "is", "were", "had", "will"):
            return tokens.word(after + 1) in _STATE and tokens.word(after + 2) not in ("by", "port")
    return False


def _of_team(tokens: Tokens, after: int) -> bool:
    """ "X from the network team"."""
    return tokens.word(after) == "from" and any(tokens.word(after + step) in _TEAMS for step in (2, 3, 4))


def _says_later(tokens: Tokens, after: int) -> bool:
    """Whether the one in a place says something: "X at the ferry desk says"."""
    for step in (3, 4, 5):
        if tokens.gap(after + step) != " ":
            return False
        if tokens.word(after + step) in SPEECH:
            return True
    return False


def _apposed(tokens: Tokens, after: int) -> bool:
    """ "X, our DBA" and "X (on call)"."""
    gap = tokens.gap(after)
    if not gap.lstrip().startswith((",", "(")) or after >= len(tokens.spans):
        return False
    start = tokens.spans[after - 1][1]
    if gap == ", " and tokens.word(after) == "who":
        return True
    match = _APPOSITION.match(tokens.lower, start, min(len(tokens.lower), start + 60))
    return bool(match and match.group(1) in ROLES)


def _addressed(tokens: Tokens, first: int) -> bool:
    """Whether what stands before makes the word a person: "asked X", "thanks to X", "reviewed by X", "our DBA X"."""
    word, gap = tokens.word(first - 1), tokens.gap(first)
    if first == 0:
        return False
    if gap == ", " and word in ROLES and tokens.gap(first + 1)[:1] == ",":
        return True  # "The DBA, Vasiliki, suggested"
    if gap == " (" and word in ROLES and tokens.gap(first + 1)[:1] == ")" and _only_name(tokens.word(first)):
        return True  # "the vendor's engineer (Ikaika)"
    plain = gap.strip(" *_`@") == "" or gap.strip() in (".", ":")
    if not plain or "\n" in gap:
        return False
    if gap.strip() == ":":
        return word in ROLES or word in (
            "cc",
            "by",
            "author",
            "authors",
            "attendees",
            "participants",
            "ic",
            "contact",
        )
    if word in _RANKS and tokens.titled(first - 1) and gap in (". ", "."):
        return True  # "Col. Rathore"
    if word in ADDRESSING or word in ROLES or (word in TITLES and tokens.titled(first - 1)):
        return gap.strip(" *_`@") == "" or word in ("mr", "mrs", "ms", "dr", "prof", "cc", *TITLES)
    return _wanted(tokens, first) or _paired(tokens, first)


def _wanted(tokens: Tokens, first: int) -> bool:
    """ "let X know", "we need X to lead this"."""
    word, after = tokens.word(first - 1), tokens.word(first + 1)
    if word == "let":
        return after == "know"
    return word in _WANTING and after == "to" and tokens.word(first + 2) in BASES


def _paired(tokens: Tokens, first: int) -> bool:
    """Whether two words before the name make it a person: "reviewed by X", "handed to X", "a note from X", "met with X"."""
    word, before = tokens.word(first - 1), tokens.word(first - 2)
    if word == "from":
        given = before in _GIVEN_BY or tokens.gap(first - 1)[-3:] == "+1 "
        return given and _only_name(tokens.word(first))
    if word == "with":
        return before in _TOGETHER and _only_name(tokens.word(first))
    if word == "in":
        return before in BROUGHT and tokens.gap(first - 1) == " "
    if word == "by" and before == "made" and _only_name(tokens.word(first)):
        return any(tokens.word(first - step) in _MADE for step in (3, 4, 5))
    return (word == "by" and before in BY) or (word == "to" and before in TO)


def _only_name(word: str) -> bool:
    return word in GIVEN_NAMES or not is_english(word)


def person_stands(tokens: Tokens, first: int, last: int) -> bool:
    """Whether the words first..last stand where only a person stands."""
    return (
        _addressed(tokens, first)
        or _spoken_of(tokens, last + 1)
        or _apposed(tokens, last + 1)
        or _with_me(tokens, first, last + 1)
    )


def _with_me(tokens: Tokens, first: int, after: int) -> bool:
    """ "Ask and I will go", "my name is Drew"."""
    if tokens.word(first - 1) == "is" and tokens.word(first - 2) == "name" and tokens.gap(first) == " ":
        return True
    joined = tokens.gap(after) == " " and tokens.word(after) == "and" and tokens.gap(after + 1) == " "
    return joined and tokens.word(after + 1) in ("i", "myself")


def person_acts(tokens: Tokens, last: int) -> bool:
    """Whether a deed follows ("X restarted the pod"); a machine may stand here too."""
    gap, word = tokens.gap(last + 1), tokens.word(last + 1)
    return bool(gap) and gap.strip(" ") == "" and word in DEEDS


def closing_point(tokens: Tokens, last: int) -> int:
    """1 when the point of an initial ("Priya N. confirmed") belongs to the name, else 0."""
    start, end = tokens.spans[last]
    return int(
        end - start == 1
        and tokens.titled(last)
        and re.match(r"\.(?: [a-z(|&/+–—-]|[,)\n;:|/*_]|\Z)", tokens.text[end : end + 3]) is not None
    )
