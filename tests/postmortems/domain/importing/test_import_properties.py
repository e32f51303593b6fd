"""What holds for any document: no line is lost, nothing is raised, time is bounded."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postmortems.domain.importing import account, parse_document

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


@settings(max_examples=200, deadline=None)
@given(st.lists(LINE, max_size=40).map("\n".join))
def test_no_line_of_a_generated_document_is_lost(text):
    assert account(parse_document(text), text) == []


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=600))
def test_no_line_of_any_text_is_lost(text):
    assert account(parse_document(text), text) == []


@settings(max_examples=100, deadline=None)
@given(st.lists(LINE, max_size=25).map("\n".join))
def test_the_same_document_is_read_the_same_way(text):
    assert parse_document(text) == parse_document(text)


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "word ",
        "[",
        "(",
        "**",
        "`",
        "~",
        "<",
        "> ",
        "1",
        ":",
        " ",
        "10:00 ",
        "a - ",
        "|",
        "\\",
        "#",
        "é",
        "\U0001f600",
    ],
)
def test_a_megabyte_of_one_piece_is_read_in_bounded_time(piece):
    began = time.perf_counter()
    parse_document(piece * (1_000_000 // len(piece)))
    assert time.perf_counter() - began < 20


@pytest.mark.parametrize(
    "line",
    [
        "## Timeline\n- 10:00 x",
        "- [ ] Add x",
        "```a",
        "<!-- ",
        "| a | b |",
        "a: b",
        "[[[[[[",
        "a\n=\n",
        "[a]: http://x.y",
    ],
)
def test_time_grows_with_the_length_and_not_faster(line):
    def seconds(number):
        text = f"{line}\n" * number
        began = time.perf_counter()
        parse_document(text)
        return time.perf_counter() - began

    seconds(50)
    small, large = min(seconds(1000) for _round in range(2)), seconds(4000)
    assert large < 10 * small + 0.5, (small, large)
