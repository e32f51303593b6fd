"""`manage.py coach`: what it prints, and how it ends."""

import io
import json

import pytest
from django.core.management import call_command

BLAMING = "The operator failed to check the lease."


@pytest.fixture
def document(tmp_path):
    def write(text, encoding="utf-8"):
        path = tmp_path / "incident.md"
        path.write_bytes(text.encode(encoding))
        return str(path)

    return write


@pytest.fixture
def coach(capsys):
    """Run the command; what it wrote, what it complained of, and its exit code."""

    def run(*arguments):
        out, code = io.StringIO(), 0
        try:
            call_command("coach", *arguments, stdout=out)
        except SystemExit as ending:
            code = ending.code
        return out.getvalue(), capsys.readouterr().err, code

    return run


def test_json_has_the_shape_of_the_contract(coach, document):
    out, _, code = coach(document(f"Zeroth. {BLAMING}"), "--format", "json")
    answer = json.loads(out)
    (finding,) = answer["findings"]
    assert code == 0
    assert answer["words"] == 8
    assert {
        "start",
        "end",
        "rule",
        "category",
        "severity",
        "excerpt",
        "why",
        "source",
        "suggestion",
    } <= finding.keys()
    assert (finding["start"], finding["rule"], finding["severity"]) == (8, "C1", "block")
    assert finding["excerpt"] == "The operator failed to check"


def test_places_count_characters_also_with_windows_line_ends(coach, document):
    text = f"🙂 Café.\r\n\r\n{BLAMING}\r\n"
    (finding,) = json.loads(coach(document(text), "--format", "json")[0])["findings"]
    assert text[finding["start"] : finding["end"]] == finding["excerpt"]


def test_the_table_is_for_people(coach, document):
    out, _, code = coach(document(f"First line.\n\n{BLAMING}\n"))
    assert code == 0
    assert "3:1  block  C1" in out
    assert "instead: The operator had no ____ to check" in out
    assert "1 block, 0 warn, 0 nudge" in out


def test_a_foreign_text_is_named(coach, document):
    out, _, code = coach(
        document("Der Dienst war nicht zu erreichen, und die Leitung war voll mit Daten von gestern.")
    )
    assert code == 0
    assert "English only" in out


def test_the_scope_is_passed_on(coach, document):
    path = document("Improve monitoring.")
    assert json.loads(coach(path, "--format", "json")[0])["findings"] == []
    assert json.loads(coach(path, "--format", "json", "--scope", "action")[0])["findings"][0]["rule"] == "M3"


@pytest.mark.parametrize(
    ("text", "grade", "code"),
    [
        (BLAMING, "block", 1),
        (BLAMING, "warn", 1),
        ("In hindsight the signs were clear.", "block", 0),
        ("In hindsight the signs were clear.", "warn", 1),
        ("The root cause was a full disk.", "warn", 0),
        ("The disk was full.", "warn", 0),
    ],
)
def test_fail_on_ends_with_one(coach, document, text, grade, code):
    assert coach(document(text), "--fail-on", grade)[2] == code


@pytest.mark.parametrize("extra", [(), ("--format", "json"), ("--jsonl",)])
def test_a_missing_file_ends_with_two_and_one_line(coach, extra):
    out, err, code = coach("/nowhere/incident.md", *extra)
    assert (out, code) == ("", 2)
    assert err.count("\n") == 1


def test_bytes_that_are_no_text_end_with_two(coach, document):
    _, err, code = coach(document("Café", encoding="latin-1"))
    assert code == 2
    assert "UTF-8" in err


def test_a_folder_ends_with_two(coach, tmp_path):
    assert coach(str(tmp_path))[2] == 2


def test_standard_input_is_read(coach, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(BLAMING.encode()), encoding="utf-8"))
    assert json.loads(coach("-", "--format", "json")[0])["findings"][0]["rule"] == "C1"


def test_jsonl_answers_in_order_with_scope_and_people(coach, document):
    given = [
        {"text": BLAMING},
        {"text": "Improve monitoring.", "scope": "action"},
        {"text": "Quill Okafor restarted the node.", "people": [{"name": "Quill Okafor", "handles": ["qo"]}]},
        {"text": ""},
    ]
    out, _, code = coach(document("\n".join(map(json.dumps, given)) + "\n\n"), "--jsonl")
    answers = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [[finding["rule"] for finding in answer["findings"]] for answer in answers] == [
        ["C1"],
        ["M3"],
        ["J7"],
        [],
    ]


@pytest.mark.parametrize(
    "line",
    [
        "not json",
        "[]",
        "{}",
        '"text"',
        '{"text": 4}',
        '{"text": "a", "scope": "poem"}',
        '{"text": "a", "people": 4}',
        '{"text": "a", "people": [{"name": 4}]}',
        "[" * 5000,
    ],
)
def test_a_line_of_another_form_ends_with_two(coach, document, line):
    out, err, code = coach(document(json.dumps({"text": BLAMING}) + "\n" + line), "--jsonl")
    assert (out, code) == ("", 2)
    assert err.count("\n") == 1
    assert "line 2" in err


def test_an_empty_file_has_no_findings(coach, document):
    assert json.loads(coach(document(""), "--format", "json")[0]) == {
        "findings": [],
        "words": 0,
        "language": "empty",
    }
