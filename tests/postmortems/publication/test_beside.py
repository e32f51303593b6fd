"""Beside the text: truth, pictures, parity, the second signature, and who has to sign."""

import datetime as dt
import io

import pytest
from django.test import Client
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from core.transitions import MoveRefused
from postmortems.authoring.actions import add_events, add_image
from postmortems.models import Kind, PublicFile, PublicPicture, Removal, SigningRule
from postmortems.publication import actions, truth
from postmortems.publication.comparing import beside
from postmortems.publication.content import content_of
from postmortems.publication.queries import needed_capacities
from tests.conftest import NOW


def _png(colour: str = "teal") -> bytes:
    """A small picture that says where it was taken."""
    info = PngInfo()
    info.add_text("Author", "Marguerite Okonkwo")
    out = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, "PNG", pnginfo=info)
    return out.getvalue()


@pytest.fixture
def attached(incident):
    return add_image(
        postmortem=incident,
        actor=incident.owner,
        now=NOW,
        data=_png(),
        alternative_text="Free space over the day",
        disclosure="internal",
    )


def _choose(summary, attached, **more):
    values = {
        "summary": summary,
        "attachment": attached,
        "actor": summary.postmortem.owner,
        "part": "impact",
        "alternative_text": "Free space falls to nothing at 07:00 UTC",
        "looked": True,
        "now": NOW,
    }
    return actions.choose_picture(**values | more)


def _out(summary, publisher, **more):
    summary.refresh_from_db()
    digest = actions.ask_signatures(summary=summary, actor=summary.postmortem.owner, now=NOW, **more)
    actions.sign(summary=summary, actor=publisher, capacity="publisher", digest=digest, now=NOW)
    actions.publish(summary=summary, actor=publisher, now=NOW)
    summary.refresh_from_db()


def test_a_question_about_a_figure_stops_signing_until_somebody_answers(make_summary, incident, publisher):
    summary = make_summary()
    owner = incident.owner
    values = {"lede": "Uploads stopped for two hours."}
    actions.change_text(summary=summary, actor=owner, version=summary.version, values=values, now=NOW)
    (asked,) = truth.open_questions(summary)
    assert (asked.place, asked.question.rule) == ("Opening", "duration")
    assert "3 h" in asked.question.recorded
    with pytest.raises(MoveRefused, match="differs"):
        actions.ask_signatures(summary=summary, actor=owner, now=NOW)
    actions.keep(
        summary=summary, actor=owner, kind=asked.kind, excerpt=asked.key, reason="For most.", now=NOW
    )
    assert truth.open_questions(summary) == []
    _out(summary, publisher)


def test_a_text_goes_out_with_questions_open_only_in_writing_and_only_as_it_is(
    make_summary, incident, publisher
):
    summary = make_summary()
    owner = incident.owner
    values = {"lede": "Uploads stopped for two hours."}
    actions.change_text(summary=summary, actor=owner, version=summary.version, values=values, now=NOW)
    actions.ask_signatures(summary=summary, actor=owner, now=NOW, override="The clock of the log was off.")
    assert truth.overridden(summary).reason == "The clock of the log was off."
    summary.refresh_from_db()
    values = {"lede": "Uploads stopped for one hour."}
    actions.change_text(summary=summary, actor=owner, version=summary.version, values=values, now=NOW)
    with pytest.raises(MoveRefused, match="differs"):
        actions.ask_signatures(summary=summary, actor=owner, now=NOW)


def test_a_record_that_changed_after_the_signature_stops_the_publication(make_summary, incident, publisher):
    summary = make_summary("signed")
    type(incident).objects.filter(pk=incident.pk).update(started_at=NOW - dt.timedelta(hours=2))
    with pytest.raises(MoveRefused, match="differ"):
        actions.publish(summary=summary, actor=publisher, now=NOW)


def test_a_picture_crosses_without_what_was_written_into_it(make_summary, attached, publisher, client):
    summary = make_summary()
    picture = _choose(summary, attached)
    assert b"Okonkwo" not in bytes(picture.data)
    assert Image.open(io.BytesIO(bytes(picture.data))).info == {}
    _out(summary, publisher)
    page = client.get(f"/public/{summary.slug}/").content.decode()
    path = f"/public/images/{picture.digest[:40]}.png"
    assert f'src="{path}"' in page
    assert 'alt="Free space falls to nothing at 07:00 UTC"' in page
    answer = client.get(path)
    assert (answer.status_code, answer["Content-Type"], answer.content) == (
        200,
        "image/png",
        bytes(picture.data),
    )
    assert "/postmortems/" not in page


@pytest.mark.parametrize(
    ("more", "match"),
    [
        ({"looked": False}, "Look at"),
        ({"alternative_text": " "}, "Describe"),
        ({"part": "none"}, "part"),
    ],
)
def test_a_picture_needs_a_look_and_words(make_summary, attached, more, match):
    with pytest.raises(MoveRefused, match=match):
        _choose(make_summary(), attached, **more)


def test_words_of_a_picture_are_scanned_and_signed(make_summary, attached, incident):
    summary = make_summary("awaiting_signatures")
    _choose(summary, attached, alternative_text="Marguerite Okonkwo at her desk")
    summary.refresh_from_db()
    assert summary.status == "preparing"
    with pytest.raises(MoveRefused, match="finding"):
        actions.ask_signatures(summary=summary, actor=incident.owner, now=NOW)
    actions.replace_all(summary=summary, actor=incident.owner, version=summary.version, now=NOW)
    assert content_of(summary)["pictures"][0]["alt"] == "Responder 1 at her desk"


def test_a_restricted_picture_never_crosses(make_summary, incident, attached):
    type(attached).objects.filter(pk=attached.pk).update(disclosure="restricted")
    attached.refresh_from_db()
    with pytest.raises(MoveRefused, match="restricted"):
        _choose(make_summary(), attached)


def test_a_removed_picture_leaves_every_server_and_waits_for_a_second_signature(
    make_summary, attached, publisher, make_user, client
):
    summary = make_summary()
    picture = _choose(summary, attached)
    _out(summary, publisher)
    path = f"/public/images/{picture.digest[:40]}.png"
    assert client.get(path).status_code == 200
    actions.remove_picture(summary=summary, actor=publisher, digest=picture.digest, reason="A face", now=NOW)
    assert client.get(path).status_code == 404
    assert not PublicPicture.objects.filter(digest=picture.digest).exists()
    assert not PublicFile.objects.filter(path=path).exists()
    page = client.get(f"/public/{summary.slug}/").content.decode()
    assert "<img" not in page
    assert "A picture was removed from this page" in page
    told = client.get(f"/public/{summary.slug}/history/").content.decode()
    assert "A picture was removed from this revision" in told
    removal = Removal.objects.get()
    assert (removal.what, removal.texts, removal.confirmed_by) == ("picture", 1, None)
    with pytest.raises(MoveRefused, match="Somebody else"):
        actions.confirm_removal(removal=removal, actor=publisher, now=NOW)
    with pytest.raises(MoveRefused, match="signs for"):
        actions.confirm_removal(removal=removal, actor=make_user("Reader"), now=NOW)
    second = make_user("Counsel", signs_legal=True)
    actions.confirm_removal(removal=removal, actor=second, now=NOW)
    removal.refresh_from_db()
    assert removal.confirmed_by == second
    with pytest.raises(MoveRefused, match="already"):
        actions.confirm_removal(removal=removal, actor=make_user("Other", is_publisher=True), now=NOW)


def test_a_removal_keeps_nothing_of_what_it_removed(make_summary, publisher):
    summary = make_summary("published")
    actions.remove_passage(
        summary=summary,
        actor=publisher,
        passage="uploads came back",
        reason="It said uploads came back",
        now=NOW,
    )
    assert Removal.objects.get().reason == "It said [text removed]"


def test_readers_are_told_how_much_is_described_and_why_the_rest_is_not(
    make_summary, incident, publisher, client
):
    summary = make_summary()
    rows = [{"at": NOW, "text": "A customer called", "kind": "communication"}]
    [event] = add_events(postmortem=incident, actor=incident.owner, rows=rows, now=NOW)
    first, second = incident.events.exclude(pk=event.pk)
    answers = {f"event-{event.pk}": "customers", f"event-{first.pk}": "told", f"event-{second.pk}": "told"}
    actions.say_parity(
        summary=summary, actor=incident.owner, version=summary.version, answers=answers, now=NOW
    )
    _out(summary, publisher)
    page = client.get(f"/public/{summary.slug}/").content.decode()
    assert (
        "2 of 3 timeline events are described here. What is withheld is left out to protect customers."
        in page
    )


def test_who_has_to_sign_is_set_by_kind(make_summary, incident, publisher, make_user):
    summary = make_summary()
    assert needed_capacities(summary) == ("publisher",)
    admin = make_user("Admin", is_administrator=True)
    rules = {"": ["publisher"], incident.kind: ["legal", "publisher"]}
    actions.keep_signing_rules(actor=admin, rules=rules, now=NOW)
    assert needed_capacities(summary) == ("publisher", "legal")
    digest = actions.ask_signatures(summary=summary, actor=incident.owner, now=NOW)
    actions.sign(summary=summary, actor=publisher, capacity="publisher", digest=digest, now=NOW)
    with pytest.raises(MoveRefused, match="legal"):
        actions.publish(summary=summary, actor=publisher, now=NOW)


def test_administrators_set_who_signs_and_publishers_may_look(sign_in, make_user, publisher):
    client = sign_in(make_user("Admin", is_administrator=True))
    data = {f"kind-{kind}": ["publisher"] for kind in ("", *Kind.values)}
    assert client.post("/lists/signing/", data | {"kind-exposure": []}).status_code == 422
    answer = client.post("/lists/signing/", data | {"kind-exposure": ["publisher", "security", "legal"]})
    assert answer.status_code == 302
    assert SigningRule.objects.get(kind="exposure").capacities == ["publisher", "security", "legal"]
    assert sign_in(publisher).get("/lists/signing/").status_code == 200
    assert sign_in(publisher).post("/lists/signing/", data).status_code == 403
    assert sign_in(make_user("Reader")).get("/lists/signing/").status_code == 403
    assert client.put("/lists/signing/").status_code == 405


def test_the_page_of_the_summary_takes_it_all(sign_in, make_summary, incident, attached, publisher):
    summary = make_summary()
    client, base = sign_in(incident.owner), f"/postmortems/{incident.pk}/summary/"
    assert "Beside the record" in client.get(base).content.decode()
    page = client.get(f"{base}beside/").content.decode()
    assert "Marguerite Okonkwo" in page
    assert "<ins>Responder</ins>" in page or "Responder 1" in page
    data = {"attachment": attached.pk, "part": "impact", "alternative_text": "A falling line"}
    refused = client.post(f"{base}pictures/", data)
    assert refused.status_code == 422
    assert "A falling line" in refused.content.decode()
    assert client.post(f"{base}pictures/", data | {"looked": "on"}).status_code == 302
    picture = PublicPicture.objects.get()
    assert client.get(f"{base}pictures/{picture.digest}/")["Content-Type"] == "image/png"
    assert f"{base}pictures/{picture.digest[:40]}.png" in client.get(f"{base}preview/").content.decode()
    event = incident.events.first()
    data = {f"event-{event.pk}": "legal", "version": type(summary).objects.get().version}
    assert client.post(f"{base}parity/", data).status_code == 302
    assert client.post(f"{base}parity/", data).status_code == 422
    assert client.post(f"{base}pictures/{picture.digest}/out/").status_code == 302
    assert not PublicPicture.objects.exists()
    assert Client().get(f"/public/images/{picture.digest[:40]}.png").status_code == 404


def test_the_opening_stands_beside_what_it_was_begun_from(incident):
    """It is the first paragraph of what happened; nobody should read that it was left out."""
    incident.sections.filter(key="summary").update(body="The queue stood still.\n\nJobs waited for an hour.")
    summary = actions.begin_summary(postmortem=incident, actor=incident.owner, now=NOW)
    assert summary.lede == "The queue stood still."
    first = beside(summary)[0]
    assert first.title == "Opening and what happened"
    assert not any(row.changed for row in first.rows)
    assert [piece.text for row in first.rows for piece in row.outside] == ["2 lines unchanged"]


def test_a_factor_stands_on_both_sides_with_the_same_words(incident):
    """What it led to and what it made more likely was left out on one side, and every factor looked changed."""
    incident.factors.create(
        title="No alert",
        condition="The disk had no alert.",
        effect="it filled up",
        made_likely="that nobody saw it",
    )
    summary = actions.begin_summary(postmortem=incident, actor=incident.owner, now=NOW)
    [part] = [one for one in beside(summary) if one.title == "What made it possible"]
    assert not any(row.changed for row in part.rows)
