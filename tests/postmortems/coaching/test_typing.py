"""The answers to an editor: what is found, who may ask, what is remembered, and what it costs."""

import pytest
from django.urls import reverse

from postmortems.authoring.actions import add_involved, remove_involved
from postmortems.coaching.actions import set_rule
from postmortems.models import LanguageDecision, NamedReader, QuietRule
from tests.conftest import NOW

BLAMING = "The operator failed to notice the alert."
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def ask(people, sign_in):
    """ask(user, text) gives the answer to an editor of the postmortem."""

    def make(user, text=BLAMING, **more):
        data = {"text": text, "scope": "text"} | more
        return sign_in(user).post(reverse("coaching:check", args=[people.pm.pk]), data)

    return make


def found(answer):
    return [one["excerpt"] for one in answer.json()["findings"]]


def test_a_text_is_answered_with_reason_source_and_another_wording(people, ask):
    answer = ask(people.mate)
    assert answer.status_code == 200
    [one] = answer.json()["findings"]
    assert BLAMING[one["start"] : one["end"]] == one["excerpt"] == "The operator failed to notice"
    assert one["suggestion"] == "The operator had no ____ to notice"
    assert one["why"] and one["source"] and one["title"] == "Failed to"
    assert answer.json()["may_dismiss"] is True


def test_in_a_comment_an_at_is_no_finding_and_nothing_waits_for_approval(people, ask):
    text = "@ada_k why did you not check? And @ada_k."
    answer = ask(people.mate, text, scope="comment").json()["findings"]
    assert [(one["excerpt"], one["severity"]) for one in answer] == [("why did you", "warn")]
    assert "@ada_k" in found(ask(people.mate, text))


def test_a_reader_is_coached_and_may_not_dismiss(people, ask):
    answer = ask(people.reader)
    assert found(answer) and answer.json()["may_dismiss"] is False


def test_an_outsider_is_told_that_there_is_nothing(people, ask, sign_in):
    assert ask(people.outsider).status_code == 404
    assert ask(people.outsider).status_code == 404  # also from the cache
    assert sign_in(people.admin).post(reverse("coaching:check", args=[people.pm.pk])).status_code == 404


def test_without_a_text_or_with_too_much_of_it_a_sentence_comes_back(people, ask, sign_in):
    url = reverse("coaching:check", args=[people.pm.pk])
    assert sign_in(people.mate).post(url).status_code == 422
    answer = ask(people.mate, "a " * 150_000)
    assert answer.status_code == 422 and "too long" in answer.json()["problem"]
    assert ask(people.mate, scope="nonsense").status_code == 422


def test_reading_is_no_get(people, sign_in):
    client = sign_in(people.mate)
    for name, args in (("check", [people.pm.pk]), ("check", []), ("dismiss", [people.pm.pk]), ("quiet", [])):
        assert client.get(reverse(f"coaching:{name}", args=args)).status_code == 405


def test_a_closed_postmortem_is_read_and_nothing_is_dismissed_in_it(people, ask, sign_in):
    people.close()
    answer = ask(people.owner)
    assert found(answer) and answer.json()["may_dismiss"] is False
    url = reverse("coaching:dismiss", args=[people.pm.pk])
    data = {"rule": "C1", "excerpt": "x", "reason": "because"}
    assert sign_in(people.owner).post(url, data).status_code == 403


@pytest.mark.parametrize(
    "text", ["", "\x00\x00", "[" * 5000, "\u202e" * 100, "😀" * 50, "The operator failed\x00 to check."]
)
def test_any_text_is_answered(people, ask, text):
    assert ask(people.mate, text).status_code == 200


def test_places_are_counted_as_browsers_count(people, ask):
    text = "😀🔥 were in the channel. " + BLAMING
    [one] = ask(people.mate, text).json()["findings"]
    units = text.encode("utf-16-le")
    assert units[2 * one["start"] : 2 * one["end"]].decode("utf-16-le") == one["excerpt"]


def test_a_keystroke_costs_no_query_beyond_the_session(people, sign_in, django_assert_num_queries):
    client = sign_in(people.mate)
    url, data = reverse("coaching:check", args=[people.pm.pk]), {"text": BLAMING, "scope": "text"}
    client.post(url, data)
    with django_assert_num_queries(2) as asked:
        assert found(client.post(url, data))
    assert {"django_session" in one["sql"] or "accounts_user" in one["sql"] for one in asked} == {True}


def test_what_changes_is_seen_at_the_next_keystroke(people, ask):
    assert found(ask(people.mate))
    set_rule(rule="C1", actor=people.admin, silenced=True, severity="block", now=NOW)
    assert not found(ask(people.mate))
    set_rule(rule="C1", actor=people.admin, silenced=False, severity="nudge", now=NOW)
    assert ask(people.mate).json()["findings"][0]["severity"] == "nudge"


def test_the_roster_is_known_while_typing_and_forgotten_with_its_entry(people, ask):
    text = "Zorblatt restarted the node."
    assert not found(ask(people.mate, text))
    person = add_involved(postmortem=people.pm, actor=people.owner, name="Zorblatt", handles=["zb"])
    assert found(ask(people.mate, text)) == ["Zorblatt"]
    assert found(ask(people.mate, text, private="on")) == []  # where names belong
    remove_involved(person=person, actor=people.owner)
    assert not found(ask(people.mate, text))


def test_scopes_differ(people, ask):
    assert found(ask(people.mate, "Improve monitoring.", scope="action"))
    assert not found(ask(people.mate, "Improve monitoring."))


@pytest.fixture
def dismiss(people, sign_in):
    """dismiss(user) lets the blaming words stand."""

    def make(user, extra=None, **data):
        values = {"rule": "C1", "excerpt": "The operator failed to notice", "reason": "A quote."} | data
        return sign_in(user).post(reverse("coaching:dismiss", args=[people.pm.pk]), values, **(extra or {}))

    return make


def test_a_wording_that_stands_is_not_shown_again(people, ask, dismiss):
    assert dismiss(people.mate).status_code == 200
    assert not found(ask(people.mate)) and not found(ask(people.owner))
    decision = LanguageDecision.objects.get()
    assert (decision.decision, decision.reason, decision.decided_by) == (
        "overridden",
        "A quote.",
        people.mate,
    )


def test_dismissing_is_for_those_who_write(people, dismiss):
    assert dismiss(people.outsider).status_code == 404
    assert dismiss(people.reader).status_code == 403
    assert not LanguageDecision.objects.exists()


@pytest.mark.parametrize(
    "bad", [{"reason": " "}, {"rule": "nonsense"}, {"excerpt": ""}, {"excerpt": "x" * 301}]
)
def test_a_dismissal_needs_a_reason_and_a_rule(people, dismiss, bad):
    answer = dismiss(people.mate, **bad)
    assert answer.status_code == 422 and answer.json()["problem"]
    assert not LanguageDecision.objects.exists()


def test_it_is_answered_the_same_to_htmx(people, dismiss):
    assert dismiss(people.mate, extra=HTMX).json() == {"done": True}


def test_a_hint_is_turned_off_for_oneself_only(people, ask, sign_in):
    text = "He restarted the node in the second rack."
    assert found(ask(people.mate, text)) == ["He"]
    url = reverse("coaching:quiet")
    assert sign_in(people.mate).post(url, {"rule": "J4"}, **HTMX).status_code == 200
    assert not found(ask(people.mate, text))
    assert found(ask(people.owner, text)) == ["He"]
    # What is more than a hint is shown to everybody.
    answer = sign_in(people.mate).post(url, {"rule": "C1"})
    assert answer.status_code == 422 and answer.json()["problem"]
    set_rule(rule="J4", actor=people.admin, silenced=False, severity="warn", now=NOW)
    assert found(ask(people.mate, text)) == ["He"]
    assert QuietRule.objects.count() == 1


def test_a_right_taken_back_ends_within_the_minute(people, ask, monkeypatch):
    from postmortems.coaching import remembering

    monkeypatch.setattr(remembering, "SECONDS", 0)
    assert ask(people.reader).status_code == 200
    NamedReader.objects.filter(user=people.reader).delete()
    assert ask(people.reader).status_code == 404


def test_a_title_is_read_before_there_is_a_postmortem(people, sign_in):
    client = sign_in(people.owner)
    page = client.get(reverse("authoring:new")).content.decode()
    assert f'data-coach-at="{reverse("coaching:check")}"' in page and "data-coach-dismiss" not in page
    answer = client.post(reverse("coaching:check"), {"text": BLAMING, "scope": "text"})
    assert found(answer) and answer.json()["may_dismiss"] is False


def test_pasted_rows_are_read_in_one_piece(people, sign_in):
    pasted = {
        "step": "read",
        "text": f"14:02 {BLAMING}\n14:05 It was Monday.",
        "date": "2026-05-04",
        "zone": "UTC",
    }
    page = (
        sign_in(people.owner).post(reverse("authoring:paste", args=[people.pm.pk]), pasted).content.decode()
    )
    assert "data-coach-table" in page and "data-coach-panel" in page
