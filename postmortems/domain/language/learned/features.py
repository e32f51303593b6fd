"""A sentence as the pieces that are counted: stems, neighbours, and the families that its words belong to.

A family holds words that stand in like places of English text ("careless", "sloppy", "reckless"), so that a word nobody
has labelled is read by its relatives.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from postmortems.domain.language.actors import MARKS

_NAMES = {mark: kind.upper() for kind, mark in MARKS.items()}
_TOKEN = re.compile(rf"([{''.join(_NAMES)}])\1*|[a-z]+(?:'[a-z]+)?|[!?\"]|\d+")
_IRREGULAR = {
    form: stem
    for stem, forms in {
        "be": "was were is are been being", "have": "had has having", "do": "did does done doing", "go": "went gone going",
        "forget": "forgot forgotten", "know": "knew known", "think": "thought", "take": "took taken", "break": "broke broken",
        "make": "made making", "catch": "caught", "leave": "left", "see": "saw seen", "run": "ran", "write": "wrote written",
        "choose": "chose chosen", "give": "gave given", "get": "got gotten", "say": "said", "tell": "told", "keep": "kept",
        "lose": "lost", "mean": "meant", "send": "sent", "hide": "hid hidden", "bring": "brought", "find": "found",
    }.items()
    for form in forms.split()
}  # fmt: skip
_ENDINGS = ("ingly", "edly", "ing", "ied", "ies", "ed", "es", "ly", "s")


@lru_cache(maxsize=32768)
def stem(word: str) -> str:
    """The word without its ending, roughly: enough that "ignored" and "ignoring" are one."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("n't"):
        return stem(word[:-3]) + "n't"
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return _mended(word[: -len(ending)] + ("y" if ending in ("ied", "ies") else ""))
    return word.rstrip("e") if len(word) > 3 else word


def _mended(cut: str) -> str:
    if len(cut) > 3 and cut[-1] == cut[-2] and cut[-1] not in "sl":
        cut = cut[:-1]
    return cut.rstrip("e")


Token = tuple[str, int, int]


def tokens(marked: str) -> list[Token]:
    """The words of a sentence with its actors as marks (see `actors`): (word or kind of actor, start, end)."""
    return [(_NAMES.get(found[0][0], found[0]), *found.span()) for found in _TOKEN.finditer(marked)]


@lru_cache(maxsize=1)
def families() -> Mapping[str, str]:
    """Word to the name of its family."""
    lines = Path(__file__).with_name("families.txt").read_text(encoding="utf-8").splitlines()
    return {word: str(number) for number, line in enumerate(lines) for word in line.split()}


def _sides(words: list[str]) -> tuple[list[str], list[str]]:
    """The stems of a sentence with both of its ends, and the families of the same places."""
    family = families()
    stems = ["<s>", *[word if word.isupper() else stem(word) for word in words], "</s>"]
    kin = ["a?", *["a" + (word if word.isupper() else family.get(word, "?")) for word in words], "a?"]
    return stems, kin


def pieces(words: list[str]) -> set[str]:
    """All pieces of a sentence: each stem and family, two in a row, and two stems with a word between them."""
    stems, kin = _sides(words)
    found = {*stems, *kin}
    found.update([f"{one} {two}" for one, two in pairwise(stems)])
    found.update([f"{one} {two}" for one, two in pairwise(kin)])
    found.update([f"{one} _ {two}" for one, two in zip(stems, stems[2:], strict=False)])
    return found


def placed(words: list[str]) -> Iterator[tuple[str, int, int]]:
    """The same pieces, each with the first and the last place it is made of: 0 is the start of the sentence, 1 its first word."""
    stems, kin = _sides(words)
    for at, (one, two) in enumerate(zip(stems, kin, strict=True)):
        yield one, at, at
        yield two, at, at
    for at in range(len(stems) - 1):
        yield f"{stems[at]} {stems[at + 1]}", at, at + 1
        yield f"{kin[at]} {kin[at + 1]}", at, at + 1
    for at in range(len(stems) - 2):
        yield f"{stems[at]} _ {stems[at + 2]}", at, at + 2
