"""What holds for any text at all."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postmortems.domain.timeline import read
from tests import hostile

DATA = Path(__file__).parents[5] / "shared" / "data"
DAY = date(2017, 1, 31)
PIECES = [
    "14:02", "23:59", "00:01", "2pm", "12:60", "25:00", "2017-01-31", "2017-13-40", "01/02/2017", "Jan 31", "31 Feb", "noon",
    "midnight", "UTC", "PST", "Europe/Amsterdam", "+01:00", "-08:00", "(UTC)", "+2m", "T+5min", "10 minutes later", "~", "about ",
    "| ", " | ", "|---|---|", "- ", "# ", "### ", "1. ", "> ", "```", "[", "](", "**", "_", "`", "<b>", "<!--", "-->", "---", "\n",
    "\n\n", "    ", "All times in CET", "## Timeline (UTC)", "Date: ", "at ", "took ", "HH:mm", "??", "Day 2", "the next day ",
    "Resolved - ", "ada  10:02 AM", "commit 0a1b2c3", "1485903600", "9999999999", "🔥", "\u0301", "\x00", "\r\n", "\u2028", "word ",
]  # fmt: skip
pasted = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=40).map("".join)
days = st.none() | st.dates()
zones = st.sampled_from([None, "", "UTC", "PST", "Europe/Amsterdam", "+01:00", "nowhere", "+99:99"])


def lines_of(text):
    return re.split(r"\r\n|\r|\n", text)


@settings(max_examples=200)
@given(pasted, days, zones)
def test_any_text_is_read_without_error_and_every_line_number_exists(text, day, zone):
    reading = read(text, date=day, zone=zone)
    count = len(lines_of(text))
    assert all(1 <= row.line <= count for row in (*reading.events, *reading.unread))
    assert [row.line for row in reading.events] == sorted(row.line for row in reading.events)
    assert [row.line for row in reading.unread] == sorted({row.line for row in reading.unread})
    for event in reading.events:
        assert event.at is not None
        assert event.zone_from in {"text", "document", "default", "none"}
        assert (event.at.tzinfo is None) == (event.zone_from == "none")
        assert event.end is None or event.end >= event.at


@settings(max_examples=150)
@given(st.text(max_size=300), days, zones)
def test_unicode_of_any_kind_is_read_without_error(text, day, zone):
    assert read(text, date=day, zone=zone) == read(text, date=day, zone=zone)


words = st.from_regex(r"[a-z]{3,8}( [a-z]{3,8}){1,4}", fullmatch=True).filter(
    lambda text: not re.search(r"noon|midday|midnight", text)
)


@settings(max_examples=100)
@given(
    st.lists(st.tuples(st.booleans(), words, st.integers(0, 23), st.integers(0, 59)), min_size=1, max_size=12)
)
def test_every_line_of_a_list_is_an_event_or_stands_under_unread(rows):
    text = "\n".join(
        f"- {hour:02}:{minute:02} {word}" if timed else f"- {word}" for timed, word, hour, minute in rows
    )
    reading = read(text, date=DAY, zone="UTC")
    events = {event.line: event.text for event in reading.events}
    unread = {row.line: row.text for row in reading.unread}
    assert set(events) | set(unread) == set(range(1, len(rows) + 1))
    for at, (timed, word, _, _) in enumerate(rows, 1):
        assert (events[at] if timed else unread[at].removeprefix("- ")) == word


@settings(max_examples=100)
@given(
    st.lists(st.integers(1, 5 * 60), min_size=1, max_size=20),
    st.sampled_from(
        ["{:%H:%M} {}", "- **{:%H:%M}** {}", "| {:%H:%M} | {} |", "[{:%H:%M}] {}", "### {:%H:%M}\n\n{}\n"]
    ),
)
def test_rows_that_move_forward_roll_over_every_midnight(steps, form):
    moments = [datetime(2017, 1, 31, 0, 30, tzinfo=UTC)]
    for step in steps:
        moments.append(moments[-1] + timedelta(minutes=step))
    text = "\n".join(form.format(moment, "something happened") for moment in moments)
    assert [event.at for event in read(text, date=DAY, zone="UTC").events] == moments


@settings(max_examples=100)
@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2037, 12, 31)),
    st.sampled_from(
        ["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%d %B %Y, %H:%M", "%B %d, %Y at %I:%M %p", "%a %b %d %H:%M:00 %Y", "%d.%m.%Y %H:%M",
         "%Y/%m/%d %H:%M", "%d-%b-%Y %H:%M", "%H:%M, %Y-%m-%d"]
    ),
    st.sampled_from(["{} - text", "- {}: text", "[{}] text", "| {} | text |", "**{}** text", "## {}\n\ntext"]),
)  # fmt: skip
def test_a_full_date_and_time_is_read_in_every_form(moment, written, form):
    moment = moment.replace(second=0, microsecond=0)
    (event,) = read(form.format(moment.strftime(written)), zone="UTC").events
    assert (event.at, event.text) == (moment.replace(tzinfo=UTC), "text")


@pytest.mark.parametrize("piece", hostile.TIMELINE)
def test_reading_ends_whatever_is_repeated(piece):
    count = len(lines_of(text := hostile.repeated(piece, 100_000)))
    reading = read(text, date=DAY)
    assert all(1 <= row.line <= count for row in (*reading.events, *reading.unread))


LABELLED = (
    [json.loads(line) for line in (DATA / "timeline.jsonl").read_text().splitlines()]
    if (DATA / "timeline.jsonl").exists()
    else []
)


@pytest.mark.skipif(not LABELLED, reason="the labelled lines lie beside the project, not in it")
@pytest.mark.parametrize("row", LABELLED, ids=lambda row: row["id"])
def test_labelled_lines(row):
    zone = re.search(r"\b(?:CET|CEST|UTC|PST)\b", row.get("context", ""))
    fallback = "PST" if row["tz_source"] in {"document", "carried"} else None
    day = date.fromisoformat(row["date"]) if row["date"] else None
    reading = read(row["raw"], date=day, zone=zone[0] if zone else fallback)
    if row["iso8601"] is None:
        assert all(
            event.precision == "day" and str(event.at.date()) == row["date"] for event in reading.events
        )
        return
    (event,) = reading.events
    right = {datetime.fromisoformat(text) for text in (row["iso8601"], row.get("iso8601_alt")) if text}
    assert event.at in right
    assert " ".join(event.text.split()) == row["text"]
    if "iso8601_end" in row:
        assert event.end == datetime.fromisoformat(row["iso8601_end"])


# Rows counted by eye in each document: timeline rows, and times told in its prose.
COUNTED = {
    "chia--04-25-User_Account_Compromise": 15, "chia--2021-05-09-negative-coin-values": 12, "chia--2021-12-15-EmployeeCompromise": 9,
    "chia--2022-06-28-ProxyAbuseReport": 16, "chia--2022-10-20-Beta-Keybase-Channel-Permissions": 4,
    "chia--2024-03-07-inefficient-mempool_item-selection": 4,
    "chia--2025-02-25-block_production_impact_due_FastForward_mempool_issues": 8,
    "dfds--PM2019-010--Hellman-Kubernetes-cluster-node-deletion": 6,
    "dfds--PM2019-011--Hellman-Kubernetes-IaC-accidentally-reverted": 11, "dfds--PM2020-003--Postmortem-for-ADSync-migration": 0,
    "dfds--PM2022-006--ALB-502-errors": 8, "dfds--PM2022-009--Bad-AWS-EKS-AMI-causing-Kubernetes-issues": 20,
    "dfds--PM2024-003--Kube-state-metrics-exposing-wrong-labels": 7, "hachyderm--2023-01-07-fritz-timeouts": 3,
    "mybinder--2017-09-27-hub-403": 6, "mybinder--2017-11-30-oom-proxy": 12, "mybinder--2018-02-12-launch-fail": 4,
    "mybinder--2018-04-18-cull-flood": 15, "mybinder--2022-01-27-prime-version": 5, "nodejs--node-js-march-17-incident": 4,
    "posthog--2026-01-17-replay-sdk-fetch-wrapper-incident": 10, "rust--cargo-postmortem": 1, "rust--crates-io-incident-report": 18,
}  # fmt: skip


@pytest.mark.skipif(
    not (DATA / "postmortems").exists(), reason="the documents lie beside the project, not in it"
)
@pytest.mark.parametrize("name", COUNTED)
def test_whole_documents_give_the_rows_counted_by_eye(name):
    path = DATA / "postmortems" / f"{name}.md"
    if not path.exists():
        pytest.skip("this document isn't there")
    assert len(read(path.read_text()).events) == COUNTED[name]
