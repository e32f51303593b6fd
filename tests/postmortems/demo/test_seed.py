"""The demo: whole, made by the rooms' own rules, the same when asked for twice, and read by whom it should be."""

import datetime as dt
import re

from django.apps import apps
from django.test import Client

from core.accounts.models import User
from core.audit import AuditEntry, broken_links, seal
from postmortems.demo.actions import seed
from postmortems.demo.people import PASSWORD
from postmortems.domain import language, redaction
from postmortems.models import (
    Action,
    Comment,
    Postmortem,
    PromiseUpdate,
    PublicFile,
    PublicSummary,
    Section,
    TimelineEvent,
)
from postmortems.publication.scanning import fields_of, lists_for, open_findings
from postmortems.reviewing.findings import open_findings as wording

from .conftest import NOW

STATES = ["approved", "in_review", "draft"]


def _counts() -> dict[str, int]:
    return {model._meta.label: model.objects.count() for model in apps.get_models()}


def test_seeding_twice_changes_nothing(demo):
    before = _counts()
    stamps = list(Postmortem.objects.values_list("pk", "text_version", "updated_at"))
    assert seed(now=NOW + dt.timedelta(days=3)) is False
    assert _counts() == before
    assert list(Postmortem.objects.values_list("pk", "text_version", "updated_at")) == stamps


def test_the_sign_ins_of_the_contract_work(demo):
    for name in ("engineer", "manager", "comms", "outsider"):
        assert Client().login(username=f"{name}@demo.test", email=f"{name}@demo.test", password=PASSWORD)


def test_three_postmortems_in_three_states(demo):
    assert list(Postmortem.objects.order_by("pk").values_list("status", flat=True)) == STATES
    assert PublicSummary.objects.get(reader="public").status == "published"
    kinds = set(Action.objects.values_list("status", flat=True))
    assert kinds == {"idea", "accepted", "in_progress", "done", "verified", "declined"}
    today = NOW.date()
    assert Action.objects.late_on(today).count() == 1
    assert Action.objects.open().filter(due_on__range=(today, today + dt.timedelta(days=7))).exists()
    assert Action.objects.open().filter(owner=None).exists()
    for postmortem in Postmortem.objects.all():
        assert 9 <= postmortem.events.count() <= 15
        assert 4 <= postmortem.factors.count() <= 6
        assert 5 <= postmortem.action_items.count() <= 7
        assert postmortem.source_note and postmortem.roster.exists() and postmortem.comments.exists()


def test_texts_are_written_out(demo):
    for postmortem in Postmortem.objects.exclude(status="draft"):
        bodies = postmortem.sections.values_list("body", flat=True)
        assert all(body.strip() for body in bodies)
        assert 300 <= sum(len(body.split()) for body in bodies) <= 1000
    draft = Postmortem.objects.get(status="draft")
    assert draft.sections.filter(body="", required=True).exists(), "a draft shows what is missing"


def test_the_coach_has_nothing_to_say(demo):
    for postmortem in Postmortem.objects.all():
        found = wording(postmortem, full=True)
        assert [(one.place, one.excerpt) for one in found if one.finding.severity != "nudge"] == []
    for body in Comment.objects.values_list("body", flat=True):
        assert [
            one for one in language.check(body, scope="comment").findings if one.severity == "block"
        ] == []


def test_what_is_public_holds_nothing_private(demo):
    summary = PublicSummary.objects.get(reader="public")
    assert open_findings(summary) == []
    lists = lists_for(summary.postmortem)
    for _, _, text in fields_of(summary):
        assert not redaction.scan(text, lists), text
    names = {word for user in User.objects.all() for word in user.display_name.split()[:1]}
    for file in PublicFile.objects.all():
        page = bytes(file.body).decode()
        assert not names & set(re.findall(r"\w+", page)), file.path
    for update in PromiseUpdate.objects.exclude(note=""):
        assert not redaction.scan(update.note, lists), update.note


def test_promises_stand_differently(demo):
    summary = PublicSummary.objects.get(reader="public")
    stands = [pledge.updates.order_by("pk").last().state for pledge in summary.promises.all()]
    assert stands == ["verified", "in_progress", "late"]
    page = PublicFile.objects.get(path=f"/public/{summary.slug}/")
    text = bytes(page.body).decode()
    for words in ("done and checked", "in progress", "later than promised", "5 of 6 contributing factors"):
        assert words in text
    assert "Corrected" in text and summary.revisions.count() == 2


def test_history_and_trail_tell_the_storys_time(demo):
    assert not AuditEntry.objects.filter(at__gt=NOW).exists()
    for model in (Section, TimelineEvent, Action, Postmortem, PublicSummary):
        assert model.history.count()
        assert not model.history.filter(history_date__gt=NOW).exists()
    for action in Action.objects.all():
        told = list(action.history.order_by("history_id").values_list("history_date", flat=True))
        assert told == sorted(told), f"{action.title} was moved before it was written down"
    revised = Section.history.filter(key="data_affected").order_by("history_id")
    assert "4,000" in revised.first().body or "4,000" in revised[1].body
    assert "4,000" not in revised.last().body
    assert seal(limit=10_000) and broken_links() == []


def test_nobodys_promise_turns_over_at_the_first_sweep(demo):
    from postmortems.publication.actions import propose_updates

    propose_updates(now=NOW)
    last = PromiseUpdate.objects.filter(confirmed_at__isnull=False).order_by("-pk").first()
    assert last.note, "the sweep says nothing by itself on the first day"
