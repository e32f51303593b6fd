"""The command as people and scripts call it."""

import io
import json
import sys

import pytest
from django.core.management import call_command

TEXT = "All times in CET\n\n2017-01-31 23:50 - page\n\n00:10 - joined\n\nNobody knows when this was.\n"


@pytest.fixture
def paste(tmp_path):
    def write(text):
        path = tmp_path / "timeline.md"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    return write


def run(*args):
    out = io.StringIO()
    call_command("read_timeline", *args, stdout=out)
    return out.getvalue()


def test_json_has_the_keys_of_the_contract(paste):
    answer = json.loads(run(paste(TEXT), "--format", "json"))
    first, second = answer["events"]
    assert first["at"] == "2017-01-31T23:50:00+01:00"
    assert (first["precision"], first["approximate"], first["zone_from"]) == ("minute", False, "document")
    assert (first["text"], first["line"]) == ("page", 3)
    assert second["at"] == "2017-02-01T00:10:00+01:00"
    assert answer["unread"] == [{"line": 7, "text": "Nobody knows when this was."}]


def test_day_and_zone_from_the_command_line(paste):
    (event,) = json.loads(
        run(paste("14:02 page"), "--date", "2017-01-31", "--zone", "Europe/Amsterdam", "--format=json")
    )["events"]
    assert (event["at"], event["zone_from"]) == ("2017-01-31T14:02:00+01:00", "default")


def test_without_any_zone_there_is_no_offset(paste):
    (event,) = json.loads(run(paste("2017-01-31 14:02 page"), "--format=json"))["events"]
    assert (event["at"], event["zone_from"]) == ("2017-01-31T14:02:00", "none")


def test_of_a_day_without_a_time_only_the_day_is_written(paste):
    (event,) = json.loads(run(paste("| 2017-01-31 HH:mm | page |"), "--format=json"))["events"]
    assert (event["at"], event["precision"]) == ("2017-01-31", "day")


def test_the_table_for_people_names_the_zone_and_the_lines_not_read(paste):
    shown = run(paste(TEXT))
    assert "2017-01-31 23:50 CET" in shown
    assert "Nobody knows when this was." in shown
    assert "2 events, 1 lines not read" in shown


def test_jsonl_answers_each_line_in_order(paste):
    rows = [
        {"text": "14:02 a", "date": "2017-01-31", "zone": "UTC"},
        {"text": "no time here"},
        {"text": "All times in PST\n14:02 b", "date": "2017-02-01", "zone": None},
    ]
    answers = [
        json.loads(line)
        for line in run(paste("\n".join(map(json.dumps, rows)) + "\n"), "--jsonl").splitlines()
    ]
    assert [[event["at"] for event in answer["events"]] for answer in answers] == [
        ["2017-01-31T14:02:00+00:00"],
        [],
        ["2017-02-01T14:02:00-08:00"],
    ]


def test_standard_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"2017-01-31 14:02 UTC page")))
    assert json.loads(run("-", "--format=json"))["events"][0]["at"] == "2017-01-31T14:02:00+00:00"


@pytest.mark.parametrize(
    ("content", "args", "says"),
    [
        (b"\xff\xfe14:02", (), "not UTF-8"),
        ("14:02 a", ("--date", "31-01-2017"), "YYYY-MM-DD"),
        ("14:02 a", ("--zone", "Mars/Olympus"), "is not a zone"),
        ("not json", ("--jsonl",), "line 1"),
        ('{"text": 4}', ("--jsonl",), "line 1"),
        ('{"text": "a"}\n["a"]', ("--jsonl",), "line 2"),
        ('{"text": "a", "date": "soon"}', ("--jsonl",), "YYYY-MM-DD"),
        ('{"text": "a", "zone": 5}', ("--jsonl",), "is not a zone"),
    ],
)
def test_what_cannot_be_read_ends_with_two_and_one_line(paste, capsys, content, args, says):
    with pytest.raises(SystemExit) as stopped:
        run(paste(content), *args)
    assert stopped.value.code == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert says in line


def test_a_missing_file_ends_with_two(capsys, tmp_path):
    with pytest.raises(SystemExit) as stopped:
        run(str(tmp_path / "none.md"))
    assert stopped.value.code == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
