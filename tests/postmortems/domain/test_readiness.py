"""What is still missing: explained, in order of importance, each with its place."""

from postmortems.domain.readiness import Gap, PartState, Record, minutes_left, missing


def part(key, **more):
    values = {"title": key.title(), "kind": "text", "required": True, "words": 20, "not_applicable": False}
    return PartState(key=key, **values | more)


def record(*parts, **more):
    rows = [
        part("timeline", kind="timeline"),
        part("factors", kind="factors"),
        part("actions", kind="actions"),
    ]
    values = {
        "parts": [*parts, *rows],
        "severity": "sev2",
        "facts_open": [],
        "events": 3,
        "factors": 2,
        "factors_unanswered": 0,
        "actions": 1,
        "actions_without_owner": 0,
        "actions_without_date": 0,
    }
    return Record(**values | more)


def test_nothing_is_missing_of_a_whole_one():
    assert missing(record(part("summary"))) == ()


def test_what_a_review_waits_for_comes_first_and_what_matters_most_before_that():
    found = missing(
        record(
            part("summary", words=0),
            part("lessons", words=0, required=False),
            severity="",
            facts_open=["started_at", "detected_at"],
            events=0,
            factors=0,
            actions_without_owner=2,
        )
    )
    assert [one.required for one in found] == sorted((one.required for one in found), reverse=True)
    assert [one.step for one in found if one.required] == ["timeline", "summary", "factors", "facts", "facts"]
    assert all(one.anchor and one.step and one.minutes for one in found)
    assert minutes_left(found) == sum(one.minutes for one in found if one.required) > 0


def test_not_applicable_is_an_answer_also_for_rows():
    rows = [
        part("timeline", kind="timeline", not_applicable=True),
        part("actions", kind="actions", not_applicable=True),
        part("impact", words=0, not_applicable=True),
    ]
    assert missing(record(*rows, events=0, actions=0)) == ()


def test_answers_beside_a_section_stand_for_its_text():
    assert missing(record(part("window", words=0, answered=True))) == ()


def test_a_group_without_answers_and_one_that_does_not_fit_are_asked_where_they_stand():
    gaps = [Gap("Exposure window", "window", 2, 3), Gap("Access", "", 1, 1, "Name the interval.")]
    found = missing(record(gaps=gaps))
    assert [(one.text, one.step) for one in found] == [
        ("Name the interval.", "kind"),
        ("2 answers on “Exposure window”", "window"),
    ]
    assert all(one.required for one in found)


def test_the_one_question_that_is_open_is_named():
    [found] = missing(
        record(gaps=[Gap("What held", "barriers", 1, 1, question="What sort of thing was that?")])
    )
    assert found.text == "an answer to “What sort of thing was that?”"


def test_a_claim_of_no_access_waits_for_the_interval_of_the_logs():
    claims = part("detection", claim="no evidence of access")
    [found] = missing(record(claims, logs_covered=False))
    assert found.required
    assert "no evidence of access" in found.text
    assert found.step == "detection"
    assert missing(record(claims, logs_covered=True)) == ()
    [advice] = missing(record(claims, logs_covered=None))
    assert not advice.required


def test_several_incidents_need_two_and_no_moments_of_the_whole():
    listing = part("incidents", kind="incidents")
    assert [one.text for one in missing(record(listing, incidents=0))] == ["the incidents, one row each"]
    assert [one.text for one in missing(record(listing, incidents=1))] == ["the second incident"]
    assert missing(record(listing, incidents=2, facts_open=["started_at"])) == ()
