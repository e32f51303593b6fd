"""The pages of the clocks: who sees them, what they say, and what is refused."""

import datetime as dt

import pytest
from django.contrib.messages import get_messages

from postmortems.disclosure import actions
from postmortems.models import DisclosureDecision, DisclosureReport, DisclosureTimes, NamedReader

HTMX = {"HX-Request": "true"}


def path(postmortem, rest=""):
    return f"/postmortems/{postmortem.pk}/clocks/{rest}"


def moments(version=0, **more):
    return {"version": version, "zone": "Europe/Berlin", "aware_at_day": "2026-10-25", **more}


@pytest.fixture
def reader(make_user):
    """May read an organisation-wide postmortem, and nothing more."""
    return make_user("Reader")


@pytest.fixture
def open_one(make_postmortem):
    return make_postmortem(template="exposure", visibility="organisation")


def test_the_page_begins_empty_and_says_what_to_do(exposure, sign_in):
    page = sign_in(exposure.owner).get(path(exposure)).content.decode()
    assert "No clock has begun" in page
    assert "not legal advice" in page
    assert page.count('class="card pad stack law"') == 7


def test_moments_are_recorded_in_their_zone_and_clocks_run_from_them(exposure, sign_in, now):
    client = sign_in(exposure.owner)
    day = (now - dt.timedelta(hours=30)).date()
    answer = client.post(
        path(exposure, "times/"),
        moments(
            aware_at_day=day, aware_at_time="00:30", traits=["for_others"], basis="The mail of that night"
        ),
    )
    assert answer.status_code == 302
    row = DisclosureTimes.objects.get(postmortem=exposure)
    assert row.aware_at.utcoffset() == dt.timedelta(0)
    assert row.traits == ["for_others"]
    page = client.get(path(exposure)).content.decode()
    assert "if it applies" in page
    assert "The mail of that night" in page
    assert exposure.text_version == type(exposure).objects.get(pk=exposure.pk).text_version


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"aware_at_time": ""}, "Add the time"),
        ({"aware_at_day": "", "aware_at_time": "10:00"}, "Add the day"),
        ({"aware_at_time": "25:99"}, "Write the time as"),
        ({"aware_at_time": "02:30"}, "came twice"),
        ({"aware_at_time": "10:00", "zone": "Nowhere/Land"}, "is not a zone"),
        ({"aware_at_day": "2040-01-01", "aware_at_time": "10:00"}, "has not happened yet"),
        (
            {"aware_at_time": "10:00", "causal_link_at_day": "2040-01-01", "causal_link_at_time": "10:00"},
            "has not happened yet: a link to the AI system was found likely.",
        ),
    ],
)
def test_what_cannot_be_read_is_said_and_kept(exposure, sign_in, values, said):
    answer = sign_in(exposure.owner).post(
        path(exposure, "times/"), moments(basis="What I typed", **values), headers=HTMX
    )
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "What I typed" in answer.content.decode()
    assert not DisclosureTimes.objects.exists()


def test_two_who_record_moments_at_once_are_told(exposure, sign_in, aware):
    aware(exposure)
    both = {"traits": ["for_others", "death"]}
    answer = sign_in(exposure.owner).post(path(exposure, "times/"), moments(0, aware_at_time="10:00", **both))
    assert answer.status_code == 422
    assert answer.content.count(b" checked") == 2
    assert b"Somebody recorded other times" in answer.content
    assert b'name="version" value="1"' in answer.content
    answer = sign_in(exposure.owner).post(path(exposure, "times/"), moments(1, aware_at_time="10:00"))
    assert answer.status_code == 302
    assert DisclosureTimes.objects.get().revisions.count() == 2


def test_a_decision_that_leaves_out_names_reason_and_role(exposure, sign_in, aware):
    aware(exposure)
    client = sign_in(exposure.owner)
    answer = client.post(path(exposure, "gdpr33/"), {"kind": "not_applicable", "decided_by": "Counsel"})
    assert answer.status_code == 422
    assert b"Say why" in answer.content
    reason = "No personal data were concerned."
    client.post(
        path(exposure, "gdpr33/"), {"kind": "not_applicable", "decided_by": "Counsel", "reason": reason}
    )
    page = client.get(path(exposure)).content.decode()
    assert page.count(reason) == 2  # with the law, and in the log
    assert "Notification to the authority" not in page
    assert client.post(path(exposure, "nothing/"), {"kind": "applies"}).status_code == 404


def test_a_report_is_recorded_late_only_with_a_reason(exposure, sign_in, aware, decide, now):
    aware(exposure, hours=80)
    decide(exposure, "gdpr33", "applies")
    client = sign_in(exposure.owner)
    where = path(exposure, "gdpr33/authority/")
    assert b"8 h late" in client.get(where).content
    sent = (now - dt.timedelta(hours=1)).strftime("%H:%M")
    day = (now - dt.timedelta(hours=1)).date()
    values = {"sent_day": day, "sent_time": sent, "zone": "UTC", "sent_to": "The authority"}
    refused = client.post(where, values)
    assert refused.status_code == 422
    assert b"the laws ask for the reasons" in refused.content
    done = client.post(where, values | {"late_reason": "The scan took two days."})
    assert done.status_code == 302
    assert [str(message) for message in get_messages(done.wsgi_request)] == ["Recorded as sent."]
    page = client.get(path(exposure)).content.decode()
    assert "sent, after its time" in page
    future = values | {"sent_day": (now + dt.timedelta(days=2)).date(), "late_reason": "x"}
    assert client.post(where, future).status_code == 422


def test_an_entry_made_by_mistake_is_struck_out_and_the_clock_runs_again(
    exposure, sign_in, aware, decide, now
):
    aware(exposure)
    decide(exposure, "nis2", "applies")
    row = actions.record_report(
        postmortem=exposure,
        actor=exposure.owner,
        regime="nis2",
        duty="warning",
        sent_at=now,
        sent_to="The CSIRT",
        now=now,
    )
    client = sign_in(exposure.owner)
    where = path(exposure, f"sent/{row.pk}/strike/")
    assert client.post(where, {"reason": ""}).status_code == 422
    assert client.post(where, {"reason": "It was the other incident."}).status_code == 302
    assert client.post(where, {"reason": "Again"}).status_code == 422
    page = client.get(path(exposure, "nis2/warning/")).content.decode()
    assert "It was the other incident." in page
    assert "running" in page or "due soon" in page


def test_a_decision_not_to_send_and_its_undoing(exposure, sign_in, aware, decide):
    aware(exposure)
    decide(exposure, "nis2", "applies")
    client = sign_in(exposure.owner)
    where = path(exposure, "nis2/warning/")
    words = {"decide": "1", "kind": "not_notify", "decided_by": "Counsel", "reason": "Not significant."}
    assert client.post(where, words | {"reason": ""}).status_code == 422
    assert client.post(where, words).status_code == 302
    assert b"not sent, by decision" in client.get(where).content
    client.post(where, words | {"kind": "notify", "reason": ""})
    assert b"not sent, by decision" not in client.get(where).content
    assert DisclosureDecision.objects.filter(duty="warning").count() == 2


@pytest.mark.parametrize("rest", ["", "times/", "gdpr33/authority/"])
def test_outsiders_find_nothing_and_mere_readers_are_refused(exposure, open_one, reader, sign_in, rest):
    assert sign_in(reader).get(path(exposure, rest)).status_code == 404
    assert sign_in(reader).get(path(open_one, rest)).status_code == 403


def test_readers_of_restricted_parts_read_and_do_not_answer(exposure, make_user, sign_in):
    named = make_user("Named")
    NamedReader.objects.create(postmortem=exposure, user=named)
    client = sign_in(named)
    page = client.get(path(exposure)).content.decode()
    assert "Does it apply?" not in page
    assert client.get(path(exposure, "times/")).status_code == 403
    for rest in ("times/", "gdpr33/", "gdpr33/authority/", "sent/1/strike/"):
        assert client.post(path(exposure, rest)).status_code == 403, rest


def test_the_wrong_verbs(exposure, sign_in):
    client = sign_in(exposure.owner)
    assert client.post(path(exposure)).status_code == 405
    assert client.get(path(exposure, "gdpr33/")).status_code == 405
    assert client.get(path(exposure, "sent/1/strike/")).status_code == 405
    assert client.get(path(exposure, "gdpr33/nothing/")).status_code == 404


def test_the_page_of_everything_holds_what_the_person_may_read(
    exposure, open_one, make_user, security, sign_in, aware, decide
):
    aware(exposure, hours=100)
    aware(open_one, hours=1)
    decide(exposure, "gdpr33", "applies")
    stranger = make_user("Stranger", signs_legal=True)
    assert sign_in(exposure.owner).get("/clocks/").status_code == 403
    seen = sign_in(security).get("/clocks/").content.decode()
    assert "Zanzibar-quokka" in seen
    assert "late" in seen
    hidden = sign_in(stranger).get("/clocks/").content.decode()
    assert "Zanzibar-quokka" not in hidden
    assert open_one.title in hidden


def test_the_page_of_everything_costs_the_same_for_many(
    make_postmortem, security, sign_in, aware, django_assert_num_queries
):
    client = sign_in(security)
    team = None
    for _ in range(3):
        postmortem = make_postmortem(template="exposure", visibility="organisation", team=team)
        team = postmortem.team
        aware(postmortem)
    with django_assert_num_queries(6):  # session, person, postmortems, times, reports, decisions
        assert client.get("/clocks/").content.count(b"GDPR, to the authority") == 3


def test_the_page_of_one_costs_a_fixed_number_of_queries(
    exposure, sign_in, aware, django_assert_max_num_queries
):
    aware(exposure)
    client = sign_in(exposure.owner)
    with django_assert_max_num_queries(12):
        client.get(path(exposure))


def test_nothing_recorded_is_deleted_with_its_postmortem(exposure, decide):
    from django.db.models import ProtectedError

    decide(exposure, "gdpr33", "not_applicable")
    with pytest.raises(ProtectedError):
        exposure.delete()
    assert DisclosureReport.objects.count() == 0


def test_a_hold_or_a_report_keeps_the_draft(exposure, aware, now):
    from core.transitions import MoveRefused
    from postmortems.authoring.actions import discard, lift_hold, place_hold

    hold = place_hold(postmortem=exposure, actor=exposure.owner, now=now, reason="The authority asked.")
    with pytest.raises(MoveRefused, match="evidence hold"):
        discard(postmortem=exposure, actor=exposure.owner, now=now)
    lift_hold(hold=hold, actor=exposure.owner, now=now, reason="Answered.")
    aware(exposure)
    row = actions.record_report(
        postmortem=exposure,
        actor=exposure.owner,
        regime="gdpr33",
        duty="authority",
        sent_at=now,
        sent_to="The authority",
        now=now,
    )
    with pytest.raises(MoveRefused, match="report to an authority"):
        discard(postmortem=exposure, actor=exposure.owner, now=now)
    actions.strike_report(report=row, actor=exposure.owner, reason="Another incident.", now=now)
    discard(postmortem=exposure, actor=exposure.owner, now=now)


def test_what_is_purged_leaves_clocks_and_briefs_too(exposure, aware, decide, make_user, now):
    from postmortems.domain.briefs import AUDIENCES
    from postmortems.models import PublicRevision, PublicSummary
    from postmortems.publication.actions import ask_for_brief, begin_brief, issue_brief, sign_brief
    from postmortems.workspace.keeping.purging import purge, stands_outside

    secret = "Quokka-passphrase"
    aware(exposure, basis=f"The mail with {secret}.")
    decide(exposure, "gdpr33", "not_applicable", reason=f"Only {secret} was seen.")
    brief = begin_brief(postmortem=exposure, audience=AUDIENCES["legal"], actor=exposure.owner, now=now)
    digest = ask_for_brief(brief=brief, actor=exposure.owner, now=now)
    for capacity in ("legal", "security"):
        signer = make_user(capacity, signs_legal=True, signs_security=True)
        sign_brief(brief=brief, actor=signer, capacity=capacity, digest=digest, now=now)
    issue_brief(brief=brief, actor=exposure.owner, now=now)
    assert secret in str(PublicRevision.objects.get().content)
    assert not stands_outside(exposure, secret)
    purge(postmortem=exposure, actor=exposure.owner, now=now, passage=secret, reason="A secret")
    revision = PublicRevision.objects.get()
    assert revision.removed_at == now
    held = [
        str(revision.content),
        str(PublicSummary.objects.values().get()),
        str(list(PublicSummary.history.values())),
        str(DisclosureTimes.objects.values().get()),
        str(list(DisclosureTimes.history.values())),
        str(list(DisclosureDecision.objects.values())),
    ]
    assert not [text for text in held if secret in text]


def test_a_time_that_can_not_be_read_is_not_offered_to_be_left_out(exposure, sign_in):
    sent = moments(aware_at_time="26")
    page = sign_in(exposure.owner).post(path(exposure, "times/"), sent).content.decode()
    assert "Write the time as 14:02 or 14:02:11, or 14h for the hour." in page
    assert "leave it empty" not in page
