"""Where sentences begin and end, and whether a block of text is English."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postmortems.domain.language.words import words

LONGEST = 700  # no rule looks further, so that a text without full stops stays cheap

_END = re.compile(
    r"[.!?](?<!\be\.g.)(?<!\bi\.e.)(?<!\bvs.)(?<!\bapprox.)(?<![ (][a-z].)[.!?]*[)\"']*(?=\s|$)|\n|;(?=\s)"
)

_ENGLISH = words(
    "the a an and or of to in on at for with by from that this it is was were are be been not we i you they he she "
    "had has have did do will would should could our their its as but if when which who there no all so"
)
_FOREIGN = (
    words(
        "der die das und nicht wurde war wir ist ein eine den dem des mit auf von zu im sich auch nach bei hat haben hatte waren "
        "le la les des est une un et que qui pas nous dans pour sur avec ce cette il elle ont par "
        "el los las una y que no se por con para del al fue nos lo este esta "
        "het een niet van op dat voor met wij ze zijn werd bij ook naar geen "
        "il di che non per con sono della gli nel alla era "
        "o os um uma em foi com na do da ao mais nao"
    )
    - _ENGLISH
)
_FEW = 1  # a text in another language has more small words of it than one
_NOT_LATIN = re.compile(r"(?![\ua000-\ua01f])[\u0370-\uffff]")
_WORD = re.compile(r"(?![\ua000-\ua01f])[^\W\d_]+")


def sentences(work: str) -> Iterator[tuple[int, int]]:
    """The spans of the sentences of a working copy (see `mask`), none longer than `LONGEST`."""
    start = 0
    for mark in _END.finditer(work):
        if mark[0] == ";" and mark.end() - start < 40:
            continue
        yield from _pieces(work, start, mark.end())
        start = mark.end()
    yield from _pieces(work, start, len(work))


def _pieces(work: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST:
        cut = work.rfind(" ", start + 1, start + LONGEST)
        cut = cut if cut > start else start + LONGEST
        yield start, cut
        start = cut
    if start < end:
        yield start, end


def foreign_blocks(work: str) -> tuple[frozenset[str], bool]:
    """The blocks of a working copy that are not English, and whether they are more than half of it."""
    seen = set(_WORD.findall(work))
    if len(seen & _FOREIGN) <= _FEW and not _NOT_LATIN.search(work):
        return frozenset(), False
    blocks = [block for block in work.split("\n") if block.strip()]
    skipped = frozenset(block for block in blocks if foreign(block))
    return skipped, sum(len(block) for block in blocks if block in skipped) * 2 > sum(map(len, blocks))


def foreign(block: str) -> bool:
    """Whether a block reads as a language other than English: more of its small words are foreign, or few letters are Latin."""
    words = _WORD.findall(block)
    if len(words) < 4:
        return bool(words) and all(not word.isascii() and ord(word[0]) > 0x24F for word in words)
    latin = sum(ord(word[0]) < 0x250 for word in words)
    if latin * 2 < len(words):
        return True
    english = sum(word in _ENGLISH for word in words)
    other = sum(word in _FOREIGN for word in words)
    return other > english and other >= 2
