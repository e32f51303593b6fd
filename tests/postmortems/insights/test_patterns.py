"""Patterns: distributions of what one may read, with the honesty small numbers ask for."""

import datetime as dt

import pytest

from postmortems.followup.actions import add_action
from postmortems.insights.queries.patterns import period
from postmortems.models import Factor, Postmortem

FRIDAY = dt.datetime(2026, 11, 20, 10, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(FRIDAY, tick=False)


@pytest.fixture
def reader(make_user):
    return make_user("reader")


@pytest.fixture
def make_incident(make_postmortem):
    """A postmortem everybody reads, that took so many hours to mitigate and began so many days ago."""

    def make(hours=None, days=1, visibility="organisation", **fields):
        pm = make_postmortem(visibility=visibility)
        began = FRIDAY - dt.timedelta(days=days)
        values = {"started_at": began, "mitigated_at": began + hours * HOUR if hours else None} | fields
        Postmortem.objects.filter(pk=pm.pk).update(**values)
        return pm

    return make


def table(answer, key):
    plot = next(plot for plot in answer.context["plots"] if plot.key == key)
    return {row.label: [cell.text for cell in row.cells] for row in plot.rows}, plot


def test_a_middle_is_given_of_enough_and_never_of_four(sign_in, reader, make_incident):
    for hours in (1, 2, 3, 4):
        make_incident(hours)
    make_incident(hours=50, visibility="named")
    client = sign_in(reader)
    rows, _ = table(client.get("/insights/"), "durations")
    assert rows["To mitigate"] == ["4", "too few to say", "too few to say", "1 h to 4 h"]
    assert rows["To notice"] == ["0", "", "", ""]
    make_incident(hours=100)
    rows, plot = table(client.get("/insights/"), "durations")
    assert rows["To mitigate"][:2] == ["5", "3 h"]
    assert plot.svg.count("<circle") == 6  # five, and the middle
    # An end before the beginning is a slip, not a duration.
    make_incident(mitigated_at=FRIDAY - dt.timedelta(days=30))
    assert table(client.get("/insights/"), "durations")[0]["To mitigate"][0] == "5"


def test_quarters_hold_what_happened_in_them(sign_in, reader, make_incident):
    make_incident(severity="sev1", days=1)
    make_incident(severity="sev2", days=120, kind="near_miss")
    make_incident(severity="sev2", days=500)
    client = sign_in(reader)
    rows, plot = table(client.get("/insights/"), "severity")
    assert list(rows) == ["Q1 2026", "Q2 2026", "Q3 2026", "Q4 2026"]
    assert (rows["Q4 2026"][0], rows["Q3 2026"][1]) == ("1", "1")
    assert plot.lead == "2 postmortems, 1 near miss among them."
    assert len(table(client.get("/insights/?quarters=8"), "severity")[0]) == 8
    assert "Q2 2025" in table(client.get("/insights/?quarters=8"), "severity")[0]
    span = period(dt.date(2026, 1, 31), 4)
    assert (span.starts[0], span.starts[-1], span.end) == (
        dt.date(2025, 4, 1),
        dt.date(2026, 1, 1),
        dt.date(2026, 4, 1),
    )


def test_conditions_are_counted_once_for_each_postmortem_and_kept_ones_not_at_all(
    sign_in, reader, make_incident
):
    first, second = make_incident(days=1), make_incident(days=120)
    rows = [
        (first, "TL", "TL.no-dry-run", {"normal_work": "yes"}),
        (first, "TL", "TL.no-interlock", {"normal_work": "no"}),
        (second, "TL", "TL.no-dry-run", {}),
        (first, "WK", "WK.fatigue", {"disclosure": "restricted"}),
        (first, "CO", "CO.handover", {"role": "mitigator"}),
    ]
    for pm, category, key, more in rows:
        Factor.objects.create(postmortem=pm, category=category, type_key=key, title=key, **more)
    answer = sign_in(reader).get("/insights/")
    numbers, plot = table(answer, "factors")
    assert numbers == {"Tools, automation, AI agents": ["·", "·", "1", "1", "2"]}
    assert plot.lead == "3 conditions named. 1 of 2 are there on normal days too, as far as is known."
    [again] = answer.context["again"]
    assert (again.label, again.count, again.open_actions) == ("There is no dry run and no undo", 2, 0)
    assert {pm.pk for pm in again.postmortems} == {first.pk, second.pk}
    add_action(
        postmortem=first,
        actor=first.owner,
        values={"title": "Dry run"},
        factors=list(Factor.objects.filter(type_key="TL.no-dry-run", postmortem=first)),
        now=FRIDAY,
    )
    [again] = sign_in(reader).get("/insights/").context["again"]
    assert again.open_actions == 1


def test_an_empty_site_says_so(sign_in, reader, make_team):
    make_team("Storage")
    client = sign_in(reader)
    assert "No postmortems in this time" in client.get("/insights/?team=storage").content.decode()
    assert "No actions yet" in client.get("/insights/follow-through/storage/").content.decode()
    assert client.get("/insights/?team=none-such").status_code == 404
    assert client.post("/insights/").status_code == 405
