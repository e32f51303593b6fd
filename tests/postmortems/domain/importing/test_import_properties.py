"""What holds for any document: no line is lost, nothing is raised, reading ends."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postmortems.domain.importing import account, parse_document
from tests import hostile

WORD = st.text(
    st.characters(categories=["L", "N", "P", "S"], exclude_characters="\r\n"), min_size=1, max_size=12
)
WORDS = st.lists(WORD, min_size=1, max_size=8).map(" ".join)
HEADING = st.sampled_from(
    ["Summary", "Impact", "Timeline", "Timeline (UTC)", "Root cause", "Contributing factors", "Action items", "Lessons learned",
     "What went wrong", "Stats", "Attendees", "Zebra", "Details", "Logs", "2024-01-02", "13:05", "Resolution"]
)  # fmt: skip
STAMP = st.sampled_from(
    ["10:02 UTC", "2024-01-02 10:00", "~9:00 AM", "Jan 14, 10:18 AM", "[10:02]", "+2m", "2024-05-?? HH:mm"]
)
LINE = st.one_of(
    WORDS,
    st.just(""),
    st.just(""),
    st.tuples(st.integers(1, 5), HEADING).map(lambda pair: f"{'#' * pair[0]} {pair[1]}"),
    HEADING.map(lambda title: f"**{title}**"),
    HEADING.map(lambda title: f"{title}:"),
    HEADING.map(str.upper),
    st.tuples(HEADING, WORDS).map(": ".join),
    st.tuples(st.sampled_from(["- ", "* ", "1. ", "  - ", "    * ", "- [ ] ", "- [x] ", "> "]), WORDS).map("".join),
    st.tuples(STAMP, WORDS).map(" - ".join),
    st.tuples(STAMP, WORDS).map(lambda pair: f"| {pair[0]} | {pair[1]} |"),
    st.tuples(STAMP, WORDS).map(lambda pair: f"- {pair[0]}: {pair[1]}"),
    st.lists(WORDS, min_size=2, max_size=4).map(lambda cells: f"| {' | '.join(cells)} |"),
    st.sampled_from(["|---|---|", "---", "+++", "```", "~~~", "===", "<!--", "-->", "<!-- x -->", "|| a || b ||", "[a]: https://x.example/1", "see [a]", "\t- x"]),
    st.tuples(HEADING, WORDS).map(lambda pair: f"| {pair[0]} | {pair[1]} |"),
)  # fmt: skip


@settings(max_examples=200)
@given(st.lists(LINE, max_size=40).map("\n".join))
def test_no_line_of_a_generated_document_is_lost(text):
    assert account(parse_document(text), text) == []


@settings(max_examples=150)
@given(st.text(max_size=600))
def test_no_line_of_any_text_is_lost(text):
    assert account(parse_document(text), text) == []


@settings(max_examples=100)
@given(st.lists(LINE, max_size=25).map("\n".join))
def test_the_same_document_is_read_the_same_way(text):
    assert parse_document(text) == parse_document(text)


@pytest.mark.parametrize("piece", [*hostile.DOCUMENT, "word ", "(", "**", "~", "<"])
def test_reading_ends_whatever_is_repeated(piece):
    text = hostile.repeated(piece, 50_000)
    assert account(parse_document(text), text) == []
