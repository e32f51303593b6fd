"""What got out leaves everything public: also when it was copied as it is shown, and wherever else it stands."""

import datetime as dt
import json

import pytest
from django.test import Client

from core.transitions import MoveRefused, StaleState
from postmortems.models import Action, PublicFile
from postmortems.publication import actions
from tests.conftest import NOW

SECRET = 'the vault of Zürich & "co"'


@pytest.fixture
def published(make_summary, incident, publisher):
    """A summary that is public, with the given columns."""

    def make(**values):
        summary = make_summary()
        actions.change_text(
            summary=summary, actor=incident.owner, version=summary.version, values=values, now=NOW
        )
        digest = actions.ask_signatures(
            summary=summary, actor=incident.owner, now=NOW, override="Made-up words"
        )
        actions.sign(summary=summary, actor=publisher, capacity="publisher", digest=digest, now=NOW)
        actions.publish(summary=summary, actor=publisher, now=NOW)
        summary.refresh_from_db()
        return summary

    return make


def _public_text() -> str:
    return "".join(bytes(file.body).decode() for file in PublicFile.objects.all())


@pytest.mark.parametrize("text", [SECRET, 'the vault\nof Zürich & "co"', 'the **vault** of _Zürich_ & "co"'])
@pytest.mark.parametrize("copied", [SECRET, SECRET.replace(" ", "\r\n", 1), f"  {SECRET}\n"])
def test_a_passage_is_found_as_it_is_shown(published, publisher, text, copied):
    summary = published(lede=f"We lost {text} for an hour.")
    assert actions.remove_passage(summary=summary, actor=publisher, passage=copied, now=NOW) == 1
    summary.refresh_from_db()
    assert "[text removed]" in summary.lede and "rich" not in summary.lede
    assert "rich" not in _public_text()


def test_it_leaves_the_history_of_the_working_text_too(published, publisher):
    summary = published(lede=f"We lost {SECRET}.", title=f"About {SECRET}", services=[SECRET])
    actions.remove_passage(summary=summary, actor=publisher, passage=SECRET, now=NOW)
    for row in summary.history.all():
        assert "rich" not in json.dumps([row.title, row.lede, row.parts, row.services], ensure_ascii=False)


def test_it_leaves_the_note_of_a_correction(published, incident, publisher):
    summary = published(lede="Uploads stopped.")
    values = {"lede": "Uploads were slow.", "correction_note": f"It was {SECRET}."}
    actions.change_text(
        summary=summary, actor=incident.owner, version=summary.version, values=values, now=NOW
    )
    digest = actions.ask_signatures(summary=summary, actor=incident.owner, now=NOW)
    actions.sign(summary=summary, actor=publisher, capacity="publisher", digest=digest, now=NOW)
    actions.publish(summary=summary, actor=publisher, now=NOW + dt.timedelta(days=1))
    assert "rich" in _public_text()
    actions.remove_passage(summary=summary, actor=publisher, passage=SECRET, now=NOW)
    assert "rich" not in _public_text()
    assert "Text was removed" in Client().get(f"/public/{summary.slug}/").content.decode()


def test_it_leaves_what_was_said_of_a_promise(make_summary, incident, publisher):
    summary = make_summary()
    action = Action.objects.create(
        postmortem=incident, team=incident.team, title="Limit", owner=incident.owner
    )
    pledge = actions.promise(
        summary=summary, action=action, actor=incident.owner, wording="A limit", due_month=NOW.date(), now=NOW
    )
    summary.refresh_from_db()
    digest = actions.ask_signatures(summary=summary, actor=incident.owner, now=NOW)
    actions.sign(summary=summary, actor=publisher, capacity="publisher", digest=digest, now=NOW)
    actions.publish(summary=summary, actor=publisher, now=NOW)
    actions.say_promise(pledge=pledge, actor=publisher, state="changed", note=f"In {SECRET}", now=NOW)
    assert "rich" in _public_text()
    assert actions.remove_passage(summary=summary, actor=publisher, passage=SECRET, now=NOW) == 1
    assert "rich" not in _public_text()


def test_it_leaves_the_sentence_of_a_withdrawal(published, publisher):
    summary = published(lede="Uploads stopped.")
    actions.withdraw(summary=summary, actor=publisher, note=f"It named {SECRET}.", now=NOW)
    assert "rich" in _public_text()
    actions.remove_passage(summary=summary, actor=publisher, passage=SECRET, now=NOW)
    assert "rich" not in _public_text()
    summary.refresh_from_db()
    assert summary.status == "withdrawn"


def test_a_browser_that_still_holds_it_can_not_bring_it_back(published, incident, publisher):
    summary = published(lede=f"We lost {SECRET}.")
    held = summary.version
    actions.remove_passage(summary=summary, actor=publisher, passage=SECRET, now=NOW)
    with pytest.raises(StaleState):
        actions.change_text(
            summary=summary, actor=incident.owner, version=held, values={"lede": summary.lede}, now=NOW
        )


def test_a_correction_that_waits_is_prepared_again(published, incident, publisher):
    summary = published(lede=f"We lost {SECRET}.")
    actions.change_text(
        summary=summary,
        actor=incident.owner,
        version=summary.version,
        values={"correction_note": "Shorter", "title": "Uploads"},
        now=NOW,
    )
    digest = actions.ask_signatures(summary=summary, actor=incident.owner, now=NOW)
    actions.sign(summary=summary, actor=publisher, capacity="publisher", digest=digest, now=NOW)
    actions.schedule(summary=summary, actor=publisher, at=NOW + dt.timedelta(hours=1), now=NOW)
    actions.remove_passage(summary=summary, actor=publisher, passage=SECRET, now=NOW)
    summary.refresh_from_db()
    assert (summary.status, summary.text_digest, summary.scheduled_for) == ("preparing", "", None)
    assert actions.publish_scheduled(now=NOW + dt.timedelta(hours=2)) == 0


def test_only_a_publisher_removes(published, incident):
    summary = published(lede=f"We lost {SECRET}.")
    with pytest.raises(MoveRefused, match="publisher"):
        actions.remove_passage(summary=summary, actor=incident.owner, passage=SECRET, now=NOW)


@pytest.mark.parametrize("passage", [".*", "We .ost", "[a-z]+", "(", "\\w+"])
def test_signs_are_no_pattern(published, publisher, passage):
    summary = published(lede="We lost an hour.")
    with pytest.raises(MoveRefused):
        actions.remove_passage(summary=summary, actor=publisher, passage=passage, now=NOW)
