"""`manage.py redact`: what goes in, what comes out, and what it says about input that it can't read."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

TEXT = "Tim Head paged Acme Freight from fritz (wiki.corp.test). 🚒 Tim left.\n"


def run(*args: str) -> str:
    out = StringIO()
    call_command("redact", *args, stdout=out)
    return out.getvalue()


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    contents = {
        "text": TEXT,
        "people": "Tim Head, @thead\n\n",
        "customers": "Acme Freight\n",
        "words": "fritz\n",
    }
    for name, content in contents.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    return {name: str(tmp_path / name) for name in contents}


def test_the_json_answer_holds_findings_and_the_text(files: dict[str, str]) -> None:
    lists = [
        "--people",
        files["people"],
        "--customers",
        files["customers"],
        "--internal-words",
        files["words"],
    ]
    answer = json.loads(run(files["text"], *lists, "--internal-domains", "corp.test", "--format", "json"))
    assert answer["text"].startswith(
        "Responder 1 paged Customer 1 from Service A (host-1). 🚒 Responder 1 left."
    )
    for finding in answer["findings"]:
        assert TEXT[finding["start"] : finding["end"]] == finding["excerpt"]
        assert {"kind", "replacement", "confidence", "why"} <= finding.keys()


def test_the_table_names_line_kind_and_reason(files: dict[str, str]) -> None:
    out = run(files["text"], "--people", files["people"])
    assert "person" in out and "Responder 1" in out and "to settle" in out


def test_jsonl_answers_each_line_in_order(tmp_path: Path) -> None:
    rows = [
        {"text": "Zorblat fell asleep.", "people": [{"name": "Zorblat Quux", "handles": ["zq"]}]},
        {"text": "Zorblat fell asleep.", "roster": ["Zorblat Quux"]},
        {"text": "Zorblat fell asleep.", "people": ["Zorblat Quux"], "customers": None},
        {"text": "Nothing here.", "internal_words": ["here"], "internal_domains": "a.test,b.test"},
    ]
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    answers = [json.loads(line) for line in run(str(path), "--jsonl").splitlines()]
    assert [answer["text"] for answer in answers] == ["Responder 1 fell asleep."] * 3 + ["Nothing Service A."]


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00bad", b'{"text": 3}\n', b"not json\n", b'{"text": "a", "people": [4]}\n']
)
def test_unreadable_input_ends_with_2_and_one_line(
    tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_bytes(content)
    with pytest.raises(SystemExit) as stop:
        run(str(path), "--jsonl")
    assert stop.value.code == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_a_missing_list_ends_with_2(files: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        run(files["text"], "--people", files["text"] + ".missing")
    assert stop.value.code == 2
    assert "can't read" in capsys.readouterr().err
