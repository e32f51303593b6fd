"""Follow-through: every figure is the length of the list it leads to, for whoever looks."""

import datetime as dt
from collections import Counter
from xml.etree import ElementTree

import pytest

from postmortems.followup import actions as followup
from postmortems.insights import plots
from postmortems.insights.queries.follow import _last_months
from postmortems.insights.queries.shapes import share
from postmortems.models import (
    AcceptedRisk,
    Action,
    Factor,
    NamedReader,
    Promise,
    PublicRevision,
    PublicSummary,
)

FRIDAY = dt.datetime(2026, 11, 20, 10, 0, tzinfo=dt.UTC)
TODAY = FRIDAY.date()
DAY = dt.timedelta(days=1)
PAGE = "/insights/follow-through/"


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(FRIDAY, tick=False)


@pytest.fixture
def reader(make_user):
    return make_user("reader")


@pytest.fixture
def make_action():
    """An action as it stands in the table."""

    def make(postmortem, **fields):
        fields.setdefault("title", "Limit it")
        fields.setdefault("team", postmortem.team)
        return Action.objects.create(postmortem=postmortem, **fields)

    return make


@pytest.fixture
def scene(make_team, make_postmortem, make_action, reader):
    """Platform above Storage, a team beside them, and a postmortem the reader knows nothing of."""
    top = make_team("Platform")
    storage = make_team("Storage", parent=top)
    pm = make_postmortem(team=storage, visibility="organisation")
    for days in (1, 7, 8, 40, 400):
        make_action(pm, due_on=TODAY - days * DAY, strength="stronger")
    make_action(pm, due_on=TODAY, strength="weaker", title="Due today")
    done = {"done_at": FRIDAY, "status": "done"}
    make_action(pm, due_on=TODAY, **done)
    make_action(pm, due_on=TODAY - 3 * DAY, check_on=TODAY - DAY, **done)
    make_action(pm, **done)
    beside = make_postmortem(team=make_team("Beside"), visibility="organisation")
    make_action(beside, due_on=TODAY - DAY, owner=reader)
    hidden = make_postmortem(team=storage, visibility="named", title="Quokka")
    make_action(hidden, title="Quokka limit", due_on=TODAY - DAY, **{"strength": "stronger"})
    Factor.objects.create(postmortem=hidden, title="Quokka factor")
    return pm


def table(answer, key):
    """{row: [numbers]} of one plot."""
    plot = next(plot for plot in answer.context["plots"] if plot.key == key)
    return {row.label: [cell.text for cell in row.cells] for row in plot.rows}, plot


def test_late_by_age_links_to_what_it_counts(sign_in, reader, scene):
    client = sign_in(reader)
    answer = client.get(f"{PAGE}storage/")
    rows, plot = table(answer, "late")
    assert {label: int(numbers[0]) for label, numbers in rows.items()} == {
        "1 to 7 days": 2,
        "8 to 14": 1,
        "15 to 30": 0,
        "31 to 90": 1,
        "over 90": 1,
    }
    assert plot.lead == "5 actions late, of 6 open."
    cells = [cell for row in plot.rows for cell in row.cells if cell.address]
    figures = [(int(cell.text), cell.address) for cell in cells]
    figures += [(number, address) for number, _, address in answer.context["figures"]]
    assert len(figures) == 8
    for number, address in figures:
        assert client.get(address).context["page"].paginator.count == number, address


def test_nobody_learns_of_what_they_may_not_read(sign_in, reader, scene, make_user):
    page = sign_in(reader).get(PAGE).content.decode() + sign_in(reader).get("/insights/").content.decode()
    assert "Quokka" not in page
    named = make_user("named")
    hidden = type(scene).objects.get(title="Quokka")
    NamedReader.objects.create(postmortem=hidden, user=named)
    answer = sign_in(named).get(f"{PAGE}platform/")
    assert table(answer, "late")[0]["1 to 7 days"] == ["3"]
    assert "Quokka factor" in answer.content.decode()
    assert sign_in(reader).get(f"{PAGE}none-such/").status_code == 404


def test_a_team_holds_those_below_and_shows_each_of_them(sign_in, reader, scene):
    client = sign_in(reader)
    whole = client.get(PAGE).context
    assert whole["counts"]["open"] == 7
    assert {(part.name, part.open, part.late) for part in whole["parts"] if part.open} == {
        ("Platform", 6, 5),
        ("Beside", 1, 1),
    }
    below = client.get(f"{PAGE}platform/").context
    assert [(part.name, part.open) for part in below["parts"]] == [("Storage", 6)]


def test_finished_on_time_is_judged_where_the_owner_is_and_few_are_not_a_percentage(
    sign_in, reader, scene, make_action, make_user
):
    auckland = make_user("east", time_zone="Pacific/Auckland")
    # Saturday morning there, Friday evening in UTC: a day late.
    make_action(
        scene,
        owner=auckland,
        due_on=TODAY,
        status="done",
        done_at=dt.datetime(2026, 11, 20, 13, 0, tzinfo=dt.UTC),
    )
    rows, plot = table(sign_in(reader).get(f"{PAGE}storage/"), "on-time")
    assert list(rows) == ["Jun 2026", "Jul 2026", "Aug 2026", "Sep 2026", "Oct 2026", "Nov 2026"]
    assert rows["Nov 2026"] == ["1", "2", "1"]
    assert plot.lead == "1 of 3 on time in six months."
    assert (share(3, 4), share(15, 20)) == ("3 of 4", "15 of 20 (75 %)")
    assert _last_months(dt.date(2026, 2, 28))[0] == dt.date(2025, 9, 1)


def test_verified_and_strength_count_what_is_finished(sign_in, reader, scene):
    answer = sign_in(reader).get(f"{PAGE}storage/")
    rows, plot = table(answer, "verified")
    assert rows == {"Finished": ["0", "3"]}
    assert plot.lead == "0 of 3 finished ones verified."
    assert plot.note == "For 1 action the day to look at the effect is over."
    assert table(answer, "strength")[0] == {"Open": ["5", "0", "1", "0"], "Finished": ["0", "0", "0", "3"]}


def test_factors_without_an_answer_are_those_the_gate_asks_about(
    sign_in, reader, make_postmortem, make_action
):
    pm = make_postmortem(visibility="organisation")
    kinds = {"Open": {}, "Accepted": {}, "Answered": {}, "Only weaker": {}, "Declined": {}}
    kinds |= {"Late to see": {"role": "delayed_detection"}, "Kept": {"disclosure": "restricted"}}
    made = {title: Factor.objects.create(postmortem=pm, title=title, **f) for title, f in kinds.items()}
    AcceptedRisk.objects.create(factor=made["Accepted"], role="Head", reason="So", review_on=TODAY)
    make_action(pm, strength="stronger").factors.set([made["Answered"]])
    make_action(pm, strength="weaker").factors.set([made["Only weaker"]])
    make_action(pm, status="declined", declined_because="No").factors.set([made["Declined"]])
    found = sign_in(reader).get(PAGE).context["answers"]
    assert (found.factors, found.answered, found.only_weaker) == (5, 3, 1)
    assert {factor.title for factor in found.shown} == {"Open", "Declined"}
    assert "Kept" in {factor.title for factor in sign_in(pm.owner).get(PAGE).context["answers"].shown}


def test_a_promise_about_to_be_broken_says_why(sign_in, reader, make_postmortem, make_action):
    pm = make_postmortem(visibility="organisation")
    summary = PublicSummary.objects.create(postmortem=pm)

    def promise(wording, month, **fields):
        action = make_action(pm, title=wording, **fields)
        return Promise.objects.create(action=action, summary=summary, wording=wording, due_month=month)

    november, december, spring = dt.date(2026, 11, 1), dt.date(2026, 12, 1), dt.date(2027, 4, 1)
    promise("Broken", dt.date(2026, 10, 1), owner=reader, due_on=TODAY + DAY)
    promise("Too late", december, owner=reader, due_on=spring, status="in_progress")
    promise("Nobody's", december, due_on=november)
    promise("Not begun", november, owner=reader, due_on=TODAY + DAY)
    promise("Fine", spring, owner=reader, due_on=december)
    promise("Kept", november, status="done", done_at=FRIDAY)
    declined = {"status": "declined", "declined_because": "No"}
    begun = promise("Given up", december, **declined).updates
    begun.create(state="planned", confirmed_at=FRIDAY)
    begun.create(state="in_progress", confirmed_at=FRIDAY)
    begun.create(state="changed")
    promise("Told", december, **declined).updates.create(state="changed", confirmed_at=FRIDAY)
    promise("Unpublished", december, **declined)
    assert sign_in(reader).get(PAGE).context["pledges"] == []  # nothing of it is public yet
    summary.live_revision = PublicRevision.objects.create(summary=summary, number=1, content={})
    summary.save(update_fields=["live_revision"])
    found = sign_in(reader).get(PAGE).context["pledges"]
    said = [(one.promise.wording, one.said, one.why) for one in found]
    assert said == [
        ("Broken", "20 days past its month", ""),
        ("Given up", "declined", "The public reads it as “in progress”."),
        ("Told", "declined", ""),
        ("Unpublished", "declined", ""),
        ("Not begun", "at risk", "Not begun, and 10 days are left."),
        ("Too late", "at risk", "It is due on 1 Apr 2027, after the promised month."),
        ("Nobody's", "at risk", "Nobody has taken it on. The action is late."),
        ("Fine", "in time", ""),
        ("Kept", "done", ""),
    ]


def test_what_changed_since_last_week(sign_in, make_postmortem, reader, time_machine):
    month_ago = FRIDAY - dt.timedelta(days=30)
    time_machine.move_to(month_ago, tick=False)
    pm = make_postmortem(visibility="organisation")

    def make(title, now, **values):
        return followup.add_action(postmortem=pm, actor=pm.owner, values={"title": title, **values}, now=now)

    done, moved, handed, _quiet, falls = (
        make(title, month_ago, due_on=TODAY - DAY if title == "Falls due" else TODAY + DAY)
        for title in ("Done", "Moved", "Handed", "Quiet", "Falls due")
    )
    time_machine.move_to(FRIDAY - DAY, tick=False)
    now = FRIDAY - DAY
    followup.move(action=done, actor=pm.owner, verb="finish", text="Ran", now=now)
    change = {"actor": pm.owner, "version": 1, "now": now}
    followup.change_action(action=moved, values={"due_on": TODAY + 60 * DAY}, **change)
    followup.change_action(action=handed, values={"owner": reader}, **change)
    make("New", now)
    time_machine.move_to(FRIDAY, tick=False)
    found = sign_in(reader).get(PAGE).context["changes"]
    assert {change.key: [action.title for action in change.actions] for change in found} == {
        "new": ["New"],
        "late": ["Falls due"],
        "done": ["Done"],
        "postponed": ["Moved"],
        "handed": ["Handed"],
    }
    assert falls.title == "Falls due"
    time_machine.move_to(FRIDAY + dt.timedelta(days=60), tick=False)
    assert sign_in(reader).get(PAGE).context["changes"] == []


def test_a_picture_is_a_picture_and_nothing_else(sign_in, reader, scene):
    answer = sign_in(reader).get(f"{PAGE}storage/")
    tags = Counter()
    for plot in answer.context["plots"]:
        for node in ElementTree.fromstring(plot.svg).iter():
            tags[node.tag.rpartition("}")[2]] += 1
            assert not {name for name in node.attrib if name == "style" or name.startswith("on")}
    assert set(tags) <= {"svg", "g", "rect", "path", "text", "circle", "line"}
    assert tags["svg"] == 4
    hostile = plots.bars("A <b>", ["<script>x</script>"], {"<i>": [1]}, kind="late")
    assert "<script" not in hostile
    assert "<i>" not in hostile


def test_the_pages_ask_the_same_whatever_there_is(
    sign_in, reader, scene, make_action, django_assert_num_queries
):
    client = sign_in(reader)
    client.get(PAGE)
    for number in range(40):
        make_action(scene, due_on=TODAY - number * DAY)
        Factor.objects.create(postmortem=scene, title=f"F{number}", category="TL", type_key="TL.no-dry-run")
    # session, person, teams, reach (2); counts, months, factors (2), promises, the week (2), parts
    with django_assert_num_queries(13):
        client.get(PAGE)
    with django_assert_num_queries(7):  # session, person, teams, reach (2), postmortems, conditions
        client.get("/insights/")
