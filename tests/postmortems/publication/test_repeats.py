"""Repeats told as repeats: suggested from what one may read, confirmed by a person, frozen, and leaking nothing."""

import datetime as dt

import pytest

from postmortems.analysis.actions import add_factor
from postmortems.analysis.queries import similar_to
from postmortems.domain.similar import Traits, likeness, weights
from postmortems.models import NamedReader, PublicFile, PublicSummary, Repeat, Service
from postmortems.publication import actions, repeats
from tests.conftest import NOW

KEY, RARE = "CH.slow-rollback", "SW.boundary"
BEFORE = NOW - dt.timedelta(days=40)


def like(postmortem, *keys, service="Uploads", disclosure="internal"):
    for key in keys:
        add_factor(
            postmortem=postmortem,
            actor=postmortem.owner,
            values={"type_key": key, "disclosure": disclosure},
            now=NOW,
        )
    if service:
        postmortem.services.add(Service.objects.get_or_create(name=service)[0])


@pytest.fixture
def earlier(make_postmortem, publisher):
    """An earlier one, published, that the whole organisation may read."""

    def make(visibility="organisation", *keys, publish=True, title="Quokka uploads stalled", **more):
        postmortem = make_postmortem(visibility=visibility, title=title, now=BEFORE)
        like(postmortem, *(keys or (KEY,)), **more)
        if publish:
            summary = actions.begin_summary(postmortem=postmortem, actor=postmortem.owner, now=BEFORE)
            actions.change_text(
                summary=summary,
                actor=postmortem.owner,
                version=summary.version,
                values={"lede": "Uploads stalled."},
                now=BEFORE,
            )
            digest = actions.ask_signatures(summary=summary, actor=postmortem.owner, now=BEFORE)
            actions.sign(summary=summary, actor=publisher, capacity="publisher", digest=digest, now=BEFORE)
            actions.publish(summary=summary, actor=publisher, now=BEFORE)
        return postmortem

    return make


def summary_of(postmortem):
    return PublicSummary.objects.get(postmortem=postmortem, reader="public")


def test_the_same_condition_in_the_same_service_is_suggested(earlier, incident, make_summary):
    first = earlier()
    like(incident, KEY)
    [one] = repeats.suggestions(make_summary(), incident.owner)
    assert one.earlier == summary_of(first)
    assert one.services == ("Uploads",)
    assert one.conditions == ("Going back to the earlier version takes long or is not possible",)


@pytest.mark.parametrize(
    "case", ["other condition", "other service", "not published", "withdrawn", "hidden", "restricted factor"]
)
def test_what_does_not_match_or_may_not_be_known_is_not_suggested(
    earlier, incident, make_summary, publisher, case
):
    words = {
        "other condition": {"keys": (RARE,)},
        "other service": {"service": "Search"},
        "not published": {"publish": False},
        "hidden": {"visibility": "named"},
        "restricted factor": {"disclosure": "restricted"},
    }.get(case, {})
    first = earlier(words.pop("visibility", "organisation"), *words.pop("keys", ()), **words)
    if case == "withdrawn":
        actions.withdraw(summary=summary_of(first), actor=publisher, note="It was wrong.", now=NOW)
    like(incident, KEY)
    assert repeats.suggestions(make_summary(), incident.owner) == []


def test_a_person_confirms_and_readers_are_led_to_the_earlier_one(
    earlier, incident, make_summary, publisher, sign_in, client
):
    first = earlier()
    like(incident, KEY)
    summary = make_summary()
    writer = sign_in(incident.owner)
    assert b"Has it happened before?" in writer.get(f"/postmortems/{incident.pk}/summary/").content
    where = f"/postmortems/{incident.pk}/summary/repeat/"
    values = {
        "earlier": summary_of(first).pk,
        "wording": "A slow way back was part of it then, too.",
        "tell": "1",
    }
    assert writer.post(where, values | {"wording": " "}).status_code == 422
    assert writer.post(where, values).status_code == 302
    summary.refresh_from_db()
    digest = actions.ask_signatures(summary=summary, actor=incident.owner, now=NOW)
    actions.sign(summary=summary, actor=publisher, capacity="publisher", digest=digest, now=NOW)
    actions.publish(summary=summary, actor=publisher, now=NOW)
    page = client.get(f"/public/{summary.slug}/").content.decode()
    assert "A slow way back was part of it then, too." in page
    assert f'href="/public/{summary_of(first).slug}/"' in page
    assert "The summary of 11 Oct 2026" in page
    for inside in (first.reference, f"/postmortems/{first.pk}", KEY, first.title):
        assert inside not in page
    assert client.get(f"/public/{summary_of(first).slug}/").status_code == 200


def test_a_word_on_it_takes_signatures_back_only_when_the_text_changes(earlier, incident, make_summary):
    first = earlier()
    like(incident, KEY)
    summary = make_summary("awaiting_signatures")
    answer = {"summary": summary, "earlier": summary_of(first), "actor": incident.owner, "now": NOW}
    actions.answer_repeat(**answer, is_told=False)
    summary.refresh_from_db()
    assert summary.status == "awaiting_signatures"
    assert repeats.suggestions(summary, incident.owner) == []
    actions.answer_repeat(**answer, is_told=True, wording="It happened before.")
    summary.refresh_from_db()
    assert summary.status == "preparing"


def test_words_of_a_repeat_are_scanned_and_removed_like_the_rest(earlier, incident, make_summary, publisher):
    first = earlier()
    like(incident, KEY)
    summary = make_summary()
    actions.answer_repeat(
        summary=summary,
        earlier=summary_of(first),
        actor=incident.owner,
        is_told=True,
        wording="Globex Corporation saw it before.",
        now=NOW,
    )
    from postmortems.publication.scanning import open_findings

    summary.refresh_from_db()
    assert [one.finding.kind for one in open_findings(summary)] == ["customer"]
    Repeat.objects.update(wording="Quokka-word was part of it.")
    digest = actions.ask_signatures(summary=summary, actor=incident.owner, now=NOW)
    actions.sign(summary=summary, actor=publisher, capacity="publisher", digest=digest, now=NOW)
    actions.publish(summary=summary, actor=publisher, now=NOW)
    actions.remove_passage(summary=summary, actor=publisher, passage="Quokka-word", now=NOW)
    path = f"/public/{summary.slug}/"
    assert b"Quokka-word" not in bytes(PublicFile.objects.get(path=path).body)
    assert Repeat.objects.get().wording == "[text removed] was part of it."


def test_nobody_answers_for_what_they_were_not_shown(earlier, incident, make_summary, sign_in, make_user):
    hidden = earlier("named")
    like(incident, KEY)
    make_summary()
    values = {"earlier": summary_of(hidden).pk, "wording": "x", "tell": "1"}
    where = f"/postmortems/{incident.pk}/summary/repeat/"
    assert sign_in(incident.owner).post(where, values).status_code == 404
    assert sign_in(make_user("Reader")).post(where, values).status_code == 403
    assert sign_in(incident.owner).get(where).status_code == 405
    assert sign_in(incident.owner).post(where, {"earlier": "nonsense"}).status_code == 404


def test_similar_ones_are_shown_with_why_to_those_who_may_read_them(
    earlier, incident, sign_in, make_user, django_assert_max_num_queries
):
    open_one = earlier(publish=False)
    hidden = earlier("named", publish=False, title="Zanzibar uploads stalled")
    like(incident, KEY)
    client = sign_in(incident.owner)
    where = f"/postmortems/{incident.pk}/similar/"
    page = client.get(where).content.decode()
    assert open_one.title in page
    assert "same condition, same service" in page
    assert "Zanzibar" not in page
    NamedReader.objects.create(postmortem=hidden, user=incident.owner)
    with django_assert_max_num_queries(14):
        assert "Zanzibar" in client.get(where).content.decode()
    type(incident).objects.filter(pk=incident.pk).update(visibility="named")
    assert sign_in(make_user("Outsider")).get(where).status_code == 404


def test_restricted_factors_count_only_for_their_readers(earlier, incident, make_user):
    first = earlier("organisation", KEY, publish=False, disclosure="restricted", service="")
    like(incident, KEY, service="")
    assert similar_to(incident, incident.owner) == []
    NamedReader.objects.create(postmortem=first, user=incident.owner)
    [one] = similar_to(incident, incident.owner)
    assert one.postmortem == first
    assert not one.likeness.is_repeat


def test_likeness_weighs_conditions_and_rare_ones_more():
    own = Traits(frozenset({KEY, RARE}), frozenset({"Uploads"}), "outage")
    others = [Traits(frozenset({KEY}), kind="outage") for _ in range(9)] + [Traits(frozenset({RARE}))]
    weight = weights([own, *others])
    assert weight[RARE] > weight[KEY] >= 1
    assert (
        likeness(own, others[-1], weight).score > likeness(own, Traits(services=own.services), weight).score
    )
    assert likeness(own, Traits(frozenset({"DE.no-signal"}))) is None
    assert likeness(own, own) == likeness(own, own)
    assert likeness(own, own).is_repeat


def test_of_an_earlier_one_that_was_withdrawn_nothing_is_told_though_it_is_written_anew(
    earlier, incident, make_summary, publisher, sign_in
):
    first = earlier()
    like(incident, KEY)
    summary, other = make_summary(), summary_of(first)
    told = {"earlier": other.pk, "wording": "It happened before.", "tell": "1"}
    writer, where = sign_in(incident.owner), f"/postmortems/{incident.pk}/summary/"
    assert writer.post(f"{where}repeat/", told).status_code == 302
    actions.withdraw(summary=other, actor=publisher, note="It was wrong.", now=NOW)
    other.refresh_from_db()
    actions.change_text(summary=other, actor=first.owner, version=other.version, values={}, now=NOW)
    assert repeats.told(summary) == []
    page = writer.get(where).content.decode()
    assert "withdrawn since" in page
    assert "Tell readers" not in page
    assert writer.post(f"{where}repeat/", told).status_code == 422
    assert writer.post(f"{where}repeat/", {"earlier": other.pk}).status_code == 302
    assert "not the same" in writer.get(where).content.decode()
    Repeat.objects.all().delete()
    assert repeats.suggestions(summary, incident.owner) == []
