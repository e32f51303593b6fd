"""Whom a remark names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortems.domain.mentions import Known, has_mention, mentioned

PEOPLE = [
    Known(1, ("Anna Kovács", "anna@demo.test", "anna")),
    Known(2, ("Anna Kovács-Lee", "akl@demo.test", "akl")),
    Known(3, ("Ben", "ben.okoro@demo.test", "ben.okoro")),
]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("@Anna Kovács can you look?", (1,)),
        ("@anna kovács-lee, and @Ben", (2, 3)),
        ("ask @anna.", (1,)),
        ("@ben.okoro@demo.test and @ben.okoro", (3,)),
        ("(@akl) @akl again", (2,)),
        ("mail anna@demo.test", ()),
        ("`@anna` and\n```\n@Ben\n```", ()),
        ("@annabel", ()),
        ("@nobody @", ()),
        ("@Anna\nKovács", (1,)),
    ],
)
def test_people_are_named_by_name_or_address(text, who):
    assert mentioned(text, PEOPLE) == who


@given(st.text(max_size=80))
def test_nobody_is_named_where_nothing_could_be(text):
    if not has_mention(text):
        assert mentioned(text, PEOPLE) == ()
