"""Where sentences begin and end, and whether a block of text is English."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postmortems.domain.language.words import words

LONGEST = 700  # no rule looks further, so that a text without full stops stays cheap

# A set of characters comes first, as it is searched for many times faster than anything else.
_END = re.compile(
    r"[.!?\n;](?:(?<=\n)|(?<=;)(?=\s)|(?<![\n;])(?<!\be\.g.)(?<!\bi\.e.)(?<!\bvs.)(?<!\bapprox.)(?<![ (][a-z].)"
    r"[.!?]*[)\"']*(?=\s|$))"
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
_FOREIGN_WORDS = frozenset(word.encode() for word in _FOREIGN)
_FEW = 1  # a text in another language has more small words of it than one
_NOT_LATIN = re.compile(r"[\u0370-\u1fff\u2c00-\u9fff\ua020-\uffff]")
_WORD = re.compile(r"(?![\ua000-\ua01f])[^\W\d_]+")


def sentences(work: str, start: int, end: int) -> list[tuple[int, int]]:
    """The spans of the sentences of one line of a working copy (see `mask`), none longer than `LONGEST`."""
    spans: list[tuple[int, int]] = []
    for mark in _END.finditer(work, start, end):
        stop = mark.end()
        if stop - start < 40 and mark[0] == ";":
            continue
        spans.append((start, stop))
        start = stop
    if start < end:
        spans.append((start, end))
    if spans and spans[-1][1] - spans[0][0] <= LONGEST:
        return spans
    return [piece for span in spans for piece in _pieces(work, *span)]


def _pieces(work: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST:
        cut = work.rfind(" ", start + 1, start + LONGEST)
        cut = cut if cut > start else start + LONGEST
        yield start, cut
        start = cut
    if start < end:
        yield start, end


def foreign_lines(work: str, lines: list[list[bytes]], vocabulary: set[bytes]) -> tuple[frozenset[int], bool]:
    """The lines of a working copy that are not English, by number, and whether they are more than half of it.

    `lines` are the words of each line, `vocabulary` all of them.
    """
    strange = not work.isascii() and _NOT_LATIN.search(work) is not None
    if not strange and len(vocabulary & _FOREIGN_WORDS) <= _FEW:
        return frozenset(), False
    blocks = work.split("\n")
    few = [
        number
        for number, words in enumerate(lines)
        if not _FOREIGN_WORDS.isdisjoint(words) and sum(map(_FOREIGN_WORDS.__contains__, words)) > _FEW
    ]
    if strange:
        few += [number for number, block in enumerate(blocks) if not block.isascii()]
    skipped = frozenset(number for number in few if blocks[number].strip() and foreign(blocks[number]))
    read = sum(len(block) for block in blocks if block.strip()) if skipped else 0
    return skipped, sum(len(blocks[number]) for number in skipped) * 2 > read


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
