"""Who acts in a sentence: people and groups become marks that the rules can name.

"The on-call engineer failed to look" becomes the same sentence with every character of *The on-call engineer*
replaced by one mark, so positions hold. A role that is half of a thing ("the operator pod") stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter

from postmortems.domain.language.mask import fold
from postmortems.domain.language.people import (
    BEFORE_ROLE,
    DEPARTMENTS,
    DETERMINERS,
    GIVEN_NAMES,
    MANAGED,
    ORGANISATIONS,
    PRONOUNS,
    ROLES,
    SHY_NAMES,
    SHY_ROLES,
    STOPS,
    THINGS,
    UNNAMED,
)
from postmortems.domain.language.words import words

MARKS = {"person": "\ua000", "they": "\ua001", "we": "\ua002", "you": "\ua003", "org": "\ua004"}
ANY = "\ua000-\ua004"

_TOKEN = re.compile(r"[^\W\d_]\w*+(?:-[^\W_]\w*+)*+|@[^\W\d_]\w*+(?:-[^\W_]\w*+)*+")
_OF = re.compile(
    rf"([{ANY}]++) +(?:(?:of|on|in|from|at|within|over at) +[{ANY}]+|on +(?:duty|call|shift|watch)|in +charge|[a-z0-9](?= +[a-z]+ed| +(?:ran|broke|made|did|was|had))|involved|responsible(?! for)|present|concerned)(?=[ ,.;:!?]|$)"
)
_WORD_OF = itemgetter(0)
_COUNTS = words("one two three several many few other same")
_WE_GROUP = re.compile(r"(?:our|my) ")
_ONE_OF = re.compile(r"\b(?:one|some|two|several|all|both|members?|part|parts) +of +$")


ACTORS = frozenset(PRONOUNS) | ROLES | ORGANISATIONS | GIVEN_NAMES | DEPARTMENTS
_DESCRIBES = BEFORE_ROLE | ORGANISATIONS  # "Rogers staff" are people
_OPENERS = words("management leadership ops qa devs dev admins humans members pms executives")
# After one of these, a department at the start of a sentence acts: "Support did not escalate".
_FINITE = words(
    "did does has had was never failed forgot ignored missed should could would didn't doesn't hasn't refused neglected knew "
    "overlooked pushed deployed broke skipped dropped took waited decided also then simply again kept keeps insisted told refuses claimed closed said"
)


Token = re.Match[str]


@dataclass(frozen=True)
class Roster:
    """The people a postmortem knows, as small-letter words that start a name or handle."""

    names: frozenset[str] = frozenset()
    full: tuple[str, ...] = ()

    @property
    def pattern(self) -> re.Pattern[str] | None:
        """What finds any of the full names and handles in a working copy; None for an empty roster."""
        return _roster_pattern(self.full)


@lru_cache(maxsize=64)
def _roster_pattern(full: tuple[str, ...]) -> re.Pattern[str] | None:
    if not full:
        return None
    longest_first = sorted(full, key=len, reverse=True)
    return re.compile(r"(?<![\w])@?(?:" + "|".join(map(re.escape, longest_first)) + r")(?![\w])")


def roster(people: Iterable[object]) -> Roster:
    """Read people given as names, as mappings with `name` and `handles`, or as objects with those attributes."""
    full: set[str] = set()
    names: set[str] = set()
    name: str
    handles: Iterable[str]
    for person in people:
        if isinstance(person, str):
            name, handles = person, ()
        elif isinstance(person, Mapping):
            name, handles = person.get("name", ""), person.get("handles", ())
        else:
            name, handles = getattr(person, "name", ""), getattr(person, "handles", ())
        clean = " ".join(fold(name).split())
        full |= {clean, *(fold(handle).strip().lstrip("@") for handle in handles)}
        parts = [part for part in clean.split(" ") if len(part) > 2]
        names |= set(parts[:1]) | set(parts[-1:])
    return Roster(
        frozenset(names),
        tuple(sorted(word for word in full if len(word) > 1 and word not in SHY_NAMES | STOPS | DETERMINERS)),
    )


def mark(work: str, original: str, known: Roster) -> str:
    """The sentence `work` (small letters) with its actors as marks; `original` is the same sentence as written.

    Without any actor the answer is `work` itself, the same object.
    """
    tokens = list(_TOKEN.finditer(work))
    actors = [
        at
        for at, word in enumerate(map(_WORD_OF, tokens))
        if word in ACTORS or word in known.names or "-" in word or word[0] == "@"
    ]
    if not known.full and not actors:
        return work
    chars = list(work)
    if known.pattern:
        for found in known.pattern.finditer(work):
            _paint(chars, found.start(), found.end(), "person")
    for at in actors:
        pronoun = None if _is_option(tokens[at], work) else PRONOUNS.get(tokens[at][0])
        if pronoun:
            _paint(chars, *tokens[at].span(), pronoun)
        else:
            _mark_word(at, tokens, chars, work, original, known)
    marked = "".join(chars)
    if marked == work:
        return work
    return _OF.sub(lambda m: m[1][0] * len(m[0]), marked)


def _is_option(token: Token, work: str) -> bool:
    """Whether the word is the name of a command's option, as the "i" of "cp -i"."""
    return len(token[0]) == 1 and work[max(0, token.start() - 1) : token.start()] == "-"


def _mark_word(
    at: int, tokens: list[Token], chars: list[str], work: str, original: str, known: Roster
) -> None:
    """Paint the noun phrase that ends in the word, if the word is an actor."""
    end, word = tokens[at].end(), tokens[at][0]
    kind = _kind(at, tokens, work, original, known)
    if not kind:
        return
    first = _first(at, tokens, work)
    if kind == "person" and word in _GROUPS and _WE_GROUP.match(work, first):
        kind = "we"
    _paint(chars, first, end, kind)


_GROUPS = words("team teams staff people engineers developers operators group company")


def _paint(chars: list[str], start: int, end: int, kind: str) -> None:
    chars[start:end] = MARKS[kind] * (end - start)


def _kind(at: int, tokens: list[Token], work: str, original: str, known: Roster) -> str:
    """What kind of actor the word is, or ""."""
    start, word = tokens[at].start(), tokens[at][0]
    if word[0] == "@":
        return "person"
    if original[start].isupper() and (word in known.names or _is_given_name(word, start)):
        return "person"
    if word in ORGANISATIONS:
        named = original[start].isupper() or word in UNNAMED
        return "org" if named and not _half_of_a_thing(at, tokens, work) else ""
    return "person" if _is_role(at, tokens, work) else ""


def _is_given_name(word: str, start: int) -> bool:
    return word in GIVEN_NAMES and (word not in SHY_NAMES or start > 2)


def _is_role(at: int, tokens: list[Token], work: str) -> bool:
    """Whether the word names a person or group by what they do, and not a thing of theirs."""
    word = tokens[at][0]
    if at == 0 and word in DEPARTMENTS:
        return len(tokens) > 1 and tokens[1][0] in _FINITE
    head = _head(word)
    software = word == "manager" and at and tokens[at - 1][0] in MANAGED
    if software or head not in ROLES or _half_of_a_thing(at, tokens, work):
        return False
    shy = head == "oncall" or (head in SHY_ROLES and "-" not in word)
    return not shy or _introduced(at, tokens)


def _head(word: str) -> str:
    """The word that decides: "oncall" for on-call, "member" for team-member-1, the last part of a compound."""
    if word == "on-call":
        return "oncall"
    parts = [part for part in word.split("-") if part]
    numbered = len(parts) > 1 and (parts[-1].isdigit() or len(parts[-1]) == 1)
    return parts[-2] if numbered else parts[-1]


def _half_of_a_thing(at: int, tokens: list[Token], work: str) -> bool:
    """Whether the next word makes this one a mere modifier: "operator pod", "team dashboard"."""
    if at + 1 >= len(tokens):
        return False
    start, word = tokens[at + 1].start(), tokens[at + 1][0]
    gap = work[tokens[at].end() : start]
    if gap not in (" ", "-", "  "):
        return False
    if tokens[at][0].endswith("s") and tokens[at][0] not in ("ops", "devops", "aws"):
        return gap == "-"  # "engineers check" has a verb where "engineer check" has a noun
    return gap == "-" or word in THINGS or word.rsplit("-", 1)[-1] in ROLES


def _introduced(at: int, tokens: list[Token]) -> bool:
    if at == 0:
        return tokens[at][0] in _OPENERS
    before = tokens[at - 1][0]
    by = before == "by" and tokens[at][0] in _OPENERS
    if by or before in DETERMINERS or before in BEFORE_ROLE or before == "s":  # "the vendor's admin"
        return True
    described = before not in STOPS and not _verb_like(before)
    return described and at > 1 and tokens[at - 2][0] in DETERMINERS


def _first(at: int, tokens: list[Token], work: str) -> int:
    """Where the noun phrase that ends in this word begins: its article, or its first describing word."""
    first = tokens[at].start()
    reach = first
    for step in range(1, 6):
        if at - step < 0:
            break
        (start, end), word = tokens[at - step].span(), tokens[at - step][0]
        if work[end:first].strip(" -") or word in STOPS or word in PRONOUNS or _verb_like(word):
            break
        first = start
        if word in DETERMINERS:
            counted = at > step and word in _COUNTS and tokens[at - step - 1][0] in DETERMINERS
            return _with_one_of(tokens[at - step - counted].start(), work)
        describes = word in _DESCRIBES or any(part in BEFORE_ROLE for part in word.split("-"))
        if describes and not work[end:reach].strip(" -"):
            reach = start
    return reach


def _verb_like(word: str) -> bool:
    """Whether a word before a role is rather the verb that has the role as its object."""
    return word not in BEFORE_ROLE and (
        word.endswith(("ed", "ing")) or word in ("let", "gave", "told", "made", "broke", "got")
    )


def _with_one_of(first: int, work: str) -> int:
    found = _ONE_OF.search(work, max(0, first - 16), first)
    return found.start() if found else first
