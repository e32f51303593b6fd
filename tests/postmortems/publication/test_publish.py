"""From the first draft of a summary to its withdrawal: what is refused, what is frozen, what readers see."""

import datetime as dt
import json
import re
from xml.etree import ElementTree as Xml

import pytest
import time_machine
from django.test import Client

from core.transitions import MoveRefused, StaleState
from postmortems.models import Action, PublicFile, PublicRevision
from postmortems.publication import actions
from tests.conftest import NOW

PRIVATE = ("Marguerite", "Okonkwo", "mokonkwo", "kestrel", "Globex", "internal.example")


def test_the_first_draft_gives_away_nobody(make_summary):
    summary = make_summary()
    text = json.dumps([summary.title, summary.slug, summary.lede, summary.parts])
    assert not [word for word in PRIVATE if word in text]
    assert "Responder 1" in text
    assert "1,200 uploads were refused" in text


def test_restricted_sections_are_never_read(make_summary, incident):
    incident.sections.filter(key="impact").update(disclosure="restricted")
    assert "1,200" not in json.dumps(make_summary().parts)


def test_what_the_detectors_find_has_to_be_settled_before_signing(make_summary, incident):
    summary = make_summary()
    actions.change_text(
        summary=summary,
        actor=incident.owner,
        version=summary.version,
        values={"lede": "Ask Marguerite Okonkwo."},
        now=NOW,
    )
    with pytest.raises(MoveRefused, match="not settled"):
        actions.ask_signatures(summary=summary, actor=incident.owner, now=NOW)
    actions.replace_all(summary=summary, actor=incident.owner, version=summary.version, now=NOW)
    summary.refresh_from_db()
    assert summary.lede == "Ask Responder 1."
    actions.ask_signatures(summary=summary, actor=incident.owner, now=NOW)


def test_a_finding_may_stay_with_a_reason(make_summary, incident):
    summary = make_summary()
    values = {"lede": "We are sorry. Write to help@example.org."}
    actions.change_text(
        summary=summary, actor=incident.owner, version=summary.version, values=values, now=NOW
    )
    from postmortems.publication.scanning import open_findings

    [found] = open_findings(summary)
    with pytest.raises(MoveRefused):
        actions.keep(
            summary=summary,
            actor=incident.owner,
            kind=found.finding.kind,
            excerpt=found.finding.excerpt,
            reason=" ",
            now=NOW,
        )
    actions.keep(
        summary=summary,
        actor=incident.owner,
        kind=found.finding.kind,
        excerpt=found.finding.excerpt,
        reason="Our public support address",
        now=NOW,
    )
    assert open_findings(summary) == []
    actions.replace_all(summary=summary, actor=incident.owner, version=summary.version, now=NOW)
    summary.refresh_from_db()
    assert "help@example.org" in summary.lede


def test_an_author_can_not_sign(make_summary, incident):
    summary = make_summary("awaiting_signatures")
    incident.owner.is_publisher = True
    incident.owner.save(update_fields=["is_publisher"])
    with pytest.raises(MoveRefused):
        actions.sign(
            summary=summary, actor=incident.owner, capacity="publisher", digest=summary.text_digest, now=NOW
        )


def test_a_signature_lapses_when_the_text_changes(make_summary, incident, publisher):
    summary = make_summary("signed")
    digest = summary.text_digest
    actions.change_text(
        summary=summary,
        actor=incident.owner,
        version=summary.version,
        values={"lede": "Uploads stopped."},
        now=NOW,
    )
    with pytest.raises(StaleState):
        actions.publish(summary=summary, actor=publisher, now=NOW)
    with pytest.raises(StaleState):
        actions.sign(summary=summary, actor=publisher, capacity="publisher", digest=digest, now=NOW)
    actions.ask_signatures(summary=summary, actor=incident.owner, now=NOW)
    with pytest.raises(MoveRefused, match="Still to sign"):
        actions.publish(summary=summary, actor=publisher, now=NOW)


def test_who_signed_and_then_wrote_has_not_signed(make_summary, incident, publisher, make_user):
    """The same text again after the signer wrote in it: somebody else has to sign."""
    summary = make_summary("signed")
    text, digest = summary.lede, summary.text_digest
    for actor, lede in ((publisher, "Uploads stopped."), (incident.owner, text)):
        actions.change_text(
            summary=summary, actor=actor, version=summary.version, values={"lede": lede}, now=NOW
        )
        summary.refresh_from_db()
    assert actions.ask_signatures(summary=summary, actor=incident.owner, now=NOW) == digest
    second = make_user("Second", is_publisher=True)
    with pytest.raises(MoveRefused, match="Still to sign"):
        actions.publish(summary=summary, actor=second, now=NOW)
    actions.sign(summary=summary, actor=second, capacity="publisher", digest=digest, now=NOW)
    actions.publish(summary=summary, actor=second, now=NOW)


def test_publishing_twice_is_refused(make_summary, publisher):
    summary = make_summary("signed")
    actions.publish(summary=summary, actor=publisher, now=NOW)
    with pytest.raises(StaleState):
        actions.publish(summary=summary, actor=publisher, now=NOW)
    assert PublicRevision.objects.count() == 1


def test_readers_see_the_frozen_revision_and_nothing_else(make_summary, incident, client):
    summary = make_summary("published")
    path = f"/public/{summary.slug}/"
    before = client.get(path)
    assert before.status_code == 200
    assert "Set-Cookie" not in before.headers
    assert not [word for word in PRIVATE if word in before.content.decode()]
    actions.change_text(
        summary=summary,
        actor=incident.owner,
        version=summary.version,
        values={"lede": "Something new."},
        now=NOW,
    )
    assert client.get(path).content == before.content


def test_index_and_feeds_list_what_is_public_only(make_summary, make_postmortem, client):
    make_postmortem(title="A secret draft")
    summary = make_summary("published")
    index = client.get("/public/").content.decode()
    assert summary.title in index
    feed = client.get("/public/feed.atom").content
    entries = Xml.fromstring(feed).findall("{http://www.w3.org/2005/Atom}entry")
    assert [entry.find("{http://www.w3.org/2005/Atom}title").text for entry in entries] == [summary.title]
    items = client.get("/public/feed.json").json()["items"]
    assert [item["title"] for item in items] == [summary.title]
    everything = index + feed.decode() + json.dumps(items)
    assert "secret draft" not in everything
    assert not [word for word in (*PRIVATE, "PM-2026") if word in everything]


def test_before_anything_is_published_there_is_an_index_and_a_feed(db, client):
    assert "Nothing is published at the moment" in client.get("/public/").content.decode()
    assert client.get("/public/feed.json").json()["items"] == []
    assert client.get("/public/no-such-summary/").status_code == 404


def test_a_page_is_served_with_a_strong_tag_and_compressed(make_summary, client):
    path = f"/public/{make_summary('published').slug}/"
    plain = client.get(path)
    assert client.get(path, headers={"if-none-match": plain["ETag"]}).status_code == 304
    packed = client.get(path, headers={"accept-encoding": "br"})
    assert packed["Content-Encoding"] == "br"
    assert packed["ETag"] != plain["ETag"]


def test_a_correction_is_dated_and_shows_what_changed(make_summary, incident, publisher, client):
    summary = make_summary("published")
    values = {
        "lede": "Uploads stopped for about three hours.",
        "correction_note": "The time was rounded.",
    }
    actions.change_text(
        summary=summary, actor=incident.owner, version=summary.version, values=values, now=NOW
    )
    digest = actions.ask_signatures(summary=summary, actor=incident.owner, now=NOW)
    actions.sign(summary=summary, actor=publisher, capacity="publisher", digest=digest, now=NOW)
    later = NOW + dt.timedelta(days=2)
    actions.publish(summary=summary, actor=publisher, now=later)
    page = client.get(f"/public/{summary.slug}/").content.decode()
    assert "Corrected 22 Nov 2026" in page
    history = client.get(f"/public/{summary.slug}/history/").content.decode()
    assert "<ins>about " in history
    assert "Uploads stopped for about three hours." in re.sub(r"<[^>]+>", "", history)


def test_a_correction_says_what_it_corrects(make_summary, incident):
    summary = make_summary("published")
    actions.change_text(
        summary=summary, actor=incident.owner, version=summary.version, values={"lede": "New."}, now=NOW
    )
    with pytest.raises(MoveRefused, match="what is corrected"):
        actions.ask_signatures(summary=summary, actor=incident.owner, now=NOW)


def test_a_withdrawn_page_says_so_and_leaves_the_index(make_summary, publisher, client):
    summary = make_summary("published")
    actions.withdraw(summary=summary, actor=publisher, note="It mixed up two incidents.", now=NOW)
    gone = client.get(f"/public/{summary.slug}/")
    assert gone.status_code == 410
    assert "It mixed up two incidents." in gone.content.decode()
    assert summary.title not in client.get("/public/").content.decode()


def test_a_removed_passage_leaves_every_revision_and_every_server(
    make_summary, incident, publisher, client, settings, tmp_path
):
    summary = make_summary("published")
    passage = "1,200 uploads were refused"
    client.get(f"/public/{summary.slug}/")
    values = {"lede": "Corrected.", "correction_note": "Shorter."}
    actions.change_text(
        summary=summary, actor=incident.owner, version=summary.version, values=values, now=NOW
    )
    digest = actions.ask_signatures(summary=summary, actor=incident.owner, now=NOW)
    actions.sign(summary=summary, actor=publisher, capacity="publisher", digest=digest, now=NOW)
    actions.publish(summary=summary, actor=publisher, now=NOW)
    assert actions.remove_passage(summary=summary, actor=publisher, passage=passage, now=NOW) == 2
    for folder in ("public", "another-server"):
        settings.PUBLIC_MIRROR_DIR = tmp_path / folder
        for path in (
            f"/public/{summary.slug}/",
            f"/public/{summary.slug}/history/",
            "/public/feed.atom",
            "/public/feed.json",
        ):
            assert passage not in Client().get(path).content.decode()
        for file in (tmp_path / folder).iterdir():
            assert passage.encode() not in file.read_bytes()
    assert "Text was removed" in client.get(f"/public/{summary.slug}/").content.decode()


def test_the_page_answers_while_the_database_is_away(make_summary, client, monkeypatch):
    from django.db import OperationalError

    path = f"/public/{make_summary('published').slug}/"
    before = client.get(path).content

    def away(*args, **kwargs):
        raise OperationalError("away")

    monkeypatch.setattr("postmortems.publication.mirror.PublicGeneration.objects.filter", away)
    assert client.get(path).content == before


@pytest.fixture
def promised(make_summary, incident):
    summary = make_summary()
    action = Action.objects.create(
        postmortem=incident,
        team=incident.team,
        title="Page when a disk passes 80 percent",
        owner=incident.owner,
    )
    pledge = actions.promise(
        summary=summary,
        action=action,
        actor=incident.owner,
        wording="We are alerted before a disk fills up",
        due_month=dt.date(2026, 12, 1),
        now=NOW,
    )
    return summary, action, pledge


def _publish(summary, incident, publisher):
    digest = actions.ask_signatures(summary=summary, actor=incident.owner, now=NOW)
    actions.sign(summary=summary, actor=publisher, capacity="publisher", digest=digest, now=NOW)
    actions.publish(summary=summary, actor=publisher, now=NOW)


def test_a_long_opening_is_cut_after_a_word(make_summary, incident, publisher, client):
    summary = make_summary()
    lede = " ".join(["Uploads", "stopped", "everywhere"] * 40)
    actions.change_text(
        summary=summary, actor=incident.owner, version=summary.version, values={"lede": lede}, now=NOW
    )
    summary.refresh_from_db()
    _publish(summary, incident, publisher)
    [item] = client.get("/public/feed.json").json()["items"]
    page = client.get(f"/public/{summary.slug}/").content.decode()
    index = client.get("/public/").content.decode()
    described = re.search(r'name="description" content="([^"]*)"', page)[1]
    listed = re.search(r"</h2><p>(Uploads[^<]*)</p>", index)[1]
    for said, most in ((item["summary"], 500), (described, 280), (listed, 500)):
        assert said.endswith("…") and len(said) <= most
        assert said.rstrip(" …").split()[-1] in ("Uploads", "stopped", "everywhere")


def test_a_promise_is_followed_in_public(promised, incident, publisher, client):
    summary, action, pledge = promised
    summary.refresh_from_db()
    _publish(summary, incident, publisher)
    path = f"/public/{summary.slug}/"
    assert "We are alerted before a disk fills up" in client.get(path).content.decode()
    Action.objects.filter(pk=action.pk).update(status="in_progress")
    assert actions.propose_updates(now=NOW) == 1
    assert actions.propose_updates(now=NOW) == 0
    assert "in progress" not in client.get(path).content.decode()
    actions.say_promise(pledge=pledge, actor=publisher, state="in_progress", note="", now=NOW)
    assert "in progress" in client.get(path).content.decode()


def test_a_promise_becomes_late_by_itself_when_its_month_is_over(promised, incident, publisher, client):
    summary, _action, _pledge = promised
    summary.refresh_from_db()
    _publish(summary, incident, publisher)
    actions.propose_updates(now=dt.datetime(2026, 12, 31, 23, 59, tzinfo=dt.UTC))
    assert "later than promised" not in client.get(f"/public/{summary.slug}/").content.decode()
    actions.propose_updates(now=dt.datetime(2027, 1, 1, 0, 1, tzinfo=dt.UTC))
    assert "later than promised" in client.get(f"/public/{summary.slug}/").content.decode()


def test_a_late_promise_stays_late_until_it_is_done_or_changed(
    promised, incident, publisher, sign_in, client
):
    summary, action, pledge = promised
    summary.refresh_from_db()
    _publish(summary, incident, publisher)
    Action.objects.filter(pk=action.pk).update(status="in_progress")
    actions.propose_updates(now=NOW)
    after = dt.datetime(2027, 1, 2, tzinfo=dt.UTC)
    path = f"/postmortems/{incident.pk}/summary/"
    with time_machine.travel(after):
        assert actions.propose_updates(now=after) == 1
        assert actions.propose_updates(now=after) == 0
        comms = sign_in(publisher)
        page = comms.get(path).content.decode()
        assert '<option value="late" selected>' in page and "proposed: in progress" not in page
        for state in ("planned", "in_progress"):
            refused = comms.post(f"{path}promise/{pledge.pk}/", {"state": state, "note": ""})
            assert refused.status_code == 422 and "The month is over" in refused.content.decode()
        # Said before there was a refusal: the sweep says late once more.
        pledge.updates.create(state="in_progress", proposed_at=after, confirmed_at=after)
        assert '<option value="late" selected>' in comms.get(path).content.decode()
        assert actions.propose_updates(now=after) == 1
        assert "later than promised" in client.get(f"/public/{summary.slug}/").content.decode()
        done = {"state": "done", "note": "It is there"}
        assert comms.post(f"{path}promise/{pledge.pk}/", done).status_code == 302
        actions.propose_updates(now=after)
        assert "later than promised" not in client.get(f"/public/{summary.slug}/").content.decode()


def test_a_promise_needs_an_owner(promised, incident):
    summary, action, _pledge = promised
    Action.objects.filter(pk=action.pk).update(owner=None)
    summary.refresh_from_db()
    with pytest.raises(MoveRefused, match="no owner"):
        actions.ask_signatures(summary=summary, actor=incident.owner, now=NOW)


def test_unchanged_files_keep_their_generation(make_summary):
    make_summary("published")
    before = dict(PublicFile.objects.values_list("path", "generation"))
    actions.refresh_all(now=NOW)
    assert dict(PublicFile.objects.values_list("path", "generation")) == before


def test_a_public_page_costs_one_look_at_the_generation(make_summary, client, django_assert_num_queries):
    path = f"/public/{make_summary('published').slug}/"
    client.get(path)
    with django_assert_num_queries(1):
        client.get(path)


def test_a_postmortem_with_a_public_summary_is_not_discarded(make_summary, incident, publisher, sign_in):
    summary = make_summary("published")
    owner, path = sign_in(incident.owner), f"/postmortems/{incident.pk}/discard/"
    refused = owner.post(path)
    assert refused.status_code == 409
    assert "Its summary is public, so it stays." in refused.content.decode()
    actions.withdraw(summary=summary, actor=publisher, note="The figures were wrong.", now=NOW)
    assert owner.post(path).status_code == 302


def test_a_postmortem_whose_summary_waits_for_its_time_is_not_discarded(
    make_summary, incident, publisher, sign_in
):
    summary = make_summary("signed")
    actions.schedule(summary=summary, actor=publisher, at=NOW + dt.timedelta(days=1), now=NOW)
    refused = sign_in(incident.owner).post(f"/postmortems/{incident.pk}/discard/")
    assert refused.status_code == 409
    assert "set to be published" in refused.content.decode()
