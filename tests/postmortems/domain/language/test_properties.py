"""Whatever the text, the answer is bounded and its places are places of the text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postmortems.domain.language import SCOPES, check
from postmortems.domain.language.mask import prose_of
from tests import hostile
from tests.postmortems.domain.language.scoring import rows

PIECES = [row["text"] for row in rows()][::9]
ODD = [
    "🙂",
    "👩🏽‍💻",
    "e\u0301",
    "İ",
    "ß",
    "\u200f",
    "\u202e",
    "\x00",
    "\r\n",
    "\n",
    "\n\n",
    "```",
    "`",
    "> ",
    "- ",
    "| ",
    '"',
    "'",
    "**",
    "[",
    "](",
    "<!--",
    "\ua000",
    "\ua010",
    "\U000e0041",
    "  ",
    "@",
]
TEXTS = st.one_of(
    st.text(max_size=400),
    st.lists(st.sampled_from(PIECES + ODD), max_size=14).map("".join),
    st.lists(st.one_of(st.sampled_from(PIECES + ODD), st.text(max_size=8)), max_size=14).map(" ".join),
)


@settings(max_examples=250)
@given(text=TEXTS, scope=st.sampled_from(SCOPES))
def test_every_span_is_valid_sorted_and_apart(text, scope):
    result = check(text, scope=scope, people=["Quill Okafor"])
    end = 0
    for finding in result.findings:
        assert end <= finding.start < finding.end <= len(text)
        assert text[finding.start : finding.end] == finding.excerpt
        assert finding.suggestion or finding.question
        end = finding.end


@settings(max_examples=200)
@given(text=TEXTS)
def test_the_working_copy_keeps_every_place(text):
    assert len(prose_of(text)) == len(text)


@settings(max_examples=60)
@given(text=TEXTS)
def test_the_same_text_gets_the_same_answer(text):
    assert check(text) == check(text)


@settings(max_examples=60)
@given(
    before=st.sampled_from(["", "🙂 ", "e\u0301 ", "\u200f", "Intro.\n\n"]),
    piece=st.sampled_from(["The operator failed to check.", "We should have tested it."]),
)
def test_what_stands_before_moves_the_places_only(before, piece):
    alone, moved = check(piece).findings, check(before + piece).findings
    assert [f.start + len(before) for f in alone] == [f.start for f in moved]


@pytest.mark.parametrize(
    "text",
    [
        *(hostile.repeated(piece, 15_000) for piece in hostile.LANGUAGE),
        "*" * 5000 + "_" * 5000,
        "the team " * 3000 + "failed to",
        "not " * 5000 + "to blame",
        "@" * 5000 + "a@" * 3000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_reading_ends_whatever_is_repeated(text):
    assert all(0 <= f.start < f.end <= len(text) for f in check(text, scope="comment").findings)


def test_a_long_text_gets_the_findings_of_its_parts():
    page = " ".join(row["text"] for row in rows()[:200])
    once, thrice = check(page).findings, check("\n\n".join([page] * 3)).findings
    assert [f.excerpt for f in thrice] == [f.excerpt for f in once] * 3
