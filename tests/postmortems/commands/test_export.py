"""Taking a postmortem, or the public site, along by command."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from postmortems.authoring.actions import add_events, fill_sections
from postmortems.demo.scale import grow
from postmortems.demo.scale_rows import Size
from postmortems.models import Postmortem, PublicFile, PublicSummary
from postmortems.publication.actions import refresh_files, withdraw
from postmortems.workspace.actions import import_document
from tests.conftest import NOW


@pytest.fixture
def written(make_postmortem):
    """A postmortem with an internal and a restricted text."""
    postmortem = make_postmortem(template="exposure", title="A key was readable")
    bodies = {
        "summary": ("", "The key was readable for **two hours**; ½ of it is still in use."),
        "access": ("", "The bucket's log shows 14 readers."),
    }
    fill_sections(postmortem=postmortem, actor=postmortem.owner, bodies=bodies, now=NOW)
    rows = [{"at": NOW, "text": "The key is rotated", "kind": "recovery"}]
    add_events(postmortem=postmortem, actor=postmortem.owner, rows=rows, now=NOW)
    return postmortem


def _written_to(tmp_path, postmortem, form: str) -> str:
    file = tmp_path / f"one.{form}"
    call_command("export_postmortem", str(postmortem.pk), to=form, output=str(file))
    return file.read_text(encoding="utf-8")


def test_each_form_holds_the_text_restricted_parts_too(written, tmp_path):
    for form in ("markdown", "json", "html"):
        text = _written_to(tmp_path, written, form)
        for words in ("A key was readable", "14 readers", "The key is rotated", "½"):
            assert words in text, (form, words)


def test_json_is_json_and_markdown_comes_back_in(written, tmp_path, make_team):
    data = json.loads(_written_to(tmp_path, written, "json"))
    assert data["format"] == "debrief-postmortem/1" and len(data["timeline"]) == 1
    text = _written_to(tmp_path, written, "markdown")
    again = import_document(
        actor=written.owner, team=written.team, text=text, filename="one.md", now=NOW
    ).postmortem
    assert again.title == written.title and again.events.count() == 1


def test_the_page_needs_no_other_file(written, tmp_path):
    text = _written_to(tmp_path, written, "html")
    assert text.startswith("<!doctype html>")
    assert "<style>" in text and 'rel="stylesheet"' not in text


def test_standard_output_gets_the_text_and_nothing_else(written, capfdbinary):
    call_command("export_postmortem", str(written.pk), to="json")
    assert json.loads(capfdbinary.readouterr().out)["title"] == written.title


@pytest.mark.parametrize("case", ["missing", "discarded", "ownerless", "unwritable"])
def test_what_cannot_be_exported_is_one_line_and_exit_status_2(written, tmp_path, case):
    number, output = written.pk, str(tmp_path / "one.md")
    if case == "missing":
        number = 10_000
    elif case == "discarded":
        Postmortem.objects.filter(pk=number).update(discarded_at=NOW)
    elif case == "ownerless":
        written.owner.is_active = False
        written.owner.save(update_fields=["is_active"])
    else:
        output = str(tmp_path / "nowhere" / "one.md")
    with pytest.raises(CommandError) as refused:
        call_command("export_postmortem", str(number), to="markdown", output=output)
    assert refused.value.returncode == 2 and "\n" not in str(refused.value)


def _address(root: Path, file: Path) -> str:
    path = "/" + file.relative_to(root).as_posix()
    return path.removesuffix("index.html")


def test_public_files_are_the_bytes_that_are_served(db, tmp_path):
    grow(size=Size(40, 3, 1), now=NOW, tell=lambda line: None)
    root = tmp_path / "site"
    call_command("export_public", str(root))
    files = [file for file in root.rglob("*") if file.is_file()]
    public = [file for file in files if file.is_relative_to(root / "public")]
    assert len(public) == PublicFile.objects.count() >= 8
    for file in public:
        answer = Client().get(_address(root, file))
        assert answer.status_code == 200
        assert answer.content == file.read_bytes(), file


def test_styles_that_pages_link_to_come_along(db, tmp_path):
    grow(size=Size(20, 1, 1), now=NOW, tell=lambda line: None)
    call_command("export_public", str(tmp_path))
    page = (tmp_path / "public" / "index.html").read_text()
    styles = [part.split('"')[0] for part in page.split('href="/static/')[1:]]
    assert "core/base.css" in styles
    for name in styles:
        assert (tmp_path / "static" / name).read_bytes() == (Path("static") / name).read_bytes()


def test_a_withdrawn_summary_is_named_as_gone(db, tmp_path, make_user, capsys):
    grow(size=Size(20, 1, 1), now=NOW, tell=lambda line: None)
    summary = PublicSummary.objects.first()
    withdraw(summary=summary, actor=make_user(is_publisher=True), note="It was about another day.", now=NOW)
    refresh_files(summary=summary, now=NOW)
    call_command("export_public", str(tmp_path))
    assert f"Answer 410 (gone) for: /public/{summary.slug}/" in capsys.readouterr().out
    assert b"withdrawn" in (tmp_path / "public" / summary.slug / "index.html").read_bytes()


def test_a_folder_that_cannot_be_made_is_refused(db, tmp_path):
    (tmp_path / "file").write_text("")
    grow(size=Size(20, 1, 1), now=NOW, tell=lambda line: None)
    with pytest.raises(CommandError) as refused:
        call_command("export_public", str(tmp_path / "file"))
    assert refused.value.returncode == 2
