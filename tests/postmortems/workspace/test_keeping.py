"""Removing a passage for good, everywhere it stands; and the hold that forbids it."""

import datetime as dt

import pytest
from django.urls import reverse

from core.audit import AuditEntry
from postmortems.analysis.actions import add_factor
from postmortems.authoring import actions
from postmortems.followup.actions import add_action, change_action
from postmortems.models import (
    Action,
    Comment,
    Control,
    EvidenceHold,
    Factor,
    KindFacts,
    Learning,
    Postmortem,
    Purge,
    Section,
    SectionBase,
    Suggestion,
    TimelineEvent,
)
from postmortems.publication.actions import begin_summary, change_text
from postmortems.reviewing.actions import comment
from tests.conftest import NOW

SECRET = "hunter2-ñandú"


@pytest.fixture
def spread(make_postmortem, make_user):
    """A postmortem with the secret in everything it has, now and before."""
    pm = make_postmortem(template="exposure", visibility="team", trigger=f"The key {SECRET}")
    owner, later = pm.owner, NOW + dt.timedelta(hours=1)
    section = Section.objects.get(postmortem=pm, key="summary")
    section.postmortem = pm
    text = actions.Text(f"The key was {SECRET} that day.", section.version)
    section = actions.save_section(section=section, actor=owner, now=NOW, text=text).section
    actions.save_section(section=section, actor=owner, now=later, text=actions.Text("The key was shown.", 2))
    detection = Section.objects.get(postmortem=pm, key="detection")
    detection.postmortem = pm
    actions.save_section(
        section=detection, actor=owner, now=NOW, text=actions.Text(f"*{SECRET}*\n\none\n\ntwo", 1)
    )
    [event] = actions.add_events(
        postmortem=pm, actor=owner, now=NOW, rows=[{"at": NOW, "text": f"Saw {SECRET}", "source": SECRET}]
    )
    event.postmortem = pm
    actions.delete_event(event=event, actor=owner, now=later)
    answers = actions.Answers(["exposed"], {"exposed_systems": f"store {SECRET}"}, {}, 0)
    pm.refresh_from_db()
    actions.change_kind_facts(postmortem=pm, actor=owner, now=NOW, answers=answers)
    add_factor(postmortem=pm, actor=owner, values={"title": "Keys in logs", "condition": SECRET}, now=NOW)
    action = add_action(postmortem=pm, actor=owner, values={"title": f"Rotate {SECRET}"}, now=NOW)
    change_action(action=action, actor=owner, version=1, values={"title": "Rotate the key"}, now=later)
    said = comment(postmortem=pm, actor=owner, body=f"Is {SECRET} still valid?", now=NOW)
    Control.objects.create(postmortem=pm, title="Scanner", state="held", note=f"saw {SECRET}")
    Learning.objects.create(postmortem=pm, kind="lucky", text=f"Nobody used {SECRET}")
    Suggestion.objects.create(comment=said, section=section, base=f"a {SECRET}", wording="a")
    summary = begin_summary(postmortem=pm, actor=owner, now=NOW)
    change_text(
        summary=summary, actor=owner, version=summary.version, values={"lede": f"The {SECRET}"}, now=NOW
    )
    pm.refresh_from_db()
    return pm


def url(pm, name="purge"):
    return reverse(f"workspace:{name}", args=[pm.pk])


def asked(**more):
    return {"passage": SECRET, "reason": "a password pasted by mistake", **more}


def everything(pm) -> str:
    """All text of these tables, now and before."""
    tables = [Section, TimelineEvent, Postmortem, KindFacts, Factor, Action]
    rows = [row for table in tables for row in (*table.objects.values(), *table.history.values())]
    return repr([*rows, *Comment.objects.values(), *SectionBase.objects.values(), *Purge.objects.values()])


def test_it_is_shown_first_then_it_is_gone_from_everywhere_with_a_marked_hole(spread, sign_in):
    client = sign_in(spread.owner)
    assert SECRET in everything(spread)
    page = client.post(url(spread), asked()).content.decode()
    assert "sections: 1 place" in page
    assert "earlier sections" in page
    assert SECRET in everything(spread)
    assert client.post(url(spread), asked(sure="on")).status_code == 302
    assert SECRET not in everything(spread)
    section = Section.objects.get(postmortem=spread, key="detection")
    assert section.body.startswith("*[removed ")
    assert SECRET not in section.html
    assert section.version == 3
    page = client.get(reverse("authoring:whole_history", args=[spread.pk])).content.decode()
    assert "a password pasted by mistake" in page
    assert AuditEntry.objects.filter(verb="purge", object_id=spread.pk).count() == 1
    assert f"/search/?q={SECRET}" not in client.get(f"/search/?q={SECRET[:7]}").content.decode()


def test_an_open_page_that_still_holds_it_does_not_bring_it_back(spread, sign_in):
    """Its own base comes with its text: the line it did not touch keeps the hole."""
    client = sign_in(spread.owner)
    body = f"*{SECRET}*\n\none\n\ntwo"
    client.post(url(spread), asked(sure="on"))
    page = reverse("authoring:section", args=[spread.pk, "detection"])
    data = {"autosave": "1", "version": 2, "disclosure": "internal", "not_applicable_because": ""}
    told = client.post(page, data | {"body": f"{body} and more."})
    assert told.json() == {"need_base": True}
    client.post(page, data | {"body": f"{body} and more.", "behind": "on", "base": body})
    kept = Section.objects.get(postmortem=spread, key="detection").body
    assert kept.endswith("two and more.")
    assert SECRET not in kept


def test_a_hold_forbids_it_until_it_is_lifted_with_a_reason(spread, sign_in, make_user):
    counsel = make_user("Counsel", signs_legal=True)
    spread.named_readers.create(user=counsel)
    lawyer, client = sign_in(counsel), sign_in(spread.owner)
    assert lawyer.post(url(spread, "hold"), {"reason": ""}).status_code == 422
    assert lawyer.post(url(spread, "hold"), {"reason": "An inquiry has begun."}).status_code == 302
    assert lawyer.post(url(spread, "hold"), {"reason": "Again."}).status_code == 409
    answer = client.post(url(spread), asked(sure="on"))
    assert answer.status_code == 422
    assert "An inquiry has begun." in answer.content.decode()
    assert SECRET in everything(spread)
    assert lawyer.post(url(spread), asked(sure="on")).status_code == 403
    assert (
        client.post(url(spread, "hold"), {"lift": "1", "reason": "The inquiry is over."}).status_code == 302
    )
    assert EvidenceHold.objects.get().lifted_by == spread.owner
    assert client.post(url(spread), asked(sure="on")).status_code == 302
    assert SECRET not in everything(spread)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"passage": "ab"}, "at least three characters"),
        ({"reason": ""}, "Say in a few words why"),
        ({"reason": f"because {SECRET} leaked"}, "write it without the passage"),
        ({"passage": "stands nowhere at all", "sure": "on"}, "stands nowhere"),
    ],
)
def test_what_is_asked_again(spread, sign_in, data, words):
    answer = sign_in(spread.owner).post(url(spread), asked(**data))
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_only_those_who_govern_and_read_all_of_it(spread, sign_in, make_user):
    from core.accounts.models import Membership

    manager, mate, outsider = make_user("Manager"), make_user("Mate"), make_user("Outsider")
    Membership.objects.create(user=manager, team=spread.team, role="manager")
    Membership.objects.create(user=mate, team=spread.team)
    assert sign_in(outsider).get(url(spread, "keeping")).status_code == 404
    assert sign_in(mate).get(url(spread, "keeping")).status_code == 403
    # Counting places would tell what restricted parts say.
    assert sign_in(manager).post(url(spread), asked()).status_code == 403
    assert sign_in(manager).get(url(spread, "keeping")).status_code == 200
    assert sign_in(spread.owner).get(url(spread)).status_code == 405


def test_no_table_that_belongs_to_a_postmortem_was_forgotten(spread, sign_in):
    """After the removal the secret stands in no column of any table of the product."""
    from django.apps import apps
    from django.db import models

    sign_in(spread.owner).post(url(spread), asked(sure="on"))
    left = []
    for model in apps.get_app_config("postmortems").get_models():
        texts = [
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, models.TextField | models.CharField | models.JSONField)
        ]
        for row in model.objects.values(*texts) if texts else ():
            left += [(model.__name__, name) for name, value in row.items() if SECRET in str(value)]
    assert left == []
