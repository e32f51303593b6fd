"""Exports of other tools: every instant as the maker of the format means it, nothing guessed, nothing lost without a word."""

import datetime as dt
import io
import json
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortems.domain.redaction import Person
from postmortems.domain.sources import (
    NotReadable,
    Stand,
    guess_columns,
    match,
    open_file,
    open_sheet,
    suggested,
    with_roles,
)

DAY = [
    {
        "type": "message",
        "user": "U1",
        "ts": "1485824400.000200",
        "text": "<@U2> can you restart `db&lt;1&gt;`? see <https://x.test/a|the graph> &amp; *now*",
        "permalink": "https://acme.slack.com/archives/C1/p1485824400000200",
    },
    {"type": "message", "user": "U2", "ts": "1485824460.000300", "text": "On it. Thanks Anna"},
    {
        "subtype": "bot_message",
        "username": "Grafana",
        "ts": "1485824000.0",
        "text": "",
        "attachments": [{"title": "[Alerting] DB", "text": "replica lag high"}],
    },
    {"subtype": "channel_join", "user": "U2", "ts": "1485824000.0", "text": "<@U2> has joined"},
    {"type": "message", "user": "U2", "ts": "not a number", "text": "when was this"},
]
USERS = [
    {
        "id": "U1",
        "name": "anna",
        "profile": {"real_name": "Anna Kovács", "display_name": "anna.k", "email": "ak@x.test"},
    },
    {"id": "U2", "name": "ben", "profile": {"real_name": "Ben Okoro"}},
]


def at(*parts):
    return dt.datetime(*parts, tzinfo=dt.UTC)


def packed(**files) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, value in files.items():
            archive.writestr(name.replace("__", "/") + ".json", json.dumps(value))
    return out.getvalue()


def test_a_slack_day_gives_its_messages_in_order_with_names_links_and_code_as_they_were():
    found = open_file(json.dumps(DAY).encode())
    assert [entry.at for entry in found.entries] == [
        at(2017, 1, 31, 0, 53, 20),
        at(2017, 1, 31, 1, 0),
        at(2017, 1, 31, 1, 1),
    ]
    assert found.entries[0].text == "[Alerting] DB replica lag high"
    assert found.entries[1].text == "@U2 can you restart `db<1>`? see [the graph](https://x.test/a) & **now**"
    assert found.entries[1].source_url.startswith("https://acme.slack.com/")
    assert {one.why for one in found.left_out} == {"A note by Slack itself", "No time that could be read"}


def test_a_zip_brings_the_people_behind_the_ids_and_programs_are_told_apart():
    found = open_file(packed(users=USERS, **{"inc-7__2017-01-31": DAY[:2], "inc-7__2017-01-30": [DAY[2]]}))
    assert [speaker.shown for speaker in found.speakers] == ["Anna Kovács", "Ben Okoro", "Grafana"]
    assert found.speakers[2].is_program and "ak" in found.speakers[0].names
    assert found.entries[1].text.startswith("@Ben Okoro can you")


def test_a_zip_of_two_channels_asks_which_one():
    data = packed(**{"general__2017-01-31": DAY[:1], "inc-7__2017-01-31": DAY[1:2]})
    with pytest.raises(NotReadable, match="general, inc-7"):
        open_file(data)
    assert [entry.text for entry in open_file(data, channel="#inc-7").entries] == ["On it. Thanks Anna"]


def test_a_zip_that_lies_about_its_size_or_breaks_off_is_refused():
    whole = packed(users=USERS, **{"inc-7__2017-01-31": DAY})
    with pytest.raises(NotReadable):
        open_file(whole[: len(whole) // 2])
    with pytest.raises(NotReadable, match="No day of a channel"):
        open_file(packed(users=USERS))


ALERT = {
    "status": "resolved",
    "labels": {"alertname": "HighLag", "severity": "page", "instance": "db1"},
    "annotations": {"summary": "Replica is behind"},
    "startsAt": "2017-01-31T22:00:00.123456789Z",
    "endsAt": "2017-01-31T23:00:00Z",
    "generatorURL": "https://prom.test/graph",
    "fingerprint": "a1",
}


def hook(*alerts):
    return {"version": "4", "groupKey": "{}", "receiver": "pager", "status": "firing", "alerts": list(alerts)}


def test_an_alert_sent_three_times_is_one_with_its_beginning_and_its_end():
    firing = ALERT | {"status": "firing", "endsAt": "0001-01-01T00:00:00Z"}
    lines = "\n".join(json.dumps(hook(alert)) for alert in (firing, firing, ALERT))
    found = open_file(lines.encode())
    assert [(entry.kind, entry.text) for entry in found.entries] == [
        ("detection", "Alert: HighLag (page, `instance=db1`): Replica is behind"),
        ("recovery", "Alert over: HighLag (page, `instance=db1`): Replica is behind"),
    ]
    assert found.entries[0].at.replace(microsecond=0) == at(2017, 1, 31, 22, 0)


def test_an_alert_that_still_runs_has_no_end_even_where_the_api_guesses_one():
    running = ALERT | {"status": {"state": "active"}}
    assert [entry.kind for entry in open_file(json.dumps([running]).encode()).entries] == ["detection"]


def test_pagerduty_s_entries_keep_who_acted_and_leave_the_pager_s_own_notices_out():
    def entry(sort, time, **more):
        return {"id": "R1", "type": f"{sort}_log_entry", "created_at": time, **more}

    agent = {"id": "PU1", "type": "user_reference", "summary": "Anna Kovács"}
    log = {
        "log_entries": [
            entry("resolve", "2015-11-07T01:14:20Z", summary="Resolved by Anna Kovács", agent=agent),
            entry("notify", "2015-11-07T00:15:00Z", summary="Notified Anna by SMS", agent=agent),
            entry(
                "trigger",
                "2015-11-07T00:14:20Z",
                summary="Triggered through the API",
                agent={"id": "S1", "type": "service_reference", "summary": "Checkout"},
                channel={"type": "api", "details": {"description": "Checkout is slow"}},
            ),
            entry(
                "annotate",
                "2015-11-07T00:20:00Z",
                summary="Note added",
                agent=agent,
                channel={"summary": "Failing over"},
            ),
        ]
    }
    found = open_file(json.dumps(log).encode())
    assert [(one.at.hour, one.at.minute, one.kind, one.text) for one in found.entries] == [
        (0, 14, "detection", "Triggered through the API: Checkout is slow"),
        (0, 20, "", "Failing over"),
        (1, 14, "recovery", "Resolved by Anna Kovács"),
    ]
    assert [(one.shown, one.is_program) for one in found.speakers] == [
        ("Anna Kovács", False),
        ("Checkout", True),
    ]
    assert found.left_out[0].why == "A notice of the pager to a person"


@pytest.mark.parametrize(
    ("date", "instant"),
    [
        ("Tue Jan 31 23:00:00 2017 +0100", at(2017, 1, 31, 22)),
        ("2017-01-31 23:00:00 +0100", at(2017, 1, 31, 22)),
        ("2017-01-31T23:00:00+01:00", at(2017, 1, 31, 22)),
        ("Tue, 31 Jan 2017 23:00:00 +0100", at(2017, 1, 31, 22)),
        ("1485900000 +0100", at(2017, 1, 31, 22)),
        ("1485900000", at(2017, 1, 31, 22)),
        ("2 hours ago", None),
        ("2017-01-31", None),
        ("Tue Jan 31 23:00:00 2017", None),
    ],
)
def test_a_commit_is_a_change_at_its_time_and_a_date_without_an_instant_is_listed(date, instant):
    log = f"* commit 1234567890abcdef (HEAD -> main)\n| Author: Anna K <anna@x.test>\n| Date:   {date}\n| \n|     Raise the limit\n"
    found = open_file(log.encode())
    if instant is None:
        assert not found.entries and "Raise the limit" in found.left_out[0].text
    else:
        [entry] = found.entries
        assert (entry.at, entry.kind, entry.text) == (
            instant,
            "change",
            "Raise the limit (commit `1234567890`)",
        )
        assert found.speakers[0].names == ("Anna K", "anna")


def test_a_rebased_commit_counts_when_it_was_committed():
    log = (
        "commit abcdef0123456\nAuthor:     A <a@x.test>\nAuthorDate: Mon Jan 30 08:00:00 2017 +0000\n"
        "Commit:     B <b@x.test>\nCommitDate: Tue Jan 31 09:00:00 2017 +0000\n\n    Subject\n"
    )
    assert open_file(log.encode()).entries[0].at == at(2017, 1, 31, 9)


TABLE = 'Time (PST),Who,What happened,Link\n2017-01-31 13:00,anna,"Paged, by\nalert",https://a.test/\n13:05,ben,Restarted,\nsoon,ben,x,\n'


def test_a_table_reads_quotes_carried_days_and_the_zone_of_its_header():
    found = open_file(TABLE.encode())
    assert [(one.at.astimezone(dt.UTC), one.text, one.line) for one in found.entries] == [
        (at(2017, 1, 31, 21, 0), "Paged, by\nalert", 2),
        (at(2017, 1, 31, 21, 5), "Restarted", 4),
    ]
    assert found.entries[0].source_url == "https://a.test/" and found.left_out[0].line == 5


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_a_table_may_be_divided_in_four_ways_and_tell_seconds_since_1970(mark):
    text = mark.join(("timestamp", "message")) + "\n" + mark.join(("1485900000", "a")) + "\n"
    text += mark.join(("1485900000123", "b")) + "\n"
    assert [one.at for one in open_file(text.encode()).entries] == [at(2017, 1, 31, 22)] * 2


def test_columns_whose_names_say_nothing_are_the_person_s_to_name():
    text = "a,b\n2017-01-31 22:00 UTC,Paged\n"
    with pytest.raises(NotReadable, match="which column"):
        open_file(text.encode(), product="csv")
    assert guess_columns(open_sheet(text)) == {}
    assert open_file(text.encode(), product="csv", meant={0: "time", 1: "text"}).entries[0].text == "Paged"


def test_a_chat_log_s_speakers_are_those_who_come_back():
    log = "[13:02] anna: hello\n[13:03] anna: restarted\n[13:05] Note: once\n"
    found = open_file(log.encode(), day=dt.date(2026, 1, 1), zone="UTC")
    assert [(one.speaker, one.text) for one in found.entries] == [
        ("anna", "hello"),
        ("anna", "restarted"),
        ("", "Note: once"),
    ]


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[{]", b'{"a": 1}', b"\xff\xfe\x00", b"PK\x03\x04rubbish", b"[" * 9000]
)
def test_what_can_t_be_read_is_refused_in_words_or_gives_nothing(data):
    try:
        assert not open_file(data).entries
    except NotReadable as problem:
        assert str(problem).endswith((".", "?"))


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_no_bytes_make_it_fall_over(data):
    for product in ("", "slack", "alertmanager", "pagerduty", "git", "csv", "text"):
        try:
            open_file(data, product=product)
        except NotReadable:
            pass


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(("ts", "text", "user", "alerts", "labels", "startsAt", "type", "log_entries",
                             "created_at", "agent", "channel", "attachments", "files", "status", "user_profile")),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)  # fmt: skip


@given(JSON)
def test_records_of_unexpected_shape_are_refused_or_left_out(value):
    for product in ("", "slack", "alertmanager", "pagerduty"):
        try:
            open_file(json.dumps(value).encode(), product=product)
        except NotReadable:
            pass


def test_names_become_roles_in_the_text_and_only_those_of_people_who_are_known():
    found = open_file(packed(users=USERS, **{"inc-7__2017-01-31": DAY[:2]}))
    stands = {
        "U1": Stand("Anna Kovács", ("anna", "anna.k"), "Database on-call"),
        "U2": Stand("Ben Okoro", ("ben",), "Responder 2"),
    }
    told = with_roles(found.entries, stands, [])
    assert [(role, entry.text) for entry, role in told] == [
        (
            "Database on-call",
            "Responder 2 can you restart `db<1>`? see [the graph](https://x.test/a) & **now**",
        ),
        ("Responder 2", "On it. Thanks Database on-call"),
    ]


def test_a_speaker_is_matched_to_one_person_of_the_roster_or_gets_a_number_that_is_free():
    found = open_file(packed(users=USERS, **{"inc-7__2017-01-31": DAY[:3]}))
    roster = [Person("A. K.", ("anna.k",), "Lead"), Person("C", (), "Responder 1")]
    assert [match(speaker, roster) for speaker in found.speakers] == [0, None, None]
    assert suggested(found.speakers[1:], [person.role for person in roster]) == {"U2": "Responder 2"}
    assert match(found.speakers[0], [roster[0], roster[0]]) is None
