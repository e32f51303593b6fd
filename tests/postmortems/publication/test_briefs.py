"""Briefs for other readers: begun by class, signed by others, frozen, and public nowhere."""

import datetime as dt

import pytest
from django.utils import timezone

from postmortems.authoring.actions import fill_sections
from postmortems.disclosure.actions import decide, keep_times
from postmortems.domain.briefs import AUDIENCES
from postmortems.models import (
    EvidenceHold,
    NamedReader,
    PublicFile,
    PublicRevision,
    PublicSummary,
    Section,
    SigningRule,
)
from postmortems.publication import actions, briefing
from postmortems.publication.rendering import pages_of
from tests.conftest import NOW

MARK = {
    "public": "Sentence-for-everybody",
    "customer": "Sentence-for-customers",
    "internal": "Sentence-for-inside",
    "restricted": "Sentence-for-few",
}


@pytest.fixture
def counsel(make_user):
    return make_user("Counsel", signs_legal=True)


@pytest.fixture
def classed(incident):
    """The incident with a sentence in each class, in sections that every brief is begun from."""
    version = incident.template_version
    for position, (name, mark) in enumerate(MARK.items()):
        key = {"public": "impact", "customer": "open_questions"}.get(name, f"own-{name}")
        Section.objects.update_or_create(
            postmortem=incident,
            key={"internal": "summary", "restricted": "exposure"}.get(name, key),
            defaults={
                "title": name,
                "position": 90 + position,
                "disclosure": name,
                "body": f"{mark} stands here.",
            },
        )
    assert version.sections
    return incident


def begin(postmortem, audience, actor=None):
    return actions.begin_brief(
        postmortem=postmortem, audience=AUDIENCES[audience], actor=actor or postmortem.owner, now=NOW
    )


def issued(postmortem, audience, signers):
    brief = begin(postmortem, audience)
    digest = actions.ask_for_brief(brief=brief, actor=postmortem.owner, now=NOW)
    for capacity, signer in signers.items():
        actions.sign_brief(brief=brief, actor=signer, capacity=capacity, digest=digest, now=NOW)
    brief.refresh_from_db()
    actions.issue_brief(brief=brief, actor=postmortem.owner, now=NOW)
    brief.refresh_from_db()
    return brief


def path(postmortem, audience="executive", rest=""):
    return f"/postmortems/{postmortem.pk}/briefs/{audience}/{rest}"


@pytest.mark.parametrize(
    ("audience", "classes"),
    [
        ("executive", {"public", "internal"}),
        ("support", {"public", "customer"}),
        ("legal", {"customer", "internal", "restricted"}),
    ],
)
def test_each_is_begun_from_its_classes(classed, audience, classes):
    brief = begin(classed, audience)
    text = "\n".join(part["body"] for part in brief.parts)
    assert {name for name, mark in MARK.items() if mark in text} == classes
    assert [part["key"] for part in brief.parts] == [part.key for part in AUDIENCES[audience].parts]


def test_what_must_not_stand_in_it_follows_the_audience(incident):
    bodies = {"summary": ("Summary", "Marguerite Okonkwo called Globex Corporation about kestrel-db-07.")}
    fill_sections(postmortem=incident, actor=incident.owner, bodies=bodies, now=NOW)
    executive = "\n".join(part["body"] for part in begin(incident, "executive").parts)
    assert "Marguerite" not in executive
    assert "Globex" in executive  # customers and systems may be named inside the house
    legal = begin(incident, "legal")
    assert "Marguerite Okonkwo called Globex" in "\n".join(part["body"] for part in legal.parts)
    secret = "AKIA" + "IOSFODNN7EXAMPLE"
    actions.change_brief(
        brief=legal,
        actor=incident.owner,
        version=legal.version,
        values={"parts": [{**legal.parts[0], "body": f"The key was {secret}."}]},
        now=NOW,
    )
    legal.refresh_from_db()
    assert {one.finding.kind for one in briefing.open_findings(legal)} == {"secret"}
    actions.replace_in_brief(brief=legal, actor=incident.owner, version=legal.version, now=NOW)
    legal.refresh_from_db()
    assert secret not in legal.parts[0]["body"]


def test_the_same_person_has_the_same_stand_in_as_in_public(incident, make_summary):
    make_summary()
    public = PublicSummary.objects.get(reader="public")
    brief = begin(incident, "executive")
    said = "\n".join(part["body"] for part in [*public.parts, *brief.parts]) + public.lede
    assert "Responder 1" in "\n".join(part["body"] for part in brief.parts)
    assert "Responder 2" not in said


def test_the_executive_brief_asks_for_the_decisions_that_wait(incident):
    from postmortems.followup.actions import add_action

    for title, values in {
        "Limit the queue": {},
        "Test the restore": {"owner": incident.owner, "due_on": dt.date(2020, 1, 1)},
    }.items():
        add_action(postmortem=incident, actor=incident.owner, values={"title": title, **values}, now=NOW)
    parts = {part["key"]: part["body"] for part in begin(incident, "executive").parts}
    assert "Name an owner: Limit the queue" in parts["decisions"]
    assert "Past its date, 1 Jan 2020: Test the restore" in parts["decisions"]


def test_the_legal_brief_tells_moments_decisions_and_holds(incident):
    keep_times(
        postmortem=incident, actor=incident.owner, version=0, values={"aware_at": NOW, "zone": "UTC"}, now=NOW
    )
    decide(
        postmortem=incident,
        actor=incident.owner,
        regime="gdpr33",
        kind="not_applicable",
        reason="No personal data.",
        decided_by="General counsel",
        now=NOW,
    )
    EvidenceHold.objects.create(postmortem=incident, reason="Bucket logs", placed_by=incident.owner)
    parts = {part["key"]: part["body"] for part in begin(incident, "legal").parts}
    assert "We became aware of it: 20 Nov 2026, 10:00 UTC" in parts["moments"]
    assert "does not apply, General counsel" in parts["notices"]
    assert "Bucket logs" in parts["evidence"]


def test_it_is_signed_by_others_and_frozen_with_date_and_hash(incident, publisher, sign_in):
    brief = issued(incident, "executive", {"publisher": publisher})
    revision = PublicRevision.objects.get(summary=brief)
    page = sign_in(incident.owner).get(path(incident)).content.decode()
    assert revision.text_digest in page
    assert "Issued <time" in page
    assert "Signed as publisher by Comms" in page
    actions.change_brief(
        brief=brief,
        actor=incident.owner,
        version=brief.version,
        values={"title": "A later title", "correction_note": "A better title."},
        now=NOW,
    )
    assert "A later title" not in sign_in(incident.owner).get(path(incident)).content.decode()


def test_a_signature_lapses_with_the_text_and_authors_do_not_sign(incident, publisher):
    from core.transitions import MoveRefused, StaleState

    brief = begin(incident, "executive")
    digest = actions.ask_for_brief(brief=brief, actor=incident.owner, now=NOW)
    incident.owner.is_publisher = True
    incident.owner.save(update_fields=["is_publisher"])
    with pytest.raises(MoveRefused):
        actions.sign_brief(brief=brief, actor=incident.owner, capacity="publisher", digest=digest, now=NOW)
    actions.sign_brief(brief=brief, actor=publisher, capacity="publisher", digest=digest, now=NOW)
    brief.refresh_from_db()
    actions.change_brief(
        brief=brief, actor=incident.owner, version=brief.version, values={"title": "Changed"}, now=NOW
    )
    with pytest.raises(StaleState):
        actions.issue_brief(brief=brief, actor=incident.owner, now=NOW)
    brief.refresh_from_db()
    actions.ask_for_brief(brief=brief, actor=incident.owner, now=NOW)
    with pytest.raises(MoveRefused, match="Still to sign"):
        actions.issue_brief(brief=brief, actor=incident.owner, now=NOW)
    with pytest.raises(StaleState):
        actions.sign_brief(brief=brief, actor=publisher, capacity="publisher", digest=digest, now=NOW)


def test_who_signs_is_set_by_administrators(incident, publisher, counsel):
    from core.transitions import MoveRefused

    SigningRule.objects.create(reader="executive", kind="", capacities=["legal"])
    with pytest.raises(MoveRefused):
        issued(incident, "executive", {"publisher": publisher})
    PublicSummary.objects.all().delete()
    assert issued(incident, "executive", {"legal": counsel}).status == "published"


def test_nothing_of_a_brief_becomes_public(incident, publisher, client):
    begin(incident, "executive")
    brief = PublicSummary.objects.get()
    brief.parts[0]["body"] = "Quokka-in-the-brief stands here."
    brief.save(update_fields=["parts"])
    brief = issued(incident, "executive", {"publisher": publisher})
    assert pages_of(brief) == []
    actions.refresh_all(now=NOW)
    assert not [row for row in PublicFile.objects.all() if b"Quokka" in bytes(row.body)]
    assert not PublicFile.objects.filter(path="/public//").exists()
    assert b"Quokka" not in client.get("/public/").content


def test_the_legal_brief_is_for_readers_of_restricted_parts(incident, counsel, make_user, sign_in):
    begin(incident, "legal")
    reader = make_user("Reader")  # the incident is visible to everybody
    for rest in ("", "text/"):
        assert sign_in(reader).get(path(incident, "legal", rest)).status_code in (403, 404)
        assert sign_in(counsel).get(path(incident, "legal", rest)).status_code == 403
    assert sign_in(reader).get(path(incident, "legal", "text/")).status_code == 403
    assert "For the owner, the facilitator" in (
        sign_in(counsel).get(f"/postmortems/{incident.pk}/briefs/").content.decode()
    )
    NamedReader.objects.create(postmortem=incident, user=counsel)
    assert sign_in(counsel).get(path(incident, "legal", "text/")).status_code == 200
    assert issued(incident, "legal", {"legal": counsel}).status == "published"
    assert sign_in(reader).get(path(incident, "legal")).status_code == 403
    assert sign_in(counsel).get(path(incident, "legal")).status_code == 200


@pytest.mark.parametrize("verb", ["ask", "keep", "replace", "issue", "withdraw", "sign"])
def test_steps_are_for_those_who_may(incident, make_user, sign_in, verb):
    begin(incident, "executive")
    reader = make_user("Reader")
    where = path(incident, "executive", f"{verb}/")
    assert sign_in(reader).post(where).status_code == 403
    assert sign_in(incident.owner).get(where).status_code == 405
    type(incident).objects.filter(pk=incident.pk).update(visibility="named")
    assert sign_in(reader).post(where).status_code == 404


def test_from_beginning_to_withdrawal_in_the_browser(incident, publisher, sign_in):
    writer, signer = sign_in(incident.owner), sign_in(publisher)
    assert b"It answers" in writer.get(path(incident, rest="text/")).content
    assert writer.get(path(incident)).status_code == 404
    writer.post(path(incident, rest="text/"))
    brief = PublicSummary.objects.get()
    values = {f"part-{part['key']}": part["body"] for part in brief.parts}
    values |= {"title": "Uploads stopped", "version": brief.version, "part-fallback": "None was used."}
    assert writer.post(path(incident, rest="text/"), values).status_code == 302
    stale = writer.post(path(incident, rest="text/"), values | {"part-next": "What I typed"})
    assert stale.status_code == 422
    assert b"What I typed" in stale.content
    assert b"As it stands now" in stale.content
    assert writer.post(path(incident, rest="text/"), values | {"title": ""}).status_code == 422
    assert writer.post(path(incident, rest="ask/")).status_code == 302
    refused = writer.post(path(incident, rest="issue/"))
    assert refused.status_code == 422
    assert b"Still to sign" in refused.content
    page = signer.get(path(incident, rest="text/")).content.decode()
    brief.refresh_from_db()
    assert brief.text_digest in page
    signer.post(path(incident, rest="sign/"), {"capacity": "publisher", "digest": brief.text_digest})
    assert writer.post(path(incident, rest="issue/")).status_code == 302
    assert b"None was used." in writer.get(path(incident)).content
    assert writer.get(path(incident, rest="revisions/1/")).status_code == 200
    assert writer.get(path(incident, rest="revisions/2/")).status_code == 404
    assert writer.post(path(incident, rest="withdraw/"), {"note": ""}).status_code == 422
    writer.post(path(incident, rest="withdraw/"), {"note": "The figures were wrong."})
    gone = writer.get(path(incident)).content.decode()
    assert "This brief was withdrawn" in gone
    assert "None was used." not in gone
    # Writing on brings nothing of it back before it is issued again.
    brief.refresh_from_db()
    again = writer.post(path(incident, rest="text/"), values | {"version": brief.version})
    assert again.status_code == 302
    for rest in ("", "revisions/1/"):
        still = writer.get(path(incident, rest=rest)).content.decode()
        assert "This brief was withdrawn" in still
        assert "None was used." not in still
    assert b"Withdrawn" in writer.get(f"/postmortems/{incident.pk}/briefs/").content
    assert b"Withdraw the brief" not in writer.get(path(incident, rest="text/")).content
    assert writer.get(path(incident, "nothing")).status_code == 404


def test_a_support_brief_takes_nothing_from_a_withdrawn_summary(make_summary, incident, publisher, sign_in):
    summary = make_summary("published")
    frozen = PublicRevision.objects.get()
    PublicRevision.objects.update(content=frozen.content | {"lede": "Words that were withdrawn."})
    actions.withdraw(summary=summary, actor=publisher, note="It was wrong.", now=NOW)
    summary.refresh_from_db()
    actions.change_text(summary=summary, actor=incident.owner, version=summary.version, values={}, now=NOW)
    page = sign_in(incident.owner).get(f"/postmortems/{incident.pk}/").content.decode()
    assert "Public summary" in page
    assert "See it as readers do" not in page
    assert "Words that were withdrawn." not in str(begin(incident, "support").parts)


def test_the_list_costs_a_few_queries(incident, sign_in, django_assert_max_num_queries):
    begin(incident, "executive")
    client = sign_in(incident.owner)
    with django_assert_max_num_queries(6):
        assert client.get(f"/postmortems/{incident.pk}/briefs/").status_code == 200
    assert timezone.now() > NOW
