"""The page of one section: read, saved, refused, and the two texts of a conflict."""

import datetime as dt

import pytest
from django.urls import reverse

from postmortems.models import Section, SectionBase
from tests.conftest import NOW
from tests.postmortems.authoring.conftest import HTMX


def address(people, key="summary", name="section"):
    return reverse(f"authoring:{name}", args=[people.pm.pk, key])


def data(section, body, **more):
    return {
        "version": section.version,
        "body": body,
        "not_applicable_because": section.not_applicable_because,
        "initial-not_applicable_because": section.not_applicable_because,
        "disclosure": section.disclosure,
        "initial-disclosure": section.disclosure,
        **more,
    }


def body_of(people):
    return Section.objects.get(pk=people.summary.pk).body


def test_the_page_asks_the_guiding_questions_and_shows_the_text(people, sign_in):
    page = sign_in(people.mate).get(address(people)).content.decode()
    assert "What brought it to an end?" in page
    assert 'data-markdownx-urls-path="/markdownx/markdownify/"' in page
    assert "markdownx/js/markdownx" not in page


def test_a_save_is_a_revision_with_its_author(people, sign_in):
    answer = sign_in(people.mate).post(address(people), data(people.summary, "Uploads stopped."))
    assert answer.status_code == 302
    section = Section.objects.get(pk=people.summary.pk)
    assert (section.body, section.version, section.updated_by) == ("Uploads stopped.", 2, people.mate)
    latest = (
        section.revisions.latest("history_id") if hasattr(section, "revisions") else section.history.latest()
    )
    assert latest.history_user == people.mate
    assert people.pm.authors.filter(user=people.mate).exists()


def test_an_outsider_finds_nothing(people, sign_in):
    assert sign_in(people.outsider).get(address(people)).status_code == 404
    assert sign_in(people.outsider).post(address(people), data(people.summary, "x")).status_code == 404
    assert body_of(people) == ""


def test_a_reader_may_not_write(people, sign_in):
    assert sign_in(people.reader).post(address(people), data(people.summary, "x")).status_code == 403
    assert body_of(people) == ""


def test_a_closed_one_keeps_the_typed_text_on_the_page_and_saves_nothing(closed, sign_in):
    answer = sign_in(closed.mate).post(address(closed), data(closed.summary, "typed <late>"))
    assert answer.status_code == 409
    assert "typed &lt;late&gt;" in answer.content.decode()
    assert body_of(closed) == ""


def test_bad_input_keeps_what_was_typed(people, sign_in):
    sent = data(people.summary, "kept words", disclosure="nonsense")
    answer = sign_in(people.mate).post(address(people), sent)
    assert answer.status_code == 422
    assert "kept words" in answer.content.decode()
    assert body_of(people) == ""


def test_the_htmx_part_has_no_frame(people, sign_in):
    part = sign_in(people.mate).get(address(people), **HTMX).content.decode()
    assert "<html" not in part and 'hx-post="' in part
    saved = sign_in(people.mate).post(address(people), data(people.summary, "**bold**"), **HTMX)
    assert saved.status_code == 200
    assert "<strong>bold</strong>" in saved.content.decode() and "<html" not in saved.content.decode()


def test_a_wrong_verb_is_refused(people, sign_in):
    assert sign_in(people.mate).put(address(people)).status_code == 405


def test_nobody_signed_in_is_sent_to_sign_in(people, client):
    answer = client.post(address(people), data(people.summary, "x"))
    assert answer.status_code == 302 and "/accounts/login/" in answer.url


def test_saving_from_an_older_version_joins_what_does_not_touch(people, sign_in):
    one, two = sign_in(people.owner), sign_in(people.mate)
    one.post(address(people), data(people.summary, "first\n\nsecond\n\nthird"))
    began = Section.objects.get(pk=people.summary.pk)
    one.post(address(people), data(began, "FIRST\n\nsecond\n\nthird"))
    assert two.post(address(people), data(began, "first\r\n\r\nsecond\r\n\r\nTHIRD")).status_code == 302
    assert body_of(people) == "FIRST\n\nsecond\n\nTHIRD"


def test_two_people_in_one_line_both_see_both_texts_and_nothing_is_overwritten(people, sign_in):
    one, two = sign_in(people.owner), sign_in(people.mate)
    began = Section.objects.get(pk=people.summary.pk)
    one.post(address(people), data(began, "Owner's line"))
    answer = two.post(address(people), data(began, "Mate's line"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Owner&#x27;s" in page and "Mate&#x27;s" in page
    assert body_of(people) == "Owner's line"
    assert 'name="version" value="2"' in page
    # Having seen both, saving again is a decision.
    assert two.post(address(people), data(began, "Mate's line", version=2)).status_code == 302
    assert body_of(people) == "Mate's line"


def test_both_texts_can_be_put_into_the_field(people, sign_in):
    one, two = sign_in(people.owner), sign_in(people.mate)
    began = Section.objects.get(pk=people.summary.pk)
    one.post(address(people), data(began, "Owner line"))
    page = two.post(address(people), data(began, "Mate line", conflict="both")).content.decode()
    assert "Owner line\nMate line</textarea>" in page
    assert body_of(people) == "Owner line"


def test_both_texts_can_be_put_into_the_field_from_the_page_that_shows_them(people, sign_in):
    """There the form holds the newer version already: the button must not save over what the other one wrote."""
    one, two = sign_in(people.owner), sign_in(people.mate)
    began = Section.objects.get(pk=people.summary.pk)
    one.post(address(people), data(began, "First.\n\nOwner line"))
    asked = two.post(address(people), data(began, "First.\n\nMate line"))
    assert asked.status_code == 409
    again = data(began, "First.\n\nMate line", version=2, behind="", base="", conflict="both")
    answer = two.post(address(people), again)
    assert answer.status_code == 409
    assert "First.\n\nOwner line\nMate line</textarea>" in answer.content.decode()
    assert body_of(people) == "First.\n\nOwner line", "nothing is saved before they say so"


def test_in_two_tabs_of_ones_own_nobody_else_is_named(people, sign_in):
    mine = sign_in(people.owner)
    began = Section.objects.get(pk=people.summary.pk)
    mine.post(address(people), data(began, "One"))
    page = mine.post(address(people), data(began, "Two")).content.decode()
    assert "You changed the same lines in another tab." in page
    assert "The other tab's text, whole" in page and "heirs" not in page.split("data-take-focus")[1]


def test_a_base_that_is_no_longer_kept_is_a_conflict(people, sign_in):
    one, two = sign_in(people.owner), sign_in(people.mate)
    began = Section.objects.get(pk=people.summary.pk)
    one.post(address(people), data(began, "a\n\nb"))
    SectionBase.objects.all().delete()
    assert two.post(address(people), data(began, "c")).status_code == 409
    assert body_of(people) == "a\n\nb"


def test_not_applicable_with_its_reason_is_an_answer(people, sign_in):
    sent = data(people.summary, "", not_applicable_because="nobody noticed")
    sign_in(people.mate).post(address(people), sent)
    section = Section.objects.get(pk=people.summary.pk)
    assert section.not_applicable_because == "nobody noticed" and section.state == "done"


def test_a_small_field_untouched_here_keeps_what_another_wrote(people, sign_in):
    began = Section.objects.get(pk=people.summary.pk)
    sign_in(people.owner).post(address(people), data(began, "", not_applicable_because="a reason"))
    sign_in(people.mate).post(address(people), data(began, "now there is text"))
    section = Section.objects.get(pk=people.summary.pk)
    assert (section.not_applicable_because, section.body) == ("a reason", "now there is text")


def test_a_restricted_section_is_absent_for_those_who_may_not_read_it(people, sign_in):
    Section.objects.filter(pk=people.summary.pk).update(disclosure="restricted")
    for name in ("section", "section_history"):
        assert sign_in(people.mate).get(address(people, name=name)).status_code == 404
        assert sign_in(people.owner).get(address(people, name=name)).status_code == 200
    assert sign_in(people.mate).post(address(people), data(people.summary, "x")).status_code == 404
    assert b"Restricted" not in sign_in(people.mate).get(address(people, key="impact")).content


def test_what_was_restricted_once_stays_out_of_the_history_of_others(people, sign_in):
    owner = sign_in(people.owner)
    owner.post(address(people), data(people.summary, "the secret name", disclosure="restricted"))
    now = Section.objects.get(pk=people.summary.pk)
    owner.post(address(people), data(now, "nothing private", disclosure="internal"))
    history = address(people, name="section_history")
    assert b"secret name" in owner.get(history).content
    assert b"secret name" not in sign_in(people.mate).get(history).content
    secret = now.history.filter(body="the secret name").get()
    restore = reverse("authoring:restore", args=[people.pm.pk, "summary", secret.history_id])
    assert sign_in(people.mate).post(restore).status_code == 404


def test_an_approved_postmortem_goes_back_to_draft_when_its_text_changes(people, sign_in):
    from postmortems.models import Postmortem
    from tests.conftest import NOW

    Postmortem.objects.filter(pk=people.pm.pk).update(
        status="approved", approved_at=NOW, approved_text_version=people.pm.text_version
    )
    sign_in(people.mate).post(address(people), data(people.summary, "more"))
    assert Postmortem.objects.get(pk=people.pm.pk).status == "draft"


@pytest.mark.parametrize("bad", ["", "0", "x", "99999999999999999999"])
def test_a_version_that_makes_no_sense_loses_nothing(people, sign_in, bad):
    answer = sign_in(people.mate).post(address(people), data(people.summary, "typed", version=bad))
    assert answer.status_code in (409, 422)
    assert "typed" in answer.content.decode()


def test_the_contents_list_says_that_a_timeline_with_rows_is_written(people, sign_in):
    client = sign_in(people.owner)
    empty = client.get(address(people)).content.decode()
    section = people.pm.sections.get(key="timeline")
    assert 'sections/timeline/"><span class="dot "' in empty
    at = people.pm.started_at or NOW
    for minute in range(3):
        people.pm.events.create(at=at + dt.timedelta(minutes=minute), text=f"Row {minute}", entered_at=NOW)
    assert section.state == ""
    assert 'sections/timeline/"><span class="dot done"' in client.get(address(people)).content.decode()
