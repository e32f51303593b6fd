"""Those who can sign hear of it once; nobody else does."""

import pytest
from django.core import mail

from core.notify.models import Delivery
from core.outbox import effects as outbox
from postmortems.domain.briefs import AUDIENCES
from postmortems.models import NamedReader, Postmortem, PublicSummary
from postmortems.publication import actions
from tests.conftest import NOW

pytestmark = pytest.mark.django_db(transaction=True)
LINE = "The public summary of “Uploads stopped after a configuration change” waits for your signature"


def told() -> list[str]:
    """Who has had a mail about a signature, after all that is due was done."""
    outbox.drain()
    outbox.drain()
    return sorted(one.to[0] for one in mail.outbox if "signature" in one.subject)


def test_those_who_can_sign_are_told_once_and_lists_show_it(make_summary, make_user, sign_in, publisher):
    make_user("Legal", signs_legal=True)
    make_user("Reader")
    summary = make_summary("awaiting_signatures")
    # A publisher who wrote in it, or asked for it, is not told.
    assert told() == [publisher.email]
    assert mail.outbox[-1].subject == LINE
    assert f"/postmortems/{summary.postmortem_id}/summary/#signing" in mail.outbox[-1].body
    client = sign_in(publisher)
    for page in ("/", "/inbox/"):
        assert "signature" in client.get(page).content.decode()
    assert "Signatures that wait for you" in client.get("/").content.decode()
    assert "Signatures that wait" not in sign_in(summary.postmortem.owner).get("/").content.decode()
    assert told() == [publisher.email]


def test_a_text_that_was_changed_or_signed_meanwhile_is_not_told_of(make_summary, publisher, sign_in):
    summary = make_summary("awaiting_signatures")
    PublicSummary.objects.filter(pk=summary.pk).update(status="preparing", text_digest="")
    assert told() == []
    summary.refresh_from_db()
    # Signed before anybody could be told.
    digest = actions.ask_signatures(summary=summary, actor=summary.postmortem.owner, now=NOW)
    actions.sign(summary=summary, actor=publisher, capacity="publisher", digest=digest, now=NOW)
    assert told() == []
    assert "Signatures that wait" not in sign_in(publisher).get("/").content.decode()


def test_who_may_not_read_the_postmortem_hears_nothing(make_summary, publisher, make_user, sign_in):
    summary = make_summary("awaiting_signatures")
    Postmortem.objects.filter(pk=summary.postmortem_id).update(visibility="named")
    assert told() == []
    assert not Delivery.objects.filter(recipient=publisher, state="sent").exists()
    assert "Signatures that wait" not in sign_in(publisher).get("/").content.decode()


def test_a_text_asked_for_again_as_it_was_is_not_told_twice(make_summary, publisher):
    summary = make_summary("awaiting_signatures")
    assert told() == [publisher.email]
    PublicSummary.objects.filter(pk=summary.pk).update(status="preparing")
    summary.refresh_from_db()
    actions.ask_signatures(summary=summary, actor=summary.postmortem.owner, now=NOW)
    assert told() == [publisher.email]


def test_a_removal_waits_for_somebody_else(make_summary, publisher, make_user, sign_in):
    summary = make_summary("published")
    actions.remove_passage(summary=summary, actor=publisher, passage="Uploads", reason="", now=NOW)
    other = make_user("Second", signs_legal=True)
    assert "What is left after a removal" in sign_in(other).get("/").content.decode()
    assert "What is left after a removal" not in sign_in(publisher).get("/").content.decode()
    actions.confirm_removal(removal=summary.removals.get(), actor=other, now=NOW)
    assert "What is left after a removal" not in sign_in(other).get("/").content.decode()


def test_the_mail_about_a_brief_leads_to_the_text_that_is_signed(incident, publisher, sign_in):
    brief = actions.begin_brief(
        postmortem=incident, audience=AUDIENCES["executive"], actor=incident.owner, now=NOW
    )
    actions.ask_for_brief(brief=brief, actor=incident.owner, now=NOW)
    assert told() == [publisher.email]
    where = f"/postmortems/{incident.pk}/briefs/executive/text/"
    assert f"{where}#signing" in mail.outbox[-1].body
    assert "public" not in mail.outbox[-1].body
    client = sign_in(publisher)
    for page in ("/", "/inbox/"):
        assert f'href="{where}#signing"' in client.get(page).content.decode()
    assert "Sign as publisher" in client.get(where).content.decode()


def test_a_page_says_when_nobody_can_sign(make_summary, incident, publisher, make_user, sign_in):
    writer, page = sign_in(incident.owner), f"/postmortems/{incident.pk}/summary/"
    make_summary("awaiting_signatures")
    assert "Nobody can sign" not in writer.get(page).content.decode()
    Postmortem.objects.filter(pk=incident.pk).update(visibility="named")
    assert "Nobody can sign as publisher now." in writer.get(page).content.decode()
    brief = actions.begin_brief(
        postmortem=incident, audience=AUDIENCES["legal"], actor=incident.owner, now=NOW
    )
    actions.ask_for_brief(brief=brief, actor=incident.owner, now=NOW)
    page = f"/postmortems/{incident.pk}/briefs/legal/text/"
    make_user("Counsel", signs_legal=True)  # who may not read it
    assert "Nobody can sign as legal now." in writer.get(page).content.decode()
    NamedReader.objects.create(postmortem=incident, user=make_user("Named counsel", signs_legal=True))
    told = writer.get(page).content.decode()
    assert "Nobody can sign" not in told
    assert "It waits for: legal." in told
