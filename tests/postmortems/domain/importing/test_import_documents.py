"""Whole documents: those written for these tests in the styles of other houses, and the shared ones where they exist."""

import json
from pathlib import Path

import pytest

from postmortems.domain import templates
from postmortems.domain.factors import factor_type
from postmortems.domain.importing import account, parse_document

HERE = Path(__file__).parent
OWN = json.loads((HERE / "own.json").read_text())
COUNTED = json.loads((HERE / "counted.json").read_text())
SHARED = HERE.parents[4] / "shared" / "data" / "postmortems"


def _unplaced_share(doc, text):
    return sum(len(f"{item.heading} {item.body}".split()) for item in doc.unplaced) / len(text.split())


def _check(doc, text):
    assert account(doc, text) == []
    assert _unplaced_share(doc, text) <= 0.10
    assert doc.title
    assert templates.template(doc.template_key).kind == doc.kind
    for section in doc.sections:
        assert templates.section(section.key), section.key
    for factor in doc.factors:
        assert factor.factor_key == "" or factor_type(factor.factor_key), factor
    for item in (*doc.events, *doc.actions, *doc.factors):
        assert item.source.strip()
        assert 1 <= item.line <= len(text.split("\n"))


@pytest.mark.parametrize("name", OWN)
def test_a_document_in_a_known_style_is_read_whole(name):
    text = (HERE / "documents" / name).read_text()
    doc = parse_document(text, filename=name)
    _check(doc, text)
    expected = OWN[name]
    assert len(doc.events) == expected["events"]
    assert len(doc.actions) == expected["actions"]
    assert len(doc.factors) == expected["factors"]
    assert set(expected["sections"]) <= {section.key for section in doc.sections}
    assert all(event.at is not None for event in doc.events), "every row of these documents has a time"


@pytest.mark.parametrize("name", COUNTED)
def test_a_shared_document_gives_what_was_counted_by_eye(name):
    if not (SHARED / name).exists():
        pytest.skip("the shared documents are not here")
    text = (SHARED / name).read_text()
    doc = parse_document(text, filename=name)
    _check(doc, text)
    for key in ("events", "actions", "factors"):
        assert len(getattr(doc, key)) == COUNTED[name][key], key


def test_rows_keep_their_own_words():
    doc = parse_document((HERE / "documents" / "pagerduty.md").read_text())
    assert [event.text for event in doc.events][:2] == ["Re-index job starts", "Queue depth passes 200,000"]
    assert doc.events[1].at.isoformat() == "2023-05-14T09:40:00+00:00"
    assert doc.events[0].source_url == "https://ci.example.com/job/77"
    first = doc.actions[0]
    assert (first.title, first.owner_text, str(first.due), first.ticket_url) == (
        "Add a time limit to the re-index job",
        "Ines Duarte",
        "2023-06-01",
        "PAY-1312",
    )
    assert [action.state for action in doc.actions] == ["open", "open", "done", "open"]


def test_what_a_document_says_about_itself():
    doc = parse_document((HERE / "documents" / "confluence.txt").read_text())
    assert doc.title == "INC-2093 Kafka consumer lag"
    assert doc.severity == "sev3"
    assert doc.services == ("order-events", "shipping-api")
    assert {key: fact.at.isoformat() for key, fact in doc.facts.items()} == {
        "started": "2024-04-19T22:10:00+00:00",
        "detected": "2024-04-19T22:35:00+00:00",
        "resolved": "2024-04-20T00:05:00+00:00",
    }
    assert [person.name for person in doc.people] == ["Leila Haddad"]
    assert ("Severity", "SEV-3", 4) in doc.metadata


def test_an_exposure_is_told_from_an_outage():
    doc = parse_document((HERE / "documents" / "notion_export.md").read_text())
    assert (doc.template_key, doc.severity) == ("exposure", "sev2")


def test_a_table_of_actions_gives_owner_date_priority_and_kind():
    doc = parse_document((HERE / "documents" / "atlassian.md").read_text())
    last = doc.actions[-1]
    assert last.owner_text == "Team Edge"
    assert str(last.due) == "2022-06-30"
    assert last.priority == "p3"
    assert last.ticket_url == "https://jira.example.com/browse/HOT-2203"
