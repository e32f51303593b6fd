"""Joining two people's texts: nobody's line may disappear."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from postmortems.domain.merging import MOST_LINES, merge, together

# Few different lines, so that repeated lines and blank ones, which mislead a line matcher, come up all the time.
LINES = st.lists(
    st.sampled_from(["", "a", "b", "c", "- one", "- two", "the disk was full", "  "]), max_size=9
)


@st.composite
def edited(draw, lines: list[str], mark: str) -> list[str]:
    """`lines` after some insertions, deletions and changes, each inserted line naming its author."""
    result = list(lines)
    for number in range(draw(st.integers(0, 4))):
        place = draw(st.integers(0, len(result)))
        kind = draw(st.sampled_from(["insert", "delete", "change", "copy"]))
        if kind == "insert":
            result.insert(place, f"{mark}{number}")
        elif kind == "copy" and result:
            result.insert(place, draw(st.sampled_from(result)))
        elif place < len(result):
            result[place : place + 1] = [] if kind == "delete" else [f"{result[place]} {mark}{number}"]
    return result


@st.composite
def pairs(draw):
    """(base, mine, theirs) as texts."""
    base = draw(LINES)
    mine, theirs = draw(edited(base, "M")), draw(edited(base, "T"))
    return "\n".join(base), "\n".join(mine), "\n".join(theirs)


@settings(max_examples=500)
@given(pairs())
def test_no_added_line_of_either_side_disappears(texts):
    base, mine, theirs = texts
    found = merge(base, mine, theirs)
    was, merged = Counter(base.split("\n")), Counter(found.text.split("\n"))
    for side in (mine, theirs):
        for line in Counter(side.split("\n")) - was:
            assert merged[line] >= 1, (line, found)


@settings(max_examples=300)
@given(pairs())
def test_a_line_goes_only_when_a_side_took_it_away(texts):
    base, mine, theirs = texts
    found = merge(base, mine, theirs)
    kept = Counter(base.split("\n")) & Counter(mine.split("\n")) & Counter(theirs.split("\n"))
    if not found.conflict:
        # A repeated line may have been taken away once by each side, at two places.
        once = {line for line, count in Counter(base.split("\n")).items() if count == 1}
        assert not [line for line in once & kept.keys() if line not in found.text.split("\n")]


@settings(max_examples=120)
@given(pairs())
def test_a_conflict_shows_every_line_of_both(texts):
    base, mine, theirs = texts
    found = merge(base, mine, theirs)
    if found.conflict:
        unchanged = Counter(base.split("\n"))
        shown = Counter(found.text.split("\n"))
        for side in (mine, theirs):
            assert not [line for line in Counter(side.split("\n")) - unchanged if not shown[line]]


@settings(max_examples=120)
@given(LINES, LINES)
def test_one_side_alone_is_taken_whole(base, other):
    base, other = "\n".join(base), "\n".join(other)
    assert merge(base, other, base).text == other
    assert merge(base, base, other).text == other
    assert not merge(base, other, other).conflict


def test_changes_in_different_lines_are_joined():
    found = merge("one\ntwo\nthree\nfour", "ONE\ntwo\nthree\nfour", "one\ntwo\nthree\nFOUR")
    assert (found.text, found.conflict) == ("ONE\ntwo\nthree\nFOUR", False)


def test_lines_added_at_both_ends_are_joined():
    assert merge("a", "a\nmine", "theirs\na").text == "theirs\na\nmine"


def test_the_same_line_changed_twice_is_a_conflict_with_both():
    found = merge("one\ntwo", "one\nTWO", "one\n2")
    assert found.conflict
    assert "TWO" in found.text and "2" in found.text.split("\n")


def test_a_text_too_long_to_compare_is_left_to_a_person():
    base = "\n".join(["x"] * (MOST_LINES + 1))
    found = merge(base, base + "\nmine", "theirs\n" + base)
    assert found.conflict
    assert "mine" in found.text and "theirs" in found.text


@given(LINES, LINES)
def test_two_texts_together_hold_every_line_of_both(mine, theirs):
    found = Counter(together("\n".join(mine), "\n".join(theirs)).split("\n"))
    for lines in (mine, theirs):
        assert not Counter(line for line in lines if line.strip()) - found


def test_what_two_texts_share_is_written_once():
    assert together("a\n\nmine", "a\n\ntheirs") == "a\n\ntheirs\nmine"
    assert together("same", "same") == "same"
