"""The page that teaches, and the counts that accuse nobody."""

import pytest
from django.urls import reverse

from postmortems.coaching import learning
from postmortems.coaching.actions import count_wording, set_rule
from postmortems.domain import language
from postmortems.models import LanguageCount, QuietRule
from tests.conftest import NOW

BLAMING = "The operator failed to notice the alert. "
PLAIN = "The disk was full and nothing watched the free space. "


def test_every_rule_is_taught_with_reason_source_and_both_wordings(people, sign_in):
    page = sign_in(people.reader).get(reverse("coaching:rules")).content.decode()
    for rule in language.RULES:
        assert f'id="{rule.id}"' in page
    assert "measures a person against a result we know now" in page
    assert "The operator had no ____ to notice the alert." in page
    assert 'href="https://sre.google/workbook/postmortem-culture"' in page


def test_rules_are_found_by_their_words(people, sign_in):
    client = sign_in(people.reader)
    page = client.get(reverse("coaching:rules"), {"q": "forgetting memory"}).content.decode()
    assert 'id="C3"' in page and 'id="J1"' not in page
    assert (
        "No rule has these words" in client.get(reverse("coaching:rules"), {"q": "quokka"}).content.decode()
    )


def test_what_the_organisation_made_of_a_rule_is_said(people, sign_in):
    set_rule(rule="C1", actor=people.admin, silenced=True, severity="block", now=NOW)
    page = sign_in(people.reader).get(reverse("coaching:rules"), {"q": "C1 Failed"}).content.decode()
    assert "left out in this organisation" in page


def test_a_hint_is_turned_off_and_on_again_on_its_page(people, sign_in):
    client, url = sign_in(people.reader), reverse("coaching:turn", args=["J4"])
    assert client.post(url, {"off": "1"})["Location"] == reverse("coaching:rules") + "#J4"
    assert QuietRule.objects.get().user == people.reader
    assert "Off for you" in client.get(reverse("coaching:rules")).content.decode()
    assert client.post(url, {"off": "0"}, HTTP_HX_REQUEST="true")["HX-Redirect"].endswith("#J4")
    assert not QuietRule.objects.exists()
    assert client.post(reverse("coaching:turn", args=["C1"]), {"off": "1"}).status_code == 422
    assert client.get(url).status_code == 405


def test_the_page_costs_the_same_however_many_rules(people, sign_in, django_assert_num_queries):
    client = sign_in(people.reader)
    client.get(reverse("coaching:rules"))
    with django_assert_num_queries(
        6
    ):  # session, user, settings, own rules, my hints, whether I manage a team
        client.get(reverse("coaching:rules"))


@pytest.fixture
def counted(people, make_postmortem):
    """counted(number) makes postmortems with 10 findings per 1,000 words at draft and none at approval."""

    def make(number, **head):
        for _ in range(number):
            pm = make_postmortem(owner=people.owner, team=people.team, visibility="organisation", **head)
            for moment, body in (("draft", BLAMING + PLAIN * 10), ("approval", PLAIN * 11)):
                pm.sections.filter(key="summary").update(body=body)
                count_wording(postmortem=pm, moment=moment)
        return pm

    return make


@pytest.fixture
def manager(make_user, make_team):
    found = make_user("manager")
    make_team("Elsewhere", managers=[found])
    return found


def test_counts_are_numbers_by_section(counted):
    pm = counted(1)
    draft, approval = LanguageCount.objects.filter(postmortem=pm, section="summary").order_by("-moment")
    assert (draft.words, draft.findings) == (107, 1)
    assert (approval.words, approval.findings) == (110, 0)
    assert {field.name for field in LanguageCount._meta.fields} == {
        "id", "postmortem", "moment", "section", "words", "findings", "hints"
    }  # fmt: skip


def test_the_first_draft_counts_and_the_newest_approval(counted):
    pm = counted(1)
    pm.sections.filter(key="summary").update(body=BLAMING)
    count_wording(postmortem=pm, moment="draft")
    count_wording(postmortem=pm, moment="approval")
    assert LanguageCount.objects.get(postmortem=pm, section="summary", moment="draft").words == 107
    assert LanguageCount.objects.get(postmortem=pm, section="summary", moment="approval").words == 7


def test_restricted_parts_are_not_counted(people):
    people.pm.sections.update(disclosure="restricted", body=BLAMING)
    count_wording(postmortem=people.pm, moment="draft")
    assert not LanguageCount.objects.exists()


def test_fewer_than_five_documents_show_no_figures(counted, manager, sign_in):
    counted(4)
    page = sign_in(manager).get(reverse("coaching:learned")).content.decode()
    assert "Fewer than 5 documents, so no figures are shown" in page
    assert "9.3" not in page
    assert all(line.documents is None for _, lines in learning.tables(manager) for line in lines)


def test_five_documents_show_how_the_wording_changed(counted, manager, sign_in):
    counted(5)
    [line] = learning.tables(manager)[0][1]
    assert (line.documents, line.draft, line.approval) == (5, 9.3, 0.0)
    page = sign_in(manager).get(reverse("coaching:learned")).content.decode()
    assert "9.3" in page and "owner" not in page.lower()


def test_what_the_manager_may_not_read_is_not_counted(counted, manager):
    pm = counted(5)
    pm.visibility = "named"
    pm.save(update_fields=["visibility"])
    assert learning.tables(manager)[0][1][0].documents is None


def test_one_moment_alone_is_not_compared(counted, manager):
    pm = counted(5)
    LanguageCount.objects.filter(postmortem=pm, moment="approval").delete()
    assert learning.tables(manager)[0][1][0].documents is None


def test_counts_are_for_managers_and_administrators(people, manager, sign_in):
    assert sign_in(people.owner).get(reverse("coaching:learned")).status_code == 403
    assert sign_in(people.admin).get(reverse("coaching:learned")).status_code == 200
    assert sign_in(manager).get(reverse("coaching:learned")).status_code == 200


def test_the_page_of_counts_costs_the_same_for_more_documents(
    counted, manager, sign_in, django_assert_num_queries
):
    client = sign_in(manager)
    counted(2)
    with django_assert_num_queries(5):  # session, user, whether a manager, counts, names of sections
        client.get(reverse("coaching:learned"))
    counted(4)
    with django_assert_num_queries(5):
        client.get(reverse("coaching:learned"))


def test_counting_happens_at_the_first_request_and_at_approval(people, make_user):
    from postmortems.analysis.actions import add_factor
    from postmortems.reviewing import actions

    pm, reviewer = people.pm, make_user("reviewer")
    pm.named_readers.create(user=reviewer)
    pm.sections.filter(key="summary").update(body=BLAMING + PLAIN * 10)
    for title in ("The volume had no limit", "No alert watches free space"):
        values = {"title": title, "role": "trigger"}
        add_factor(postmortem=pm, actor=people.owner, values=values, now=NOW)
    asked = {
        "postmortem": pm,
        "actor": people.owner,
        "reviewers": [reviewer],
        "still_missing": (),
        "now": NOW,
    }
    [request] = actions.ask_review(**asked)
    assert LanguageCount.objects.get(moment="draft", section="summary").findings == 1
    pm.sections.filter(key="summary").update(body=PLAIN * 11)
    pm.refresh_from_db()
    actions.approve(postmortem=pm, request=request, actor=reviewer, text_version=pm.text_version, now=NOW)
    assert LanguageCount.objects.get(moment="approval", section="summary").findings == 0
    assert LanguageCount.objects.get(moment="draft", section="summary").findings == 1
