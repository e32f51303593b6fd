"""A row written as plain SQL reads like one that Django wrote."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.rows import update_row
from postmortems.models import Postmortem

LATER = dt.datetime(2026, 11, 21, 9, 30, 1, 250_000, tzinfo=dt.timezone(dt.timedelta(hours=2)))


@pytest.fixture
def row(make_postmortem):
    return make_postmortem()


def test_values_go_through_their_fields(row):
    text = 'It\'s 100 % "quoted"; DROP TABLE x --'
    with CaptureQueriesContext(connection) as asked:
        assert update_row(Postmortem, row.pk, {"title": text, "updated_at": LATER, "approved_at": None}) == 1
    assert len(asked) == 1
    row.refresh_from_db()
    assert (row.title, row.updated_at, row.approved_at) == (text, LATER, None)


def test_a_number_rises_in_the_database_and_not_from_what_was_read(row):
    Postmortem.objects.filter(pk=row.pk).update(text_version=41)
    assert update_row(Postmortem, row.pk, {}, rising=("text_version",)) == 1
    row.refresh_from_db()
    assert row.text_version == 42


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ({"where": {"status": "draft"}}, 1),
        ({"where": {"status": "approved"}}, 0),
        ({"unless": {"status": "approved"}}, 1),
        ({"unless": {"status": "draft"}}, 0),
        ({"where": {"status": "draft", "text_version": -1}}, 0),
    ],
)
def test_a_row_that_is_another_by_now_is_left_alone(row, asked, written):
    before = row.title
    assert update_row(Postmortem, row.pk, {"title": "Other"}, **asked) == written
    row.refresh_from_db()
    assert row.title == ("Other" if written else before)


def test_a_foreign_key_is_written_by_its_column(row, make_user):
    other = make_user("Noor")
    assert update_row(Postmortem, row.pk, {"owner_id": other.pk}) == 1
    row.refresh_from_db()
    assert row.owner == other
    assert update_row(Postmortem, row.pk + 1000, {"title": "None"}) == 0
