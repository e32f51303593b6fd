"""The difference between two texts, for a person."""

from hypothesis import given
from hypothesis import strategies as st

from postmortems.domain.comparing import compare, word_counts

TEXTS = st.text(alphabet="ab \n.", max_size=60)


@given(TEXTS, TEXTS)
def test_each_side_can_be_read_back_from_the_difference(before, after):
    found = compare(before, after)
    if any(line.sign == "…" for line in found.lines):
        return
    old = "\n".join("".join(p.text for p in line.pieces) for line in found.lines if line.sign in "- ")
    new = "\n".join("".join(p.text for p in line.pieces) for line in found.lines if line.sign in "+ ")
    assert (old, new) == (before, after)


def test_only_the_changed_words_are_marked():
    found = compare("the disk was full", "the disk was nearly full")
    marked = [p.text.strip() for line in found.lines for p in line.pieces if p.changed]
    assert marked == ["nearly"]
    assert (found.added, found.removed) == (1, 0)


def test_long_unchanged_stretches_are_left_out_and_counted():
    text = "\n".join(f"line {n}" for n in range(40))
    found = compare(text, text + "\nmore")
    assert [line.pieces[0].text for line in found.lines if line.sign == "…"] == ["38 lines unchanged"]


def test_words_are_counted_both_ways():
    assert word_counts("one two three", "one four") == (1, 2)
    assert compare("same", "same").same
