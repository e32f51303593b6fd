"""Rules that an organisation adds: phrases that are read as whole words, with actors, and reading ends."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postmortems.domain.language import (
    MOST_PHRASES,
    MOST_RULES,
    OwnRule,
    UnreadablePhrase,
    check,
    read_phrase,
)
from postmortems.domain.language import RULES as ALL

RULES = frozenset(rule.id for rule in ALL)


def own(*phrases, **more):
    return OwnRule("O1", "Ours", "character", "warn", phrases, "Because.", **more)


def found(text, *phrases, scope="text", **more):
    result = check(text, scope=scope, own=(own(*phrases, **more),), silenced=RULES)
    return [one.excerpt for one in result.findings]


@pytest.mark.parametrize(
    ("phrase", "text", "excerpts"),
    [
        ("goldfish", "A Goldfish memory, goldfishes.", ["Goldfish"]),
        ("goldfish*", "A goldfish memory, goldfishes.", ["goldfish", "goldfishes"]),
        ("big red button", "The big   red button, the big red buttons.", ["big   red button"]),
        ("{who} went cowboy", "The on-call engineer went cowboy.", ["The on-call engineer went cowboy"]),
        ("{who} went cowboy", "The cron job went cowboy.", []),
        ("{we} winged it", "We winged it. They winged it.", ["We winged it"]),
        ("don't-care", "A don’t-care attitude.", ["don’t-care"]),
        ("goldfish", '`goldfish` and "goldfish" and\n\n> goldfish\n', []),
    ],
)
def test_phrases(phrase, text, excerpts):
    assert found(text, phrase) == excerpts


@pytest.mark.parametrize(
    "phrase",
    [
        "",
        "(a+)+",
        "a.*b",
        "{robot} ran",
        "{who}",
        "it",
        "a* b*",
        "x" * 81,
        "[abc] word",
        "\\bword",
        "word\x00",
    ],
)
def test_what_is_no_phrase_is_refused(phrase):
    with pytest.raises(UnreadablePhrase):
        read_phrase(phrase)


def test_scope_suggestion_and_severity():
    assert not found("goldfish", "goldfish", scope="comment", scopes=frozenset({"text"}))
    [one] = check("Goldfish here.", own=(own("goldfish", suggestion="a ____"),), silenced=RULES).findings
    assert (one.suggestion, one.severity, one.why, one.rule) == ("A ____", "warn", "Because.", "O1")


@settings(max_examples=60)
@given(st.text(alphabet=st.sampled_from('goldfish ab.\n😀é`"*{}[]\u0301'), max_size=300))
def test_spans_are_places_of_the_text(text):
    last = 0
    for one in check(text, own=(own("goldfish*", "{who} fish"),)).findings:
        assert last <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == one.excerpt
        last = one.end


def test_as_many_rules_as_allowed_are_read_to_the_end():
    rules = tuple(
        OwnRule(
            f"O{n}",
            "Ours",
            "character",
            "warn",
            tuple(f"word{n}x{m}* again*" for m in range(MOST_PHRASES)),
            "Why.",
        )
        for n in range(MOST_RULES)
    )
    hostile = ("word1x1" + "a" * 200 + " ") * 400
    findings = check(hostile, own=rules).findings
    assert len(findings) == 0 and check("word1x1 again", own=rules).findings
