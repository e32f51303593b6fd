"""`manage.py import_postmortem`: what goes in, what comes out, and one line about what can't be read."""

import io
import json
import re
import sys
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from postmortems.models import Postmortem

TEXT = """# Uploads stopped

## Impact

Uploads were refused for an hour.

## Timeline

- 2026-11-12 09:00 UTC The disk filled up
- 2026-11-12 10:00 UTC Space was freed

## Contributing factors

- Logs had no limit

## Action items

- [ ] Limit the logs
"""


@pytest.fixture
def people(make_user, make_team):
    owner, other = make_user("Ada"), make_user("Zoe")
    return {
        "owner": owner,
        "other": other,
        "team": make_team("Storage", members=[owner]),
        "second": make_team("Billing"),
    }


@pytest.fixture
def document(tmp_path):
    path = tmp_path / "incident.md"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)


def run(*args: str) -> str:
    out = StringIO()
    call_command("import_postmortem", *args, stdout=out)
    return out.getvalue()


def refused(*args: str) -> str:
    """The one line that is said, with status 2."""
    with pytest.raises(CommandError) as stop:
        run(*args)
    assert stop.value.returncode == 2
    said = str(stop.value)
    assert len(said.splitlines()) == 1
    assert not Postmortem.objects.exists()
    return said


def test_the_json_answer_has_the_fields_of_the_contract(people, document):
    answer = json.loads(run(document, "--format", "json"))
    made = Postmortem.objects.get()
    assert answer["id"] == made.pk
    assert answer["url"] == f"/postmortems/{made.pk}/"
    assert (answer["timeline_events"], answer["contributing_factors"], answer["action_items"]) == (2, 1, 1)
    assert answer["unplaced"] == 0
    assert answer["sections"]["impact"] == 6
    assert (made.owner, made.team, made.status) == (people["owner"], people["team"], "draft")


def test_the_table_names_what_was_found(people, document):
    out = run(document)
    assert "Uploads stopped" in out
    assert re.search(r"timeline events +2", out) and re.search(r"action items +1", out)


def test_team_and_owner_are_as_named_in_any_case(people, document):
    run(document, "--owner", people["other"].email.upper(), "--team", "billing")
    made = Postmortem.objects.get()
    assert (made.owner, made.team) == (people["other"], people["second"])


def test_a_dash_reads_standard_input(people, monkeypatch):
    stream = io.TextIOWrapper(io.BytesIO(b"\xef\xbb\xbf" + TEXT.encode()), encoding="ascii")
    monkeypatch.setattr(sys, "stdin", stream)
    assert json.loads(run("-", "--format", "json"))["title"] == "Uploads stopped"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (b"\x89PNG\r\n\x1a\n\xff", "not text in UTF-8"),
        ("é".encode("latin-1"), "not text in UTF-8"),
        (TEXT.encode("utf-16"), "not text in UTF-8"),
        (b"text\x00text", "binary"),
    ],
)
def test_a_file_that_can_not_be_read_is_said(people, tmp_path, content, said):
    path = tmp_path / "bad.md"
    path.write_bytes(content)
    assert said in refused(str(path))


def test_a_missing_file_and_a_folder_are_said(people, tmp_path):
    assert "can't be read" in refused(str(tmp_path / "missing.md"))
    assert "can't be read" in refused(str(tmp_path))


def test_unknown_people_and_teams_are_said(people, document):
    assert "nobody@example.test" in refused(document, "--owner", "nobody@example.test")
    assert "no-such-team" in refused(document, "--team", "no-such-team")


def test_somebody_who_may_not_sign_in_any_more_owns_nothing_new(people, document):
    people["owner"].is_active = False
    people["owner"].save(update_fields=["is_active"])
    assert people["owner"].email in refused(document, "--owner", people["owner"].email)


def test_an_empty_site_says_what_is_missing(db, document, make_user):
    assert "make the first administrator" in refused(document)
    make_user()
    assert "no team yet" in refused(document)


def test_from_a_terminal_it_ends_with_2_and_one_line(tmp_path):
    """The whole way: what a script sees."""
    import os
    import subprocess

    env = os.environ | {"DEBRIEF_TESTING": "1", "VAR_DIR": str(tmp_path), "DATABASE_URL": ""}
    done = subprocess.run(
        [sys.executable, "manage.py", "import_postmortem", str(tmp_path / "none.md"), "--format", "json"],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1
