"""Saving by itself: revisions that grow, texts that are joined, and what a browser is told."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from postmortems.authoring.actions import Text, TextConflict, hand_out, restore_section, save_section
from postmortems.authoring.effects import forget_old_bases
from postmortems.models import Postmortem, Section, SectionBase
from tests.conftest import NOW


def minutes(count):
    return NOW + dt.timedelta(minutes=count)


def save(people, body, *, by="mate", at=0, version=None, explicit=False, base=None):
    section = Section.objects.select_related("postmortem").get(pk=people.summary.pk)
    text = Text(body, section.version if version is None else version, base)
    return save_section(
        section=section, actor=getattr(people, by), now=minutes(at), text=text, explicit=explicit
    )


def revisions(people):
    rows = Section.history.filter(id=people.summary.pk).order_by("history_id")
    return [(row.body, row.history_user_id) for row in rows][1:]  # the first is the template's empty section


def test_saves_of_one_person_grow_into_one_revision(people):
    for number, body in enumerate(["a", "ab", "abc"]):
        save(people, body, at=number)
    assert revisions(people) == [("abc", people.mate.pk)]
    assert Section.objects.get(pk=people.summary.pk).version == 4


def test_a_save_by_hand_ends_the_revision(people):
    save(people, "a")
    save(people, "ab", explicit=True)
    save(people, "abc", at=1)
    assert revisions(people) == [("ab", people.mate.pk), ("abc", people.mate.pk)]


def test_a_save_by_hand_of_what_stands_already_ends_it_too(people):
    save(people, "a")
    assert not save(people, "a", explicit=True).changed
    save(people, "ab", at=1)
    assert [body for body, _ in revisions(people)] == ["a", "ab"]


def test_a_pause_of_ten_minutes_ends_it(people):
    save(people, "a")
    save(people, "ab", at=9)
    save(people, "abc", at=20)
    assert [body for body, _ in revisions(people)] == ["ab", "abc"]


def test_somebody_else_ends_it(people):
    save(people, "a")
    save(people, "ab", by="owner", at=1)
    save(people, "abc", at=2)
    assert revisions(people) == [("a", people.mate.pk), ("ab", people.owner.pk), ("abc", people.mate.pk)]


def test_a_change_of_state_and_back_ends_it(people):
    save(people, "a")
    Postmortem.objects.filter(pk=people.pm.pk).update(status="in_review", review_asked_at=minutes(1))
    Postmortem.objects.filter(pk=people.pm.pk).update(status="draft")
    save(people, "ab", at=2)
    assert [body for body, _ in revisions(people)] == ["a", "ab"]


def test_a_browser_that_went_on_typing_after_a_merge_overwrites_nobody(people):
    save(people, "one\n\ntwo", explicit=True)
    began = Section.objects.get(pk=people.summary.pk).version
    hand_out(section=Section.objects.get(pk=people.summary.pk), now=NOW)
    save(people, "ONE\n\ntwo", by="owner", at=1)
    joined = save(people, "one\n\ntwo, and", at=1, version=began)
    assert joined.merged and joined.section.body == "ONE\n\ntwo, and"
    # The field of the second person still lacks the first one's line; it says which text it sent last.
    again = save(people, "one\n\ntwo, and more", at=2, base="one\n\ntwo, and")
    assert again.section.body == "ONE\n\ntwo, and more"


def test_a_version_nobody_was_handed_asks_for_the_text_it_was(people):
    save(people, "a", explicit=True)
    save(people, "ab")
    save(people, "abc")
    save(people, "abcd")
    with pytest.raises(TextConflict) as caught:
        save(people, "abx", by="owner", version=4)
    assert caught.value.need_base
    assert Section.objects.get(pk=people.summary.pk).body == "abcd"


def test_bases_are_kept_thirty_days_and_what_stands_stays(people):
    save(people, "a", explicit=True)
    save(people, "b", explicit=True, at=1)
    assert set(SectionBase.objects.values_list("version", flat=True)) == {1, 2, 3}
    save(people, "bc", at=2)
    save(people, "bcd", at=2)  # grows: nobody but its own browser can hold what was in between
    assert set(SectionBase.objects.values_list("version", flat=True)) == {1, 2, 3, 4}
    hand_out(section=Section.objects.get(pk=people.summary.pk), now=minutes(2))
    assert forget_old_bases(NOW + dt.timedelta(days=29)) == 0
    assert forget_old_bases(NOW + dt.timedelta(days=31)) == 4
    assert list(SectionBase.objects.values_list("version", flat=True)) == [5]


def test_a_restored_text_is_a_revision_and_the_one_before_stays(people):
    save(people, "first", explicit=True)
    save(people, "second", explicit=True, at=1)
    section = Section.objects.select_related("postmortem").get(pk=people.summary.pk)
    first = Section.history.get(id=section.pk, body="first")
    restore_section(section=section, actor=people.owner, now=minutes(2), revision=first)
    assert [body for body, _ in revisions(people)] == ["first", "second", "first"]
    assert (
        Section.history.filter(id=section.pk)
        .latest("history_id")
        .history_change_reason.startswith("restored")
    )


def test_html_is_kept_beside_the_text_and_never_of_another_text(people):
    save(people, "**bold**")
    section = Section.objects.get(pk=people.summary.pk)
    assert "<strong>bold</strong>" in section.html and section.shown in section.html
    Section.objects.filter(pk=section.pk).update(body="*slanted*")
    assert "<em>slanted</em>" in Section.objects.get(pk=section.pk).shown


@pytest.fixture
def ask(people, sign_in):
    """Save by itself as the browser does; gives the JSON and the status."""
    clients = {}

    def send(body, *, by="mate", version=None, key="summary", **more):
        client = clients.get(by) or clients.setdefault(by, sign_in(getattr(people, by)))
        section = Section.objects.get(postmortem=people.pm, key=key)
        sent = {
            "autosave": "1",
            "body": body,
            "version": section.version if version is None else version,
            **more,
        }
        answer = client.post(reverse("authoring:section", args=[people.pm.pk, key]), sent)
        return answer.status_code, (answer.json() if "json" in answer["Content-Type"] else None)

    return send


def test_the_answer_names_the_version_and_the_reader_s_own_clock(people, ask):
    people.mate.time_zone = "Asia/Tokyo"
    people.mate.save(update_fields=["time_zone"])
    with time_machine.travel(dt.datetime(2026, 11, 21, 14, 2, 11, tzinfo=dt.UTC), tick=False):
        assert ask("typed") == (200, {"version": 2, "saved": "23:02:11"})
        assert timezone.now().hour == 14


def test_lines_that_were_joined_come_back(people, ask):
    ask("one\n\ntwo")
    version = Section.objects.get(pk=people.summary.pk).version
    hand_out(section=Section.objects.get(pk=people.summary.pk), now=timezone.now())
    ask("ONE\n\ntwo", by="owner")
    status, told = ask("one\n\nTWO", version=version)
    assert (status, told["body"]) == (200, "ONE\n\nTWO")


def test_the_same_line_is_a_conflict_and_nothing_is_written(people, ask):
    ask("one")
    hand_out(section=Section.objects.get(pk=people.summary.pk), now=timezone.now())
    ask("owner's", by="owner")
    assert ask("mate's", version=2) == (409, {"conflict": True})
    assert ask("mate's", version=99) == (409, {"need_base": True})
    assert Section.objects.get(pk=people.summary.pk).body == "owner's"


def test_outsiders_readers_and_closed_ones(people, ask):
    assert ask("x", by="outsider")[0] == 404
    assert ask("x", by="reader")[0] == 403
    assert ask("x", version="")[0] == 422
    Postmortem.objects.filter(pk=people.pm.pk).update(
        status="closed", approved_at=NOW, approved_text_version=1, closed_at=NOW
    )
    assert ask("x") == (409, {"problem": "This postmortem is closed."})


def test_a_save_by_itself_costs_a_fixed_number_of_queries(people, ask, django_assert_max_num_queries):
    ask("a")
    with django_assert_max_num_queries(20):
        ask("ab")
