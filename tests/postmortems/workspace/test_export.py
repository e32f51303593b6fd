"""Taking a postmortem along, and bringing it in again."""

import datetime as dt
import json

import pytest

from postmortems.models import Action, Factor, Service, TimelineEvent
from postmortems.workspace.actions import import_document
from postmortems.workspace.taking_in import without_seal
from tests.conftest import NOW


@pytest.fixture
def record(make_postmortem):
    """A postmortem with one of everything, in words with signs that Markdown and tables know."""
    postmortem = make_postmortem(
        title="Uploads stopped",
        severity="sev2",
        zone="Europe/Berlin",
        started_at=NOW - dt.timedelta(hours=3),
        resolved_at=NOW,
        facts_not_applicable=["acknowledged_at"],
    )
    postmortem.services.add(Service.objects.create(name="Gallery"))
    postmortem.sections.filter(key="summary").update(
        body="Uploads were *refused* | for three hours.\n\n- one\n- two"
    )
    postmortem.sections.filter(key="impact").update(not_applicable_because="Nobody noticed")
    for n, text in enumerate(("The disk | filled up", "Space was freed\nby hand")):
        TimelineEvent.objects.create(
            postmortem=postmortem, at=NOW - dt.timedelta(hours=3 - n), text=text, kind="impact", position=n
        )
    factor = Factor.objects.create(
        postmortem=postmortem, title="Logs had no limit", condition="Logs grow", effect="a full disk"
    )
    action = Action.objects.create(
        postmortem=postmortem,
        team=postmortem.team,
        title="Limit the logs",
        owner=postmortem.owner,
        due_on=dt.date(2026, 12, 1),
        ticket_url="https://tickets.example/UP-1",
        details="Ask first.\n\nThen do it.",
    )
    Action.objects.create(
        postmortem=postmortem,
        team=postmortem.team,
        title="Check the | alert",
        status="verified",
        priority="p1",
        done_at=NOW,
        verified_at=NOW,
        verified_by=postmortem.owner,
        position=1,
    )
    action.factors.add(factor)
    return postmortem


def _get(sign_in, user, postmortem, form):
    return sign_in(user).get(f"/postmortems/{postmortem.pk}/export/{form}/")


@pytest.mark.parametrize(
    ("form", "kind", "ending"), [("markdown", "text/markdown", "md"), ("json", "application/json", "json")]
)
def test_a_file_has_a_name_and_a_type(record, sign_in, form, kind, ending):
    answer = _get(sign_in, record.owner, record, form)
    assert answer["Content-Type"] == f"{kind}; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="{record.reference}.{ending}"'


def test_markdown_says_everything(record, sign_in):
    text = _get(sign_in, record.owner, record, "markdown").content.decode()
    assert text.startswith("# Uploads stopped\n")
    for said in (
        record.reference,
        "SEV 2",
        "Gallery",
        "**Acknowledged:** not applicable",
        "Not applicable: Nobody noticed",
        "Uploads were *refused* | for three hours.",
        r"The disk \| filled up",
        "Space was freed by hand",
        "20 Nov 2026, 08:00 CET",
        "**Logs had no limit**",
        "which led to a full disk",
        "| Limit the logs |",
        "| 2026-12-01 |",
        "https://tickets.example/UP-1",
    ):
        assert said in text, said


def test_markdown_that_somebody_changed_comes_back_in_with_every_line(record, sign_in, lost_lines):
    text = _get(sign_in, record.owner, record, "markdown").content.decode()
    text = without_seal(text.replace("three hours", "about three hours", 1))
    again = import_document(
        actor=record.owner, team=record.team, text=text, filename="x.md", now=NOW
    ).postmortem
    assert lost_lines(again, text) == []
    assert again.title == record.title
    assert [event.at for event in again.events.all()] == [event.at for event in record.events.all()]
    limit, checked = again.action_items.order_by("position")
    assert (limit.title, limit.due_on, limit.status) == ("Limit the logs", dt.date(2026, 12, 1), "accepted")
    assert (limit.ticket_url, limit.owner_as_written) == ("https://tickets.example/UP-1", str(record.owner))
    assert limit.details == "Ask first. Then do it."
    assert (checked.title, checked.status, checked.priority) == ("Check the | alert", "done", "p1")
    assert again.factors.count() == 1
    assert again.severity == "sev2"


def test_json_holds_the_values(record, sign_in):
    found = json.loads(_get(sign_in, record.owner, record, "json").content)
    assert found["format"] == "debrief-postmortem/1"
    assert found["facts"]["started_at"] == (NOW - dt.timedelta(hours=3)).isoformat()
    assert found["services"] == ["Gallery"]
    assert [row["text"] for row in found["timeline"]] == ["The disk | filled up", "Space was freed\nby hand"]
    assert found["contributing_factors"][0]["number"] == 1
    assert found["action_items"][0]["answers"] == [1]
    assert found["action_items"][0]["due_on"] == "2026-12-01"
    assert {section["key"] for section in found["sections"]} == {s.key for s in record.sections.all()}


def test_a_restricted_factor_is_not_pointed_at(record, make_user, sign_in):
    from core.accounts.models import Membership

    member = make_user("Member")
    Membership.objects.create(user=member, team=record.team)
    record.factors.update(disclosure="restricted")
    found = json.loads(_get(sign_in, member, record, "json").content)
    assert found["contributing_factors"] == []
    assert [item["answers"] for item in found["action_items"]] == [[], []]


def test_the_page_for_printing_stands_alone(record, sign_in):
    page = _get(sign_in, record.owner, record, "html").content.decode()
    assert "Uploads stopped" in page and "<em>refused</em>" in page and "Logs had no limit" in page


@pytest.mark.parametrize("form", ["markdown", "json", "html"])
def test_an_outsider_finds_nothing(record, make_user, sign_in, form):
    assert _get(sign_in, make_user(), record, form).status_code == 404


@pytest.mark.parametrize("form", ["pdf", "MARKDOWN", "..", ""])
def test_another_form_is_not_found(record, sign_in, form):
    assert _get(sign_in, record.owner, record, form).status_code == 404
