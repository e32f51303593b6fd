"""Bringing a document in by the page: pasted, as a file, and what is said when it can't be read."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from postmortems.models import Postmortem
from postmortems.workspace.forms import MAX_BYTES

PATH = "/postmortems/import/"
TEXT = "# Uploads stopped\n\n## Impact\n\nUploads were refused for an hour.\n"


@pytest.fixture
def engineer(make_user, make_team, template_version):
    template_version()
    user = make_user("Ada")
    make_team("Storage", members=[user])
    return user


@pytest.fixture
def post(engineer, sign_in):
    """post(text=…, file=b"…") as a member of Storage."""
    client = sign_in(engineer)
    team = engineer.teams.get()

    def send(*, file=None, name="incident.md", headers=None, **values):
        data = {"team": team.pk, "visibility": "team", "text": ""} | values
        if file is not None:
            data["file"] = SimpleUploadedFile(name, file)
        return client.post(PATH, data, headers=headers)

    return send


def test_the_page_offers_both_ways(engineer, sign_in):
    page = sign_in(engineer).get(PATH).content.decode()
    assert 'name="text"' in page and 'type="file"' in page and 'enctype="multipart/form-data"' in page


def test_a_pasted_document_becomes_a_draft(post, engineer):
    answer = post(text=TEXT)
    draft = Postmortem.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/postmortems/{draft.pk}/")
    assert (draft.title, draft.owner, draft.status) == ("Uploads stopped", engineer, "draft")


def test_a_script_is_told_where_to_go(post):
    answer = post(text=TEXT, headers={"hx-request": "true"})
    assert answer.status_code == 200
    assert answer["HX-Redirect"] == f"/postmortems/{Postmortem.objects.get().pk}/"


@pytest.mark.parametrize(
    "data", [TEXT.encode(), b"\xef\xbb\xbf" + TEXT.encode(), TEXT.replace("\n", "\r\n").encode()]
)
def test_a_file_becomes_a_draft(post, data):
    assert post(file=data).status_code == 302
    assert Postmortem.objects.get().title == "Uploads stopped"


def test_of_a_text_and_a_file_neither_is_left_behind(post):
    answer = post(text="# Pasted\n\nText", file=TEXT.encode())
    page = answer.content.decode()
    assert answer.status_code == 422 and "There is a text and a file." in page and "# Pasted" in page
    assert not Postmortem.objects.exists()


@pytest.mark.parametrize("visibility", ["organisation", "team", "named"])
def test_who_may_read_it_is_as_chosen(post, visibility):
    post(text=TEXT, visibility=visibility)
    assert Postmortem.objects.get().visibility == visibility


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "Paste a document or choose a file."),
        ({"text": " \n\t "}, "Paste a document or choose a file."),
        ({"file": b""}, "empty"),
        ({"file": b" \n "}, "Paste a document or choose a file."),
        ({"file": b"\x89PNG\r\n\x1a\n\x00\xff"}, "not plain text in UTF-8"),
        ({"file": TEXT.encode("utf-16")}, "not plain text in UTF-8"),
        ({"file": "é".encode("latin-1")}, "not plain text in UTF-8"),
        ({"file": b"text\x00with NUL"}, "binary file"),
        ({"text": "text\x00with NUL"}, "Null characters"),
        ({"file": b"a" * (MAX_BYTES + 1)}, "larger than 2 MB"),
        ({"text": "a " * (MAX_BYTES // 2 + 1)}, "longer than 2 MB"),
        ({"text": TEXT, "visibility": "everyone"}, "everyone"),
        ({"text": TEXT, "team": "0"}, "valid choice"),
        ({"text": TEXT, "team": "x"}, "valid choice"),
    ],
)
def test_what_can_not_be_read_is_said_and_nothing_is_made(post, values, said):
    answer = post(**values)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Postmortem.objects.exists()


def test_what_was_typed_is_kept(post):
    typed = "# Half a document <with> & signs\n\nWords worth keeping"
    page = post(text=typed, visibility="nobody").content.decode()
    assert "# Half a document &lt;with&gt; &amp; signs" in page and "Words worth keeping" in page


def test_a_team_of_others_is_not_offered_and_not_taken(post, make_team, engineer, sign_in):
    other = make_team("Zanzibar")
    assert "Zanzibar" not in sign_in(engineer).get(PATH).content.decode()
    assert post(text=TEXT, team=other.pk).status_code == 422
    assert not Postmortem.objects.exists()


def test_a_person_in_no_team_is_told_what_to_do(make_user, sign_in):
    client = sign_in(make_user())
    answer = client.get(PATH)
    assert answer.status_code == 200
    assert "ask an administrator" in answer.content.decode()
    assert client.post(PATH, {"text": TEXT}).status_code == 422
    assert not Postmortem.objects.exists()


def test_without_a_sign_in_nothing_is_made(client, db):
    assert client.post(PATH, {"text": TEXT}).status_code == 302
    assert not Postmortem.objects.exists()


@pytest.mark.parametrize("verb", ["put", "delete"])
def test_a_wrong_verb_is_refused(engineer, sign_in, verb):
    assert getattr(sign_in(engineer), verb)(PATH).status_code == 405


@pytest.mark.parametrize(
    "page", ["<!doctype html>\n<html><title>A</title></html>", "\n<HTML><p>A</p></HTML>"]
)
def test_a_web_page_is_no_document(post, page):
    """Also what this site offers for printing: its tags would become the summary."""
    for answer in (post(text=page), post(file=page.encode(), name="PM-2026-001.html")):
        assert answer.status_code == 422 and "This is a web page" in answer.content.decode()
    assert not Postmortem.objects.exists()
