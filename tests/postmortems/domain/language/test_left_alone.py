"""What the coach leaves alone, and what it sees through."""

import pytest

from postmortems.domain.language import check

BLAMING = "The operator failed to check the lease."


def rules(text, **more):
    return [finding.rule for finding in check(text, **more).findings]


def test_the_plain_sentence_is_found():
    assert rules(BLAMING) == ["C1"]


@pytest.mark.parametrize(
    "text",
    [
        f"> {BLAMING}\n",
        f"```\n{BLAMING}\n```\n",
        f"~~~ log\n{BLAMING}\n~~~\n",
        f"The log:\n\n    {BLAMING}\n",
        f"A customer wrote: “{BLAMING}”",
        f'A customer wrote: "{BLAMING}"',
        "The call `operator failed to check` is the name of a state.",
        "See https://example.com/the-operator-failed-to-check for more.",
        "See [the log](https://example.com/human-error).",
        "2024-03-01 12:00:00 ERROR operator failed to check the lease",
        "[ERROR] the operator failed to check the lease",
        "Mar  1 12:00:00 web-1 sshd[212]: the operator failed to check the lease",
        "Run git blame on the file.",
        "Our blameless review starts at ten.",
        f"---\nsummary: {BLAMING}\n---\nThe review starts at ten.",
        f"<!-- {BLAMING} -->\nThe review starts at ten.",
        "This is not about human error.",
        "No one is to blame for this outage.",
        "We looked at the tool, rather than blaming the engineer.",
        "Der Betreiber hat es nicht geprüft, und das war die Schuld von niemandem in der Firma.",
    ],
)
def test_it_is_left_alone(text):
    assert rules(text) == []


def test_an_open_fence_covers_the_rest():
    assert rules(f"Text.\n```\n{BLAMING}\n") == []


def test_rejecting_blame_spares_only_blame():
    assert "B1" in rules("This is not about human error, but we should have tested it.")


@pytest.mark.parametrize(
    "text",
    [
        f"# What happened\n\n{BLAMING}\n",
        f"- first\n- {BLAMING}\n",
        f"- first\n    - {BLAMING}\n",
        f"1. first\n2. {BLAMING}\n",
        f"| time | event |\n|---|---|\n| 14:02 | {BLAMING} |\n",
        "The **operator** _failed_ to check the lease.",
        "The operator of the team, who had been on the call since that morning\nfailed to check the lease.",
        "It was Monday.\r\nThe operator failed to check the lease.\r\n",
        "The operator\u00a0failed to check the lease.",
    ],
)
def test_markdown_is_seen_through_and_places_are_kept(text):
    (finding,) = [f for f in check(text).findings if f.rule == "C1"]
    assert "failed" in finding.excerpt.replace("_", "")
    assert text[finding.start : finding.end] == finding.excerpt


def test_two_cells_of_a_table_are_two_sentences():
    assert rules("| the operator | failed to start |\n|---|---|\n") == []


def test_the_second_line_of_a_list_item_belongs_to_it():
    text = "- the long first line of an item that goes on below, since the operator\n  failed to check the lease\n"
    assert rules(text) == ["C1"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The probe failed to start.", False),
        ("The operator failed to check.", True),
        ("The operator pod failed to check in.", False),
        ("The gate should have blocked it.", False),
        ("He should have checked.", True),
        ("The team dashboard failed to load.", False),
        ("The senior on-call database engineer from the payments team failed to look.", True),
        ("The engineer who had been on the call since noon failed to look.", True),
        ("Engineers should be able to see the plan.", False),
        ("We should add an alert.", False),
        ("We should have tested this.", True),
        ("This should have been caught in review.", True),
        ("The request should have been rejected by the gateway.", False),
    ],
)
def test_the_subject_decides(text, found):
    grave = [f for f in check(text).findings if f.severity != "nudge" and f.category != "naming"]
    assert bool(grave) is found


def test_people_of_the_roster_are_actors_and_named():
    people = [{"name": "Quill Okafor", "handles": ["qokafor"]}]
    assert rules("Quill Okafor failed to check the lease.", people=people) == ["C1"]
    assert rules("qokafor restarted the node.", people=people) == ["J7"]
    assert rules("Quill restarted the node.", people=people) == []
    assert rules("Quill failed to check the lease.", people=people) == ["C1"]
    assert rules("Quill Okafor restarted the node.") == []


def test_people_may_be_names_or_objects():
    class Person:
        name = "Quill Okafor"
        handles = ("qokafor",)

    for people in (["Quill Okafor"], [Person()], [{"name": "Quill Okafor"}]):
        assert rules("Quill Okafor restarted the node.", people=people) == ["J7"]


def test_scopes_add_their_rules():
    assert rules("Who approved this?") == []
    assert rules("Who approved this?", scope="comment") == ["L2"]
    assert rules("Improve monitoring.") == []
    assert rules("Improve monitoring.", scope="action") == ["M3"]
    assert rules("A brief hiccup.") == []
    assert rules("A brief hiccup.", scope="public") == ["I2"]


def test_an_unknown_scope_or_grade_is_refused():
    with pytest.raises(ValueError, match="scope"):
        check("Text.", scope="poem")
    with pytest.raises(ValueError, match="severity"):
        check("Text.", regraded={"C1": "loud"})


def test_rules_can_be_silenced_and_regraded():
    assert rules(BLAMING, silenced=frozenset({"C1"})) == []
    (finding,) = check(BLAMING, regraded={"C1": "nudge"}).findings
    assert finding.severity == "nudge"


def test_another_language_is_named_and_not_read():
    result = check(
        "Die Ursache war ein Fehler, und der Betreiber hat das nicht geprüft. Das war nicht gut für die Kunden."
    )
    assert (result.language, result.findings) == ("other", ())
    assert check("障害が発生しました。担当者は確認しませんでした。").language == "other"


def test_an_english_paragraph_beside_another_language_is_read():
    text = (
        "Der Dienst war um 14 Uhr nicht mehr zu erreichen, und die Leitung war voll.\n\nThe report of that day is below, with all of its parts.\n\n"
        + BLAMING
    )
    assert rules(text) == ["C1"]


def test_nothing_is_empty():
    assert check("").language == "empty"
    assert check(" \n\t \u200b").language == "empty"
    assert check("").words == 0
