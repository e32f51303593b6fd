"""Counts agree with lists, whoever looks: list, board, file and follow-through beside the rule of who may read what."""

import csv
import datetime as dt
import io
import itertools

import pytest

from postmortems.models import Action, NamedReader
from tests.postmortems.followup.conftest import FRIDAY

TODAY = FRIDAY.date()
DAY = dt.timedelta(days=1)
ROLES = ("owner", "member", "above", "named", "outsider", "administrator")


@pytest.fixture
def people(make_user, make_team, make_postmortem, make_action, time_machine):
    """One person of each role, and actions in every state of postmortems and parts of every openness."""
    time_machine.move_to(FRIDAY, tick=False)
    found = {role: make_user(role, is_administrator=role == "administrator") for role in ROLES}
    top = make_team("Platform", managers=[found["above"]])
    team = make_team("Storage", parent=top, members=[found["member"]])
    states = ("idea", "accepted", "in_progress", "done")
    kinds = itertools.product(("organisation", "team", "named"), ("internal", "restricted"))
    for number, (visibility, disclosure) in enumerate(kinds):
        pm = make_postmortem(owner=found["owner"], team=team, visibility=visibility)
        if number % 2:
            NamedReader.objects.create(postmortem=pm, user=found["named"])
        for step, status in enumerate(states):
            make_action(
                postmortem=pm,
                status=status,
                disclosure=disclosure,
                due_on=TODAY + (step - 1) * 3 * DAY,
                done_at=FRIDAY if status == "done" else None,
            )
    return found


@pytest.mark.parametrize("role", ROLES)
def test_every_page_counts_what_its_list_holds(sign_in, people, role):
    client, user = sign_in(people[role]), people[role]
    allowed = Action.objects.visible_to(user)

    def listed(query):
        return client.get(f"/actions/?{query}").context["page"].paginator.count

    assert listed("state=all") == allowed.count()
    for column in client.get("/actions/board/").context["columns"]:
        assert column.count == len(column.cards) == listed(f"state={column.state}")
    rows = csv.DictReader(
        io.StringIO(b"".join(client.get("/actions/export.csv?state=all")).decode("utf-8-sig"))
    )
    assert {int(row["id"]) for row in rows} == set(allowed.values_list("pk", flat=True))
    shown = client.get("/actions/calendar/?state=all").context["shown"]
    assert sum(day.count for week in shown.weeks for day in week) == allowed.count()
    page = client.get("/insights/follow-through/platform/").context
    assert page["counts"]["open"] == allowed.open().count() == listed("team=platform")
    assert page["counts"]["late"] == allowed.late_on(TODAY).count() == listed("late=1")
    assert sum(part.open for part in page["parts"]) == page["counts"]["open"]


def test_the_roles_see_different_things(people):
    seen = {role: Action.objects.visible_to(people[role]).count() for role in ROLES}
    assert seen == {"owner": 24, "member": 8, "above": 8, "named": 16, "outsider": 4, "administrator": 4}
