"""Replacements keep meaning and stay consistent; warnings point to people who are not named."""

from __future__ import annotations

import pytest

from postmortems.domain.redaction import Lists, Person, Pseudonyms, context_warnings, redact, scan

LISTS = Lists(
    people=(Person("Tim Head", ("thead",)), Person("Priya Raman", (), "Incident commander")),
    customers=("Acme Freight Ltd",),
    internal_domains=("corp.example.com",),
    internal_words=("fritz", "billing-core"),
)


def test_one_person_keeps_one_name_in_every_form() -> None:
    text = "Tim asked. Tim Head and @thead agreed, T. Head's note went to tim.head@example.org."
    after, _ = redact(text, LISTS)
    assert after == (
        "Responder 1 asked. Responder 1 and Responder 1 agreed, Responder 1's note went to [email of Responder 1]."
    )


def test_names_stay_the_same_across_texts_and_through_json() -> None:
    memory = Pseudonyms()
    redact("Sean paged Tim about Acme Freight.", LISTS, pseudonyms=memory)
    again = Pseudonyms.from_json(memory.to_json())
    after, _ = redact("Tim told Acme Freight. Claudio and Sean listened.", LISTS, pseudonyms=again)
    assert after == "Responder 1 told Customer 1. Person 2 and Person 1 listened."


def test_a_memory_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="pseudonyms"):
        Pseudonyms.from_json("[1]")


def test_the_role_of_the_roster_is_the_label() -> None:
    assert redact("Priya's shift ended.", LISTS)[0] == "Incident commander's shift ended."


def test_services_and_hosts_get_neutral_names() -> None:
    after, _ = redact("Writes from billing-core to db-prod-03 and fritz stopped; db-prod-03 was full.", LISTS)
    assert after == "Writes from Service A to host-1 and Service B stopped; host-1 was full."


def test_a_first_name_shares_the_name_of_the_full_one() -> None:
    assert redact("Matteo Ricci joined. Matteo left.")[0] == "Person 1 joined. Person 1 left."


def test_a_link_with_a_password_is_reported_as_a_secret() -> None:
    (finding,) = scan("See postgres://app:pa55word@db.corp.example.com/orders now.", LISTS)
    assert (finding.kind, finding.replacement) == ("secret", "[secret]")
    assert finding.excerpt == "postgres://app:pa55word@db.corp.example.com/orders"


def test_accents_written_as_marks_belong_to_the_span() -> None:
    text = "Then No\u0301va\u0301 left."
    (finding,) = scan(text, Lists((Person("Kris Nóvá"),)))
    assert finding.excerpt == "No\u0301va\u0301"


@pytest.mark.parametrize(
    ("text", "excerpt"),
    [
        ("We woke the only night-shift DBA at 3.", "the only night-shift DBA"),
        ("The mail went to our new hire.", "our new hire"),
        ("The Sr. Director of Security called.", "The Sr. Director of Security"),
        ("Only the release captain may do this.", "release captain"),
    ],
)
def test_context_that_points_to_one_person_is_warned_of(text: str, excerpt: str) -> None:
    (warning,) = context_warnings(text, {"release captain": 1, "engineer": 12})
    assert warning.excerpt == excerpt == text[warning.start : warning.end]
    assert warning.sentence == text and warning.why


def test_a_role_held_by_many_is_no_warning() -> None:
    assert context_warnings("An engineer restarted the pod and the engineers met.", {"engineer": 12}) == ()


WORDS_AS_NAMES = ("Mark", "Will", "Grace", "Summer", "Rich", "Hope", "Chase")
PLACES_OF_PEOPLE = (
    "We paged {} and waited.",
    "The fix by {} went out.",
    "- {}: on it",
    "{} and Tim joined.",
    "{} will look into it.",
    "{} to check the logs",
    "let {} know",
    "{} has been looking",
    "| 10:02 | {} | rolls back |",
    "{}, can you look?",
)


@pytest.mark.parametrize("place", PLACES_OF_PEOPLE)
def test_a_person_whose_name_is_a_word_is_found_where_people_stand(place: str) -> None:
    for name in WORDS_AS_NAMES:
        found = scan(place.format(name), Lists((Person(f"{name} Okonkwo"),)))
        assert any(name in finding.excerpt for finding in found), place.format(name)


@pytest.mark.parametrize(
    "text",
    [
        "Will the job run? Mark the row and grace the page.",
        "In summer the rich text editor loads a third of the pages.",
        "We hope that the chase for the lock ends.",
        "MARK AND SWEEP took 40 s; Rich-Text was off.",
    ],
)
def test_the_same_words_are_left_alone_elsewhere(text: str) -> None:
    people = tuple(Person(f"{name} Okonkwo") for name in WORDS_AS_NAMES)
    assert [finding.excerpt for finding in scan(text, Lists(people)) if finding.kind == "person"] == []
