"""Bringing a postmortem to a newer template: no text without a place."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from postmortems.domain import templates
from postmortems.domain.templates import Present, TemplateSection, plan_upgrade

SUMMARY = TemplateSection("summary", "Summary", "")
IMPACT = TemplateSection("impact", "Impact", "", required=True)
NOTICE = TemplateSection("notice", "Notices", "", disclosure="internal")


def present(section, *, holds=True, **more):
    one = Present(section.key, section.title, section.kind, section.disclosure, section.required, holds)
    return replace(one, **more)


def words(plan):
    return {move.key: (move.what, move.title) for move in plan.moves}


def test_texts_stay_new_sections_come_and_what_has_no_place_stays_as_its_own():
    plan = plan_upgrade([SUMMARY, IMPACT], [NOTICE, SUMMARY], [present(SUMMARY), present(IMPACT)])
    assert words(plan) == {
        "notice": ("added", "Notices"),
        "summary": ("stays", "Summary"),
        "impact": ("own", "Impact"),
    }
    assert plan.of("own")[0].notes == ("no longer required",)
    assert plan.changes


def test_an_empty_section_without_a_place_goes():
    plan = plan_upgrade([SUMMARY, IMPACT], [SUMMARY], [present(SUMMARY), present(IMPACT, holds=False)])
    assert [move.key for move in plan.of("goes")] == ["impact"]


def test_a_heading_of_ones_own_is_kept_and_a_class_becomes_stricter_only():
    new = replace(SUMMARY, title="In short", disclosure="restricted")
    [move] = plan_upgrade([SUMMARY], [new], [present(SUMMARY)]).moves
    assert (move.title, move.disclosure) == ("In short", "restricted")
    [move] = plan_upgrade([SUMMARY], [new], [present(SUMMARY, title="For the board")]).moves
    assert move.title == "For the board"
    public = replace(SUMMARY, disclosure="public")
    [move] = plan_upgrade([SUMMARY], [public], [present(SUMMARY)]).moves
    assert move.disclosure == "internal"


KEYS = st.lists(st.sampled_from("abcdefgh"), unique=True)


@given(KEYS, KEYS, st.sets(st.sampled_from("abcdefgh")))
def test_whatever_holds_text_has_a_place_afterwards(before, after, empty):
    old = [TemplateSection(key, key.upper(), "") for key in before]
    new = [TemplateSection(key, key.upper(), "") for key in after]
    plan = plan_upgrade(old, new, [present(one, holds=one.key not in empty) for one in old])
    kept = {move.key for move in plan.of("stays", "own")}
    assert {one.key for one in old if one.key not in empty} <= kept
    assert {move.key for move in plan.of("stays", "added")} == set(after)
    assert len({move.key for move in plan.moves}) == len(plan.moves)


def test_sections_are_put_in_order_by_steps_and_stop_at_the_ends():
    parts = (SUMMARY, IMPACT, NOTICE)
    assert [one.key for one in templates.moved(parts, "notice", -1)] == ["summary", "notice", "impact"]
    assert templates.moved(parts, "summary", -1) == parts
    assert templates.moved(parts, "nothing", 1) == parts


def test_a_template_that_could_not_be_used_is_not_published():
    whole = templates.template("outage").sections
    assert templates.problems(whole) == ()
    assert templates.problems(())
    assert any("timeline" in one for one in templates.problems(whole[:2]))
    assert any("heading" in one for one in templates.problems((*whole, replace(whole[0], key="other"))))


def test_a_new_key_is_free_and_a_stored_section_reads_back():
    assert templates.fresh_key("What we saw", ["what_we_saw"]) == "what_we_saw_2"
    assert templates.fresh_key("ÅÄÖ", []) == "aao"
    for section in templates.SECTIONS:
        assert templates.as_sections([templates.plain(section)]) == (section,)
    old = {name: value for name, value in templates.plain(SUMMARY).items() if name != "facts"}
    assert templates.as_sections([old]) == (SUMMARY,)
