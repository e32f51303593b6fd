"""What an event keeps of its words, and what is said about its time."""

from datetime import date

import pytest

from postmortems.domain.timeline import Unread, is_zone, read

DAY = date(2017, 1, 31)


def one(text, zone="UTC"):
    (event,) = read(text, date=DAY, zone=zone).events
    return event


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("- **14:02 UTC: the `api` pods\n  restart**", "the `api` pods restart"),
        ("- **14:02**: **all** pods restart", "**all** pods restart"),
        (
            "- 14:02 see [the graph](https://example.org/a) for it",
            "see [the graph](https://example.org/a) for it",
        ),
        (
            "- 14:02 pods restart\n  - first zone a\n  - then zone b",
            "pods restart\n  - first zone a\n  - then zone b",
        ),
        ("- 14:02 pods restart\n\n  and come back", "pods restart\n\nand come back"),
        (
            "### 14:02\n\nOne line\ngoes on.\n\n```\nlog 15:00\n```\n\nThe end.",
            "One line goes on.\n\n```\nlog 15:00\n```\n\nThe end.",
        ),
        ("| Time | Who | What |\n|---|---|---|\n| 14:02 | ops | pods restart |", "ops — pods restart"),
        ("At 14:02 UTC the pods restarted. Nobody had asked them to.", "the pods restarted."),
        ("12:48 (04:48 PST): pods restart", "pods restart"),
        ("12:48 (6:48 PDT): pods restart", "(6:48 PDT): pods restart"),
        ("✅ 14:02 pods restart", "✅ pods restart"),
        ("ada  10:02 AM\nthe queue grows\nand grows", "ada: the queue grows and grows"),
    ],
)
def test_the_words_stay_and_the_time_marker_goes(text, words):
    assert one(text).text == words


def test_a_time_within_an_event_makes_no_second_event():
    assert len(read("### 14:02\n\nThe graph of 13:30 UTC is looked at.\n", date=DAY).events) == 1


@pytest.mark.parametrize(
    "text",
    [
        "~14:02 a",
        "about 14:02: a",
        "14:02-ish a",
        "14:02 (approx): a",
        "All times approximate\n\n14:02 a",
        "It failed at around 14:02.",
    ],
)
def test_about_is_remembered(text):
    assert one(text).approximate


@pytest.mark.parametrize(
    ("text", "precision"),
    [("14:02:33 a", "second"), ("14:02 a", "minute"), ("2pm: a", "hour"), ("2017-01-31 - a", "day")],
)
def test_precision_is_what_was_written(text, precision):
    assert one(text).precision == precision


@pytest.mark.parametrize(
    ("text", "zone", "where", "name"),
    [
        ("14:02 CET a", "UTC", "text", "CET"),
        ("All times in CET\n\n14:02 a", "UTC", "document", "CET"),
        ("| Time (PST) | Event |\n|---|---|\n| 14:02 | a |", "UTC", "document", "PST"),
        ("14:02 a", "Europe/Amsterdam", "default", "Europe/Amsterdam"),
        ("14:02 a", None, "none", ""),
        ("14:02 a", "Nowhere/Else", "none", "Nowhere/Else"),
    ],
)
def test_where_the_zone_came_from_is_said(text, zone, where, name):
    event = one(text, zone)
    assert (event.zone_from, event.zone) == (where, name)
    assert (event.at.tzinfo is None) == (where == "none")


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("[14:02](https://example.org/p) a", "https://example.org/p"),
        ("14:02 a, see [graph](https://example.org/g)", "https://example.org/g"),
        (
            "| Time | Event | Link |\n|---|---|---|\n| 14:02 | a | https://example.org/l |",
            "https://example.org/l",
        ),
        ("14:02 [a](https://example.org/a) and [b](https://example.org/b)", ""),
    ],
)
def test_the_source_is_the_one_link(text, url):
    assert one(text).source_url == url


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("14:02 the alert for queue depth fired", "detection"),
        ("14:02 service is restored", "recovery"),
        ("14:02 decided to wait for the replica", "decision"),
        ("14:02 version 2.2.0 deployed", "change"),
        ("14:02 status page updated", "communication"),
        ("14:02 requests time out, site down", "impact"),
        ("14:02 restarted the pods", "action"),
        ("14:02 tea", ""),
    ],
)
def test_the_kind_is_guessed_from_the_words_only(text, kind):
    assert one(text).kind == kind


def test_what_cannot_be_read_is_listed_by_line():
    text = "- 14:02 a\n- nobody knows when\n\n| 2022-05-?? HH:mm | b |\n\nSome words\nover two lines"
    assert read(text, date=DAY).unread == (
        Unread(2, "- nobody knows when"),
        Unread(4, "| 2022-05-?? HH:mm | b |"),
        Unread(6, "Some words"),
        Unread(7, "over two lines"),
    )


def test_sentences_beside_a_told_time_are_listed_too():
    reading = read(
        "At 14:02 UTC the pods restarted. Nobody had asked\nthem to. It is not known why.", date=DAY
    )
    assert [event.text for event in reading.events] == ["the pods restarted."]
    assert reading.unread == (Unread(1, "Nobody had asked"), Unread(2, "them to. It is not known why."))


def test_nothing_is_carried_over_a_day_that_cannot_be_read():
    reading = read(
        "| 2017-01-30 10:00 | a |\n| 20202-01-16 12:00 | b |\n| 13:00 | c |\n| 2017-02-01 09:00 | d |"
    )
    assert [event.text for event in reading.events] == ["a", "d"]
    assert [row.line for row in reading.unread] == [2, 3]


def test_zones_that_are_known():
    assert all(
        is_zone(name)
        for name in ("UTC", "Europe/Amsterdam", "PST", "+01:00", "-0800", "UTC+2", "Pacific time", "PT")
    )
    assert not any(is_zone(name) for name in ("", "Nowhere", "Mars/Olympus", "+99:99", "time"))
