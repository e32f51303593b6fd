"""What the importer makes of single constructs."""

from postmortems.domain.importing import account, parse_document


def _read(text, **options):
    doc = parse_document(text, **options)
    assert account(doc, text) == []
    return doc


def test_nothing_is_made_of_nothing():
    for text in ("", "\n\n", " \t", "\ufeff"):
        doc = parse_document(text)
        assert (doc.title, doc.sections, doc.events, doc.actions) == ("Untitled", (), (), ())


def test_the_file_name_is_the_last_resort_for_a_title():
    assert _read("## Summary\n\nIt broke.", filename="x--2024-01-02-disk-full.md").title == "Disk full"


def test_a_front_matter_title_is_used_and_its_lines_are_kept():
    doc = _read('---\ntitle: "Disk full"\nseverity: SEV1\n---\n\n# Summary\n\nIt broke.')
    assert (doc.title, doc.severity) == ("Disk full", "sev1")
    assert 'title: "Disk full"' in doc.section("header").body


def test_the_same_section_under_two_headings_is_joined():
    doc = _read("# T\n\n## Impact\n\nA.\n\n## Customer impact\n\nB.\n")
    assert doc.section("impact").body == "A.\n\n## Customer impact\n\nB."


def test_deeper_headings_stay_in_their_section():
    doc = _read("# T\n\n## Background\n\nA.\n\n### The queue\n\nB.\n\n## Impact\n\nC.\n")
    assert doc.section("background").body == "A.\n\n### The queue\n\nB."


def test_a_strange_heading_before_the_end_is_part_of_the_story():
    doc = _read(
        "# T\n\n## Summary\n\nS.\n\n## The day of the squirrel\n\nA squirrel sat down on the cable and stayed there for a long time.\n"
    )
    assert "squirrel" in doc.section("narrative").body
    assert doc.unplaced == ()


def test_a_strange_heading_after_the_actions_is_unplaced_and_whole():
    doc = _read("# T\n\n## Actions\n\n- Add a fence around the cable\n\n## Zebra\n\nStripes *and* spots.\n")
    assert [(item.heading, item.body) for item in doc.unplaced] == [("Zebra", "Stripes *and* spots.")]


def test_code_is_never_cut_at_its_comments():
    doc = _read("# T\n\n## Impact\n\n```sh\n# Timeline\n## Actions\n- [ ] rm\n```\n")
    assert (doc.events, doc.actions) == ((), ())
    assert "## Actions" in doc.section("impact").body


def test_a_fence_that_never_closes_swallows_nothing():
    doc = _read("# T\n\n## Impact\n\n```\nlog\n\n## Actions\n\n- Add a limit\n")
    assert [action.title for action in doc.actions] == ["Add a limit"]


def test_times_inside_the_text_of_a_row_are_no_rows():
    doc = _read(
        "# T\n\n## Timeline\n\nAll times in UTC\n\n### 2024-01-02 13:05\n\nThe log since 12:40 is full (at 12:59 it was not).\n\n```\n12:41:00 boom\n```\n\n### 13:20\n\nFixed.\n"
    )
    assert [event.at.isoformat() for event in doc.events] == [
        "2024-01-02T13:05:00+00:00",
        "2024-01-02T13:20:00+00:00",
    ]
    assert "12:41:00 boom" in doc.events[0].text


def test_a_row_without_a_readable_time_keeps_its_place_and_gets_no_time():
    doc = _read(
        "# T\n\n## Timeline\n\n| Time (UTC) | Event |\n|---|---|\n| 2024-05-?? HH:mm | Seen in May |\n| 2024-06-02 10:00 | Found |\n"
    )
    assert [event.at is None for event in doc.events] == [True, False]
    assert "Seen in May" in doc.events[0].text


def test_dates_of_their_own_date_the_rows_below():
    doc = _read("# T\n\n## Timeline (UTC)\n\n_4/21/23_\n\n11:12 AM: A.\n\n_4/24/23_\n\n~9:00 AM: B.\n")
    assert [event.at.date().isoformat() for event in doc.events] == ["2023-04-21", "2023-04-24"]
    assert doc.events[1].approximate


def test_rows_are_found_without_a_timeline_heading():
    doc = _read("Mail was down\n\n10:02 UTC - disk full\n10:09 UTC - alert\n10:30 UTC - disk cleaned\n")
    assert len(doc.events) == 3
    assert doc.title == "Mail was down"


def test_nested_items_with_a_verb_are_actions_and_links_are_details():
    doc = _read(
        "# T\n\n## Action items\n\n- ✅ Improve coverage of probes\n  - Create a dashboard for probes\n  - https://github.com/o/r/pull/7\n- Collect logs centrally\n  - Owner: Ana Lima\n  - Status: done\n"
    )
    assert [(action.title, action.group) for action in doc.actions] == [
        ("Improve coverage of probes", ""),
        ("Create a dashboard for probes", "Improve coverage of probes"),
        ("Collect logs centrally", ""),
    ]
    assert doc.actions[1].ticket_url == "https://github.com/o/r/pull/7"
    assert (doc.actions[2].owner_text, doc.actions[2].state) == ("Ana Lima", "done")


def test_numbered_headings_under_actions_are_actions_and_other_headings_are_groups():
    doc = _read(
        "# T\n\n## Action items\n\n### 1) Verify that cron runs\n\nWe need to be sure.\n\n### Detection\n\n1. Add an alert on disk space\n"
    )
    assert [(action.title, action.group) for action in doc.actions] == [
        ("Verify that cron runs", ""),
        ("Add an alert on disk space", "Detection"),
    ]
    assert doc.actions[0].detail == "We need to be sure."
    assert doc.actions[1].kind == "detect"


def test_none_and_tbd_are_no_actions():
    doc = _read("# T\n\n## Action items\n\n- None\n- TBD\n\n## Root cause\n\nTBD\n")
    assert (doc.actions, doc.factors) == ((), ())


def test_links_are_resolved_for_rows_and_kept_for_sections():
    doc = _read(
        "# T\n\n## Summary\n\nSee [the fix][fix].\n\n## Actions\n\n- [#12]: Add a limit\n\n[fix]: https://example.com/fix\n[#12]: https://example.com/issues/12\n"
    )
    assert doc.section("summary").body.endswith("[fix]: https://example.com/fix")
    assert doc.actions[0].ticket_url == "https://example.com/issues/12"
    assert doc.actions[0].title == "Add a limit"


def test_a_list_announced_as_causes_is_read_and_stays_in_the_text():
    doc = _read(
        "# T\n\n## Summary\n\nThis was caused by two factors:\n\n1. The pool has five connections\n2. Retries have no limit\n\nIt would lead to the following:\n\n- nothing\n"
    )
    assert [(factor.text, factor.in_body) for factor in doc.factors] == [
        ("The pool has five connections", True),
        ("Retries have no limit", True),
    ]
    assert "1. The pool has five connections" in doc.section("summary").body


def test_moments_without_a_zone_stay_naive():
    doc = _read(
        "# T\n\n**Date:** 2024-01-02\n**Start time:** 10:00\n**Resolved:** 11:30\n\n## Summary\n\nS.\n"
    )
    assert doc.facts["started"].at.isoformat() == "2024-01-02T10:00:00"
    assert doc.facts["resolved"].at.tzinfo is None


def test_windows_line_ends_and_a_byte_order_mark_change_nothing():
    text = (
        "# T\n\n## Timeline\n\n- 2024-01-02 10:00 UTC A\n- 10:05 UTC B\n\n## Actions\n\n- [x] Add a limit\n"
    )
    one, other = _read(text), parse_document("\ufeff" + text.replace("\n", "\r\n"))
    assert one == other


def test_comments_make_no_rows_and_are_kept():
    doc = _read("# T\n\n## Actions\n\n<!-- one row each:\n- [ ] example\n-->\n\n- [ ] Add a limit\n")
    assert [action.title for action in doc.actions] == ["Add a limit"]
    assert "example" in doc.section("actions").body


def test_several_incidents_in_one_timeline_keep_their_days():
    doc = _read(
        "# Two outages\n\n## Timeline\n\n### October 21, 2025 - Cache\n\n**Duration:** 21:45 to 23:28 UTC\n\n"
        "**Root causes:**\n\n- The cache has no limit\n\n**Timeline:**\n\n- **21:45 UTC** - Release\n- **23:28 UTC** - Recovered\n\n"
        "### October 24, 2025 - Limits\n\n- **18:00 UTC** - Limits switched on\n"
    )
    assert [event.at.isoformat() for event in doc.events] == [
        "2025-10-21T21:45:00+00:00",
        "2025-10-21T23:28:00+00:00",
        "2025-10-24T18:00:00+00:00",
    ]
    assert [factor.text for factor in doc.factors] == ["The cache has no limit"]


def test_a_table_with_broken_lines_makes_no_empty_rows():
    doc = _read(
        "# T\n\n## Timeline (UTC)\n\n| Time | Event |\n|---|---|\n| 2023-02-14 11:00 | Mail sent\n|\n| 2023-02-14 11:01 | Up |\n"
    )
    assert [event.text for event in doc.events] == ["Mail sent", "Up"]


def test_longer_headings_with_text_below_are_actions_and_may_name_their_owner():
    doc = _read(
        "# T\n\n## Resulting actions\n\n#### @dma Alerts configured for disks\n\nAt 90 %.\n\n#### Process\n\n- Name one driver\n"
    )
    assert [(action.title, action.owner_text, action.group) for action in doc.actions] == [
        ("Alerts configured for disks", "@dma", ""),
        ("Name one driver", "", "Process"),
    ]


def test_ticks_in_praise_are_no_actions():
    doc = _read("# T\n\n## What went well\n\n\u2705 **Data was kept**\nAll of it.\n\n- [ ] Write a note\n")
    assert [action.title for action in doc.actions] == ["Write a note"]
    assert "Data was kept" in doc.section("went_well").body


def test_actions_under_a_finished_title_are_done_and_lists_after_a_colon_are_details():
    doc = _read(
        "# T\n\n## Immediate actions (completed)\n\n1. Move to a new table:\n\n- copy rows\n- switch reads\n\n2. Raise the limit\n"
    )
    assert [(action.title, action.state) for action in doc.actions] == [
        ("Move to a new table:", "done"),
        ("Raise the limit", "done"),
    ]
    assert "switch reads" in doc.actions[0].detail


def test_an_empty_box_in_a_text_stays_in_the_text():
    doc = _read("# T\n\n## Summary\n\nS.\n\n- [ ] ;\n- [ ] Add a limit\n")
    assert [action.title for action in doc.actions] == ["Add a limit"]
    assert doc.section("summary").body == "S.\n\n- [ ] ;"


def test_a_table_of_causes_that_is_all_head_is_kept():
    doc = _read("**Root cause**\n| 10:02 UTC | 0 |\n| Summary | 0 |\n|---|---|")
    assert doc.factors == ()
