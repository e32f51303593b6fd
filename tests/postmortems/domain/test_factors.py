"""The taxonomy of contributing factors."""

import re

from postmortems.domain import factors


def _all():
    return [factor for family in factors.CATEGORIES for factor in family.factors]


def test_ten_categories_each_with_factors():
    assert [family.code for family in factors.CATEGORIES] == [
        "CH",
        "SW",
        "AR",
        "DE",
        "TL",
        "KN",
        "CO",
        "WK",
        "OR",
        "EX",
    ]
    assert all(len(family.factors) >= 8 for family in factors.CATEGORIES)


def test_keys_are_unique_and_carry_their_category():
    keys = [factor.key for factor in _all()]
    assert len(keys) == len(set(keys))
    for family in factors.CATEGORIES:
        assert all(re.fullmatch(rf"{family.code}\.[a-z][a-z-]+", factor.key) for factor in family.factors)


def test_labels_name_conditions_not_verdicts_or_people():
    verdict = re.compile(
        r"\b(inadequate|insufficient|poor|bad|fail(ed|ure) to|careless|wrong|mistake|human error|negligen\w+|improper|lack)\b",
        re.IGNORECASE,
    )
    assert [factor.label for factor in _all() if verdict.search(factor.label)] == []


def test_lookups():
    assert factors.factor_type("CH.all-at-once-rollout") in factors.CATEGORIES[0].factors
    assert factors.category("AR.shared-fate").code == "AR"
    assert factors.category("DE").name == "Detection and feedback"
    assert factors.factor_type("XX.nothing") is None
    assert factors.category("XX") is None


def test_roles_and_confidence_have_the_agreed_keys():
    assert [key for key, _label in factors.ROLES] == [
        "enabler",
        "trigger",
        "amplifier",
        "delayed_detection",
        "delayed_recovery",
        "mitigator",
    ]
    assert [key for key, _label in factors.CONFIDENCE] == ["evidenced", "reported", "inferred"]
    assert [key for key, _label in factors.NORMAL_WORK] == ["yes", "no", "unknown"]
