"""History of facts, rows and the whole document: what is shown to whom, compared, and brought back."""

import datetime as dt

from django.urls import reverse

from postmortems.authoring import actions
from postmortems.authoring.actions.wrote import restored_from
from postmortems.models import Postmortem, Section, TimelineEvent
from tests.conftest import NOW

LATER = NOW + dt.timedelta(hours=1)


def row(people, **values):
    [event] = actions.add_events(
        postmortem=people.pm,
        actor=people.owner,
        now=NOW,
        rows=[{"at": NOW, "text": "Uploads stopped", **values}],
    )
    event.postmortem = people.pm
    return event


def test_a_row_is_compared_and_brought_back_also_after_it_was_taken_out(people, sign_in):
    event, client = row(people), sign_in(people.mate)
    pk = event.pk
    actions.change_event(
        event=event, actor=people.mate, now=LATER, version=1, values={"text": "Uploads were slow"}
    )
    url = reverse("authoring:event_history", args=[people.pm.pk, event.pk])
    page = client.get(url).content.decode()
    assert "Uploads <del>stopped</del>" in page
    assert "Mate" in page
    first = TimelineEvent.history.earliest("history_id").history_id
    event.refresh_from_db()
    event.postmortem = people.pm
    actions.delete_event(event=event, actor=people.mate, now=LATER)
    assert "was taken out" in client.get(url).content.decode()
    restore = reverse("authoring:event_restore", args=[people.pm.pk, pk, first])
    assert client.post(restore).status_code == 302
    assert TimelineEvent.objects.get(pk=pk).text == "Uploads stopped"
    named = restored_from(TimelineEvent.history.get(history_id=first), people.pm.zone)
    assert named in client.get(url).content.decode()
    assert not named.endswith("UTC") or people.pm.zone == "UTC"
    assert sign_in(people.reader).post(restore).status_code == 403
    assert sign_in(people.outsider).post(restore).status_code == 404


def test_title_and_facts_come_back_as_a_change_of_their_own(people, sign_in):
    change = {"postmortem": people.pm, "actor": people.owner, "now": LATER}
    actions.change_head(**change, version=1, values={"severity": "sev1"}, services=["uploads"])
    actions.change_head(**change, version=2, values={"severity": "sev3", "title": "Other"}, services=[])
    rows = list(Postmortem.history.filter(id=people.pm.pk, severity="sev1"))
    client = sign_in(people.mate)
    page = client.get(reverse("authoring:facts_history", args=[people.pm.pk])).content.decode()
    assert "SEV" in page
    client.post(reverse("authoring:facts_restore", args=[people.pm.pk, rows[0].history_id]))
    people.pm.refresh_from_db()
    assert (people.pm.severity, people.pm.version) == ("sev1", 4)
    assert [service.name for service in people.pm.services.all()] == ["uploads"]
    assert people.pm.authors.filter(user=people.mate).exists()


def test_that_restoring_ends_an_approval_is_said_before(people, sign_in):
    values = {"postmortem": people.pm, "actor": people.owner, "now": LATER, "version": 1}
    actions.change_head(**values, values={"severity": "sev3"})
    client, url = sign_in(people.mate), reverse("authoring:facts_history", args=[people.pm.pk])
    assert "takes it back to draft" not in client.get(url).content.decode()
    people.pm.refresh_from_db()
    approval = {"approved_at": NOW, "approved_text_version": people.pm.text_version}
    Postmortem.objects.filter(pk=people.pm.pk).update(status="approved", **approval)
    assert "takes it back to draft" in client.get(url).content.decode()
    first = Postmortem.history.filter(id=people.pm.pk).earliest("history_id").history_id
    client.post(reverse("authoring:facts_restore", args=[people.pm.pk, first]))
    assert Postmortem.objects.get(pk=people.pm.pk).status == "draft"


def test_a_change_of_services_alone_is_told(people, sign_in, django_assert_max_num_queries):
    change = {"postmortem": people.pm, "actor": people.owner, "now": LATER, "values": {}}
    actions.change_head(**change, version=1, services=["uploads", "billing"])
    actions.change_head(**change, version=2, services=["uploads", "search"])
    client, url = sign_in(people.mate), reverse("authoring:facts_history", args=[people.pm.pk])
    client.get(url)
    with django_assert_max_num_queries(6):
        page = client.get(url).content.decode()
    assert "Services: <ins>search</ins>, uploads" in page and "The texts are the same" not in page
    whole = client.get(reverse("authoring:whole_history", args=[people.pm.pk])).content.decode()
    assert "1 word added" in whole


def test_the_whole_is_listed_and_compared_between_two_moments(people, sign_in, django_assert_max_num_queries):
    event = row(people)
    section = people.summary
    section.postmortem = people.pm
    actions.save_section(
        section=section, actor=people.mate, now=LATER, text=actions.Text("Uploads stopped.", 1)
    )
    client, url = sign_in(people.reader), reverse("authoring:whole_history", args=[people.pm.pk])
    with django_assert_max_num_queries(24):
        page = client.get(url).content.decode()
    assert reverse("authoring:event_history", args=[people.pm.pk, event.pk]) in page
    assert "2 words added" in page
    two = {"from": NOW.isoformat(), "to": LATER.isoformat()}
    page = client.get(url, two).content.decode()
    assert "<ins>Uploads stopped.</ins>" in page or "Uploads stopped." in page
    assert "Nothing is different" in client.get(url, {"from": two["to"], "to": two["to"]}).content.decode()
    assert client.get(url, {"from": "yesterday", "to": "x"}).status_code == 200
    assert sign_in(people.outsider).get(url).status_code == 404


def test_restricted_parts_have_no_history_for_others(people, sign_in):
    hidden = row(people, text="Zanzibar key was copied", disclosure="restricted")
    Section.objects.filter(pk=people.summary.pk).update(disclosure="restricted")
    section = Section.objects.get(pk=people.summary.pk)
    section.postmortem = people.pm
    actions.save_section(section=section, actor=people.owner, now=LATER, text=actions.Text("Zanzibar", 1))
    url = reverse("authoring:whole_history", args=[people.pm.pk])
    two = {"from": NOW.isoformat(), "to": LATER.isoformat()}
    for path, query in ((url, {}), (url, two)):
        assert "Zanzibar" not in sign_in(people.mate).get(path, query).content.decode()
        assert "Zanzibar" in sign_in(people.reader).get(path, query).content.decode()
    event_url = reverse("authoring:event_history", args=[people.pm.pk, hidden.pk])
    assert sign_in(people.mate).get(event_url).status_code == 404
