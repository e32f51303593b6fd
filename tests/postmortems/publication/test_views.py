"""The pages of the public summary: who may do what, what is refused, and that nothing typed is lost."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from core.accounts.models import Membership
from core.audit import AuditEntry
from core.notify.models import Delivery
from core.outbox import effects as outbox
from core.transitions import MoveRefused
from postmortems.models import Action, PublicRevision, PublicSummary, Settled, Signature
from postmortems.publication import actions
from postmortems.publication.content import content_of
from postmortems.publication.forms import SummaryForm
from postmortems.publication.scanning import open_findings
from tests.conftest import NOW

POSTS = (
    "",
    "keep/",
    "replace/",
    "promise/",
    "ask/",
    "sign/",
    "publish/",
    "unschedule/",
    "withdraw/",
    "remove/",
)
PUBLISHERS_ONLY = ("publish/", "unschedule/", "withdraw/", "remove/")


@pytest.fixture
def path(incident):
    return f"/postmortems/{incident.pk}/summary/"


@pytest.fixture
def action(incident):
    return Action.objects.create(
        postmortem=incident, team=incident.team, title="Page when a disk fills", owner=incident.owner
    )


@pytest.fixture
def owner(incident, sign_in):
    return sign_in(incident.owner)


@pytest.fixture
def comms(publisher, sign_in):
    return sign_in(publisher)


def _values(summary, **changed):
    """What a browser sends back of the form as it is shown."""
    form = SummaryForm(summary=summary)
    shown = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    for name in ("began_at", "ended_at"):
        if shown.get(name):
            shown[name] = shown[name].strftime("%Y-%m-%dT%H:%M")
    return shown | changed


def test_a_summary_is_begun_by_a_person(incident, owner, path):
    assert "Begin" in owner.get(path).content.decode()
    answer = owner.post(path)
    assert (answer.status_code, answer["Location"]) == (302, path)
    owner.post(path)
    assert PublicSummary.objects.get().postmortem == incident


def test_the_text_is_saved_and_named_by_who_wrote_it(make_summary, owner, path, incident):
    summary = make_summary()
    answer = owner.post(
        path, _values(summary, lede="Uploads stopped. We are sorry.", services="Uploads, , Gallery")
    )
    summary.refresh_from_db()
    assert answer.status_code == 302
    assert (summary.lede, summary.services) == ("Uploads stopped. We are sorry.", ["Uploads", "Gallery"])
    assert summary.history.first().history_user == incident.owner


def test_a_script_is_told_where_to_go(make_summary, owner, path):
    answer = owner.post(path, _values(make_summary()), headers={"hx-request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (200, path)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": ""}, "required"),
        ({"title": "x" * 201}, "200"),
        ({"slug": "!!!"}, "Use letters, digits and hyphens."),
        ({"slug": "feed"}, "taken by the site"),
        ({"began_at": "2026-11-20T12:00", "ended_at": "2026-11-20T11:00"}, "before it began"),
        ({"began_at": "yesterday"}, "valid date"),
        ({"reasons": ["because"]}, "because"),
        ({"version": "0"}, "Somebody changed this text"),
        ({"version": "x"}, "whole number"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(make_summary, owner, path, changed, said):
    summary = make_summary()
    answer = owner.post(path, _values(summary, lede="Words <worth> keeping", **changed))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page and "Words &lt;worth&gt; keeping" in page
    summary.refresh_from_db()
    assert "worth" not in summary.lede


def test_after_a_conflict_the_second_try_is_taken(make_summary, owner, path, incident):
    summary = make_summary()
    mine = _values(summary, lede="Mine")
    actions.change_text(
        summary=summary, actor=incident.owner, version=summary.version, values={"lede": "Theirs"}, now=NOW
    )
    page = owner.post(path, mine)
    assert page.status_code == 422
    # What stands now is there to compare with, of the field that differs and of no other.
    assert [part.title for part in page.context["differs"]] == ["Opening"]
    assert "<del>Theirs</del>" in page.content.decode() and "<ins>Mine</ins>" in page.content.decode()
    assert page.context["form"]["version"].value() == summary.version
    assert owner.post(path, mine | {"version": summary.version}).status_code == 302


def test_an_address_of_another_summary_is_not_taken(make_summary, make_postmortem, owner, path, incident):
    other = actions.begin_summary(postmortem=make_postmortem(title="Another"), actor=incident.owner, now=NOW)
    assert owner.post(path, _values(make_summary(), slug=other.slug)).status_code == 422


def test_a_published_address_stays(make_summary, owner, path):
    summary = make_summary("published")
    owner.post(path, _values(summary, slug="elsewhere", lede="New", correction_note="Shorter"))
    before = summary.slug
    summary.refresh_from_db()
    assert (summary.slug, summary.lede) == (before, "New")


def test_a_finding_is_kept_with_a_reason_only(make_summary, owner, path, incident):
    summary = make_summary()
    actions.change_text(
        summary=summary,
        actor=incident.owner,
        version=summary.version,
        values={"lede": "Write to help@example.org."},
        now=NOW,
    )
    [found] = open_findings(summary)
    assert "Replace all" in owner.get(path).content.decode()
    one = {"kind": found.finding.kind, "excerpt": found.finding.excerpt}
    refused = owner.post(f"{path}keep/", one | {"reason": "  "})
    assert refused.status_code == 422 and "Say why this may be public." in refused.content.decode()
    unknown = owner.post(f"{path}keep/", {"kind": "person", "excerpt": "Nobody", "reason": "x"})
    assert unknown.status_code == 422
    assert not Settled.objects.exists()
    assert owner.post(f"{path}keep/", one | {"reason": "Our public address"}).status_code == 302
    assert Settled.objects.get().settled_by == incident.owner


def test_everything_found_is_replaced_at_once(make_summary, owner, path, incident):
    summary = make_summary()
    actions.change_text(
        summary=summary,
        actor=incident.owner,
        version=summary.version,
        values={"lede": "Ask Marguerite Okonkwo."},
        now=NOW,
    )
    for version in ("", "x", "0", "9" * 5000):
        assert owner.post(f"{path}replace/", {"version": version}).status_code == 422
    assert owner.post(f"{path}replace/", {"version": summary.version}).status_code == 302
    summary.refresh_from_db()
    assert summary.lede == "Ask Responder 1."


def test_where_nothing_can_be_replaced_nothing_offers_it(make_summary, owner, path, incident):
    summary = make_summary()
    lede = {"lede": "Only our one night-shift database administrator saw it."}
    actions.change_text(summary=summary, actor=incident.owner, version=summary.version, values=lede, now=NOW)
    assert [one.finding.replacement for one in open_findings(summary)] == [""]
    assert "Replace all" not in owner.get(path).content.decode()


def test_an_action_is_promised_followed_and_taken_back(make_summary, owner, comms, path, action):
    summary = make_summary()
    typed = {"action": action.pk, "wording": "We hear of it before", "due_month": "soon"}
    assert '<option value="" selected>Choose…</option>' in owner.get(path).content.decode()
    refused = owner.post(f"{path}promise/", typed)
    assert refused.status_code == 422
    assert "Write the month as 2027-02." in refused.content.decode()
    assert "We hear of it before" in refused.content.decode()
    assert owner.post(f"{path}promise/", typed | {"due_month": "2027-02"}).status_code == 302
    pledge = summary.promises.get()
    assert (pledge.due_month, pledge.action) == (dt.date(2027, 2, 1), action)
    assert owner.post(f"{path}promise/", typed | {"due_month": "2027-02"}).status_code == 422
    state = {"state": "changed", "note": ""}
    assert comms.post(f"{path}promise/{pledge.pk}/", state).status_code == 422
    assert owner.post(f"{path}promise/{pledge.pk}/", {"take_back": "1"}).status_code == 302
    assert not summary.promises.exists()


def test_a_promise_of_a_correction_can_be_taken_out_until_it_is_public(
    make_summary, owner, comms, path, action
):
    summary = make_summary("published")
    typed = {"action": action.pk, "wording": "We hear of it before", "due_month": "2020-01"}
    over = owner.post(f"{path}promise/", typed)
    assert over.status_code == 422 and "This month is over." in over.content.decode()
    assert owner.post(f"{path}promise/", typed | {"due_month": "2027-02"}).status_code == 302
    pledge = summary.promises.get()
    assert "Take it out" in owner.get(path).content.decode()
    assert "Say how it stands" not in comms.get(path).content.decode()
    assert owner.post(f"{path}promise/{pledge.pk}/", {"take_back": "1"}).status_code == 302
    assert not summary.promises.exists()


def test_saying_how_a_promise_stands_begins_where_it_stands(
    make_summary, owner, publisher, comms, path, action, incident
):
    summary = make_summary()
    pledge = actions.promise(
        summary=summary, action=action, actor=incident.owner, wording="W", due_month=NOW.date(), now=NOW
    )
    digest = actions.ask_signatures(summary=summary, actor=incident.owner, now=NOW)
    actions.sign(summary=summary, actor=publisher, capacity="publisher", digest=digest, now=NOW)
    actions.publish(summary=summary, actor=publisher, now=NOW)
    pledge.updates.create(state="in_progress", proposed_at=NOW)
    page = comms.get(path).content.decode()
    assert '<option value="in_progress" selected>' in page
    assert comms.post(f"{path}withdraw/", {"note": "It was wrong."}).status_code == 302
    assert "Say how it stands" not in comms.get(path).content.decode()
    refused = owner.post(f"{path}promise/{pledge.pk}/", {"take_back": "1"})
    assert refused.status_code == 422 and "Readers have seen this promise." in refused.content.decode()


def test_what_is_said_of_a_promise_keeps_what_was_typed(make_summary, owner, comms, path, action, incident):
    summary = make_summary()
    pledge = actions.promise(
        summary=summary, action=action, actor=incident.owner, wording="W", due_month=NOW.date(), now=NOW
    )
    note = {"state": "done", "note": "It is <there>"}
    assert owner.post(f"{path}promise/{pledge.pk}/", note).status_code == 422
    assert not pledge.updates.exists()
    wrong = comms.post(f"{path}promise/{pledge.pk}/", note | {"state": "bogus"})
    assert wrong.status_code == 422 and "bogus" in wrong.content.decode()
    assert comms.post(f"{path}promise/{pledge.pk}/", note).status_code == 302
    assert pledge.updates.get().note == "It is <there>"
    assert comms.post(f"{path}promise/999999/", note).status_code == 404


def test_the_preview_is_what_becomes_public_but_for_the_date(make_summary, owner, comms, path, client):
    summary = make_summary("signed")
    preview = owner.get(f"{path}preview/")
    assert preview["Cache-Control"] == "private, no-store"
    comms.post(f"{path}publish/", {"now": "1"})
    public = client.get(f"/public/{summary.slug}/").content.decode()
    before, after = preview.content.decode().splitlines(), public.splitlines()
    changed = [line for line in after if line not in before] + [line for line in before if line not in after]
    assert all("ublished" in line or "history/" in line for line in changed), changed
    assert len(changed) <= 4


def test_the_way_to_publication_by_the_pages(make_summary, owner, comms, path, publisher, client):
    summary = make_summary()
    assert comms.post(f"{path}publish/", {"now": "1"}).status_code == 422
    assert comms.post(f"{path}sign/", {"capacity": "publisher", "digest": ""}).status_code == 422
    assert owner.post(f"{path}ask/").status_code == 302
    assert owner.post(f"{path}ask/").status_code == 422
    summary.refresh_from_db()
    shown = comms.get(path).content.decode()
    assert f'name="digest" value="{summary.text_digest}"' in shown
    for wrong in ({"digest": "0" * 64}, {"capacity": "legal"}, {"capacity": "security"}, {"capacity": ""}):
        send = {"capacity": "publisher", "digest": summary.text_digest} | wrong
        assert comms.post(f"{path}sign/", send).status_code == 422
    assert comms.post(f"{path}publish/", {"now": "1"}).status_code == 422
    sign = {"capacity": "publisher", "digest": summary.text_digest}
    assert comms.post(f"{path}sign/", sign).status_code == 302
    assert comms.post(f"{path}sign/", sign).status_code == 422
    assert Signature.objects.get().signer == publisher
    assert comms.post(f"{path}publish/", {"now": "1"}).status_code == 302
    assert comms.post(f"{path}publish/", {"now": "1"}).status_code == 422
    assert client.get(f"/public/{summary.slug}/").status_code == 200


def test_an_author_who_holds_the_capacity_is_offered_no_signature(make_summary, owner, path, incident):
    summary = make_summary("awaiting_signatures")
    incident.owner.is_publisher = True
    incident.owner.save(update_fields=["is_publisher"])
    assert 'name="digest"' not in owner.get(path).content.decode()
    send = {"capacity": "publisher", "digest": summary.text_digest}
    assert owner.post(f"{path}sign/", send).status_code == 422


def test_a_security_exposure_needs_two_capacities(make_summary, incident, make_user, publisher):
    summary = make_summary()
    type(incident).objects.filter(pk=incident.pk).update(kind="exposure")
    summary.postmortem.refresh_from_db()
    digest = actions.ask_signatures(summary=summary, actor=incident.owner, now=NOW)
    actions.sign(summary=summary, actor=publisher, capacity="publisher", digest=digest, now=NOW)
    with pytest.raises(MoveRefused, match="Still to sign: security"):
        actions.publish(summary=summary, actor=publisher, now=NOW)
    security = make_user("Security", signs_security=True)
    actions.sign(summary=summary, actor=security, capacity="security", digest=digest, now=NOW)
    assert actions.publish(summary=summary, actor=publisher, now=NOW).number == 1


@pytest.mark.parametrize("at", ["soon", "2020-01-01T00:00", "2027-13-01T00:00"])
def test_a_time_that_can_not_be_is_said_and_kept(make_summary, comms, path, at):
    make_summary("signed")
    answer = comms.post(f"{path}publish/", {"at": at})
    assert answer.status_code == 422
    assert f'value="{at}"' in answer.content.decode()


def test_what_is_scheduled_is_published_when_it_is_due(make_summary, comms, path, client):
    summary = make_summary("signed")
    due = (timezone.now() + dt.timedelta(hours=2)).replace(second=0, microsecond=0)
    assert comms.post(f"{path}publish/", {"at": due.strftime("%Y-%m-%dT%H:%M")}).status_code == 302
    summary.refresh_from_db()
    assert (summary.status, summary.scheduled_for) == ("scheduled", due)
    assert actions.publish_scheduled(now=due - dt.timedelta(minutes=1)) == 0
    assert client.get(f"/public/{summary.slug}/").status_code == 404
    assert actions.publish_scheduled(now=due) == 1
    assert actions.publish_scheduled(now=due) == 0
    assert client.get(f"/public/{summary.slug}/").status_code == 200
    assert PublicRevision.objects.get().published_by is None


def test_a_time_that_was_set_is_changed_and_taken_back(make_summary, comms, owner, path):
    summary = make_summary("signed")
    first = (timezone.now() + dt.timedelta(hours=2)).replace(second=0, microsecond=0)
    second = first + dt.timedelta(hours=1)
    for due in (first, second):
        assert comms.post(f"{path}publish/", {"at": due.strftime("%Y-%m-%dT%H:%M")}).status_code == 302
    assert actions.publish_scheduled(now=first) == 0
    page = comms.get(path).content.decode()
    assert "Don't publish at that time" in page and f'value="{second:%Y-%m-%dT%H:%M}"' in page
    assert "Don't publish at that time" not in owner.get(path).content.decode()
    assert comms.post(f"{path}unschedule/").status_code == 302
    assert comms.post(f"{path}unschedule/").status_code == 422
    assert actions.publish_scheduled(now=second) == 0
    summary.refresh_from_db()
    assert (summary.status, summary.scheduled_for) == ("awaiting_signatures", None)
    assert summary.signatures.count() == 1
    assert AuditEntry.objects.filter(verb="unschedule", object_id=summary.pk).count() == 1
    assert comms.post(f"{path}publish/", {"now": "1"}).status_code == 302


def test_what_is_scheduled_waits_when_the_record_changed_and_its_publisher_hears_of_it(
    make_summary, publisher, incident, sign_in, comms, path, owner
):
    summary = make_summary("signed")
    due = NOW + dt.timedelta(hours=1)
    actions.schedule(summary=summary, actor=publisher, at=due, now=NOW)
    incident.events.first().delete()
    assert actions.publish_scheduled(now=due) == 0
    assert actions.publish_scheduled(now=due) == 0
    assert not PublicRevision.objects.exists()
    assert AuditEntry.objects.filter(verb="publish_refused").count() == 1
    summary.refresh_from_db()
    assert (summary.status, summary.scheduled_for) == ("awaiting_signatures", None)
    outbox.drain()
    [told] = [one for one in mail.outbox if "was not published" in one.subject]
    assert told.to == [publisher.email]
    assert told.subject.endswith("was not published at 20 Nov 2026, 11:00 UTC")
    assert "was not published" in comms.get("/inbox/").content.decode()
    assert "It was not published at 20 Nov 2026, 11:00 UTC" in comms.get(path).content.decode()
    # The text is written and asked for again: what was missed is over.
    assert owner.post(path, _values(summary, lede="New")).status_code == 302
    assert owner.post(f"{path}ask/").status_code == 302
    assert "It was not published at" not in comms.get(path).content.decode()
    assert "was not published" not in comms.get("/inbox/").content.decode()


def test_when_who_set_the_time_is_gone_all_who_could_sign_hear_of_it(
    make_summary, publisher, make_user, incident
):
    summary, second = make_summary("signed"), make_user("Second", is_publisher=True)
    make_user("Legal", signs_legal=True)
    actions.schedule(summary=summary, actor=publisher, at=NOW + dt.timedelta(hours=1), now=NOW)
    incident.events.first().delete()
    type(publisher).objects.filter(pk=publisher.pk).update(is_active=False)
    assert actions.publish_scheduled(now=NOW + dt.timedelta(hours=1)) == 0
    told = Delivery.objects.filter(kind="publication.missed")
    assert set(told.values_list("recipient", flat=True)) == {second.pk}


def test_a_summary_is_withdrawn_with_a_sentence(make_summary, comms, path, client):
    summary = make_summary("published")
    assert comms.post(f"{path}withdraw/", {"note": " "}).status_code == 422
    assert comms.post(f"{path}withdraw/", {"note": "x" * 401}).status_code == 422
    assert comms.post(f"{path}withdraw/", {"note": "It mixed up two incidents."}).status_code == 302
    assert client.get(f"/public/{summary.slug}/").status_code == 410
    again = comms.post(f"{path}withdraw/", {"note": "Once more."})
    assert again.status_code == 422
    page = comms.get(path).content.decode()
    assert "Publish now" not in page and "Set the time" not in page


def test_what_was_never_published_is_not_withdrawn(make_summary, comms, path):
    make_summary("signed")
    assert comms.post(f"{path}withdraw/", {"note": "Because"}).status_code == 422
    assert comms.post(f"{path}remove/", {"passage": "1,200 uploads"}).status_code == 422


def test_a_passage_that_stands_nowhere_is_said_and_kept(make_summary, comms, path):
    make_summary("published")
    answer = comms.post(f"{path}remove/", {"passage": "Zanzibar & co"})
    assert answer.status_code == 422
    for short in ("", " ", "ab"):
        assert comms.post(f"{path}remove/", {"passage": short}).status_code == 422
    assert comms.post(f"{path}remove/", {"passage": "1,200 uploads"}).status_code == 302


# --- Who may


@pytest.mark.parametrize("post", POSTS)
def test_an_outsider_finds_nothing(make_summary, incident, make_user, sign_in, path, post):
    make_summary()
    type(incident).objects.filter(pk=incident.pk).update(visibility="team")
    for outsider in (make_user("Outsider"), make_user("Publisher", is_publisher=True)):
        assert sign_in(outsider).post(path + post).status_code == 404
    assert sign_in(make_user("Other")).get(path).status_code == 404


@pytest.mark.parametrize("post", POSTS)
def test_a_reader_may_not(make_summary, make_user, sign_in, path, post):
    make_summary("published" if post in PUBLISHERS_ONLY else "preparing")
    reader = sign_in(make_user("Reader"))
    assert reader.post(path + post).status_code == 403
    assert reader.get(path).status_code == 403
    assert reader.get(f"{path}preview/").status_code == 403


@pytest.mark.parametrize("post", PUBLISHERS_ONLY)
def test_who_prepares_does_not_publish(make_summary, owner, path, post):
    make_summary("published")
    assert owner.post(path + post, {"note": "x", "passage": "1,200 uploads"}).status_code == 403
    assert PublicSummary.objects.get().status == "published"


@pytest.mark.parametrize("post", ["", "keep/", "replace/", "promise/", "ask/"])
def test_who_only_signs_does_not_write(make_summary, make_user, sign_in, path, post):
    make_summary()
    security = sign_in(make_user("Security", signs_security=True))
    assert security.get(path).status_code == 200
    assert security.post(path + post).status_code == 403


def test_a_member_of_the_team_prepares(make_summary, incident, make_user, sign_in, path):
    summary = make_summary()
    member = make_user("Member")
    Membership.objects.create(user=member, team=incident.team)
    assert sign_in(member).post(path, _values(summary, lede="New")).status_code == 302


@pytest.mark.parametrize("post", POSTS[1:])
def test_without_a_summary_there_is_nothing_to_do(owner, comms, path, post):
    client = comms if post in (*PUBLISHERS_ONLY, "sign/") else owner
    assert client.post(path + post).status_code == 404


@pytest.mark.parametrize("post", POSTS[1:])
def test_a_wrong_verb_is_refused(make_summary, comms, path, post):
    make_summary()
    assert comms.get(path + post).status_code == 405
    assert comms.put(path + post).status_code == 405
    assert comms.post(f"{path}preview/").status_code == 405


@pytest.mark.parametrize(
    "address", ["/public/", "/public/feed.atom", "/public/feed.json", "/public/sitemap.xml"]
)
def test_public_pages_take_no_post(db, client, address):
    assert client.post(address).status_code == 405


def test_the_working_text_is_the_content_that_is_signed(make_summary):
    """A field that is shown and not in the content would be public without a signature."""
    summary = make_summary()
    assert set(content_of(summary)) == {
        "slug", "title", "lede", "parts", "began_at", "ended_at", "services", "promises", "described", "reasons",
    }  # fmt: skip


def test_what_was_typed_to_remove_or_withdraw_is_kept(make_summary, comms, path):
    make_summary("published")
    typed = {"passage": "A sentence that stands nowhere", "reason": "a name"}
    page = comms.post(f"{path}remove/", typed).content.decode()
    assert "A sentence that stands nowhere" in page
    assert "<details open><summary>Something got out" in page
    page = comms.post(f"{path}withdraw/", {"note": ""}).content.decode()
    assert "<details open><summary>Withdraw the summary" in page
    assert page.count("error-summary") == 1


def test_a_withdrawn_summary_that_is_written_again_says_nothing_is_read(
    make_summary, owner, comms, path, client
):
    summary = make_summary("published")
    assert comms.post(f"{path}withdraw/", {"note": "It was wrong."}).status_code == 302
    summary.refresh_from_db()
    values = _values(summary, lede="Told again.", correction_note="Told again.")
    assert owner.post(path, values).status_code == 302
    page = owner.get(path).content.decode()
    assert "Readers see revision" not in page
    assert "Its address says so until this text is signed and published." in page
    assert "The public page</a>" not in page
    # Files made anew meanwhile keep it withdrawn.
    actions.refresh_all(now=NOW)
    assert client.get(f"/public/{summary.slug}/").status_code == 410
    assert f"/public/{summary.slug}/" not in client.get("/public/").content.decode()


def test_what_was_typed_after_a_refusal_goes_to_the_text_and_nowhere_else(make_summary, comms, path):
    make_summary("signed")
    refused = comms.post(f"{path}publish/", {"at": "2020-01-01T10:00"}).content.decode()
    assert f'<form method="post" action="{path}"' in refused
    # What another form sends there makes nothing public.
    stray = comms.post(f"{path}publish/", {"lede": "STOP, this is wrong", "version": "1"})
    assert stray.status_code == 422 and "Nothing was published" in stray.content.decode()
    assert PublicSummary.objects.get().live_revision_id is None
