"""The built-in templates."""

import re

import pytest

from postmortems.domain import templates

ALL = templates.TEMPLATES


def test_the_seven_templates():
    assert [item.key for item in ALL] == [
        "outage",
        "exposure",
        "data_loss",
        "ai_behaviour",
        "near_miss",
        "several",
        "short",
    ]


@pytest.mark.parametrize("item", ALL, ids=lambda item: item.key)
def test_a_template_is_complete(item):
    keys = [section.key for section in item.sections]
    assert len(keys) == len(set(keys))
    assert {"summary", "timeline", "factors", "actions"} <= set(keys)
    assert len(keys) == 5 if item.key == "short" else 9 <= len(keys) <= 14
    for section in item.sections:
        assert section.kind in templates.SECTION_KINDS
        assert section.disclosure in templates.DISCLOSURES
        assert section.public_part == "" or section.public_part in templates.PUBLIC_PARTS
        assert section.questions and section.help and section.minutes > 0
        assert templates.section(section.key) is not None, "every section is in the library"
    kinds = {section.key: section.kind for section in item.sections}
    assert (kinds["timeline"], kinds["factors"], kinds["actions"]) == ("timeline", "factors", "actions")


@pytest.mark.parametrize("item", ALL, ids=lambda item: item.key)
def test_questions_ask_what_and_how_and_not_who_or_why(item):
    for section in item.sections:
        for question in section.questions:
            assert question.endswith("?")
            assert not re.search(r"\b(?:who|why|whose|fault|blame|should have)\b", question, re.IGNORECASE), (
                question
            )


def test_an_engineer_with_forty_minutes_can_write_the_required_part():
    outage = templates.template("outage")
    assert sum(section.minutes for section in outage.sections if section.required) <= 40
    assert outage.minutes <= 60


def test_restricted_material_is_not_the_default():
    assert {section.key for section in templates.SECTIONS if section.disclosure == "restricted"} == {
        "exposure",
        "access",
        "notification",
        "people",
    }


def test_lookups():
    assert templates.template("exposure").section("exposure_window").required
    assert templates.template("nothing") is None
    assert templates.section("unplaced").kind == "unplaced"
    assert templates.section("nothing") is None
