"""Pictures: known by content, made anew, served only where they stand; and the preview's own door."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from postmortems.authoring.actions import PictureRefused
from postmortems.authoring.actions.images import LARGEST_FILE, made_anew
from postmortems.models import Attachment, Section

UPLOAD = "/markdownx/upload/"
PREVIEW = "/markdownx/markdownify/"


def picture(kind="PNG", size=(40, 30), **options):
    out = io.BytesIO()
    Image.new("RGB", size, (10, 90, 90)).save(out, kind, **options)
    return out.getvalue()


def with_place():
    exif = Image.Exif()
    exif[0x010F] = "Camera of a person"
    exif.get_ifd(0x8825)[2] = (52.0, 22.0, 0.0)
    return picture("JPEG", exif=exif, comment=b"hidden words")


def sent(people, data=None, name="graph.png", **more):
    content = picture() if data is None else data
    return {
        "image": SimpleUploadedFile(name, content, content_type="image/png"),
        "alternative_text": "Error rate",
        "postmortem": people.pm.pk,
        "section": "summary",
        **more,
    }


def test_a_picture_is_kept_and_shown_to_those_who_may_read(people, sign_in):
    told = sign_in(people.mate).post(UPLOAD, sent(people)).json()
    assert told["image_code"] == f"![Error rate]({told['address']})"
    for reader in (people.mate, people.reader, people.owner):
        answer = sign_in(reader).get(told["address"])
        assert answer.status_code == 200 and answer["Content-Type"] == "image/png"
        assert answer["X-Content-Type-Options"] == "nosniff" and "private" in answer["Cache-Control"]
        assert Image.open(io.BytesIO(answer.content)).size == (40, 30)
    assert sign_in(people.outsider).get(told["address"]).status_code == 404


def test_upload_refuses_outsider_reader_nobody_and_wrong_verb(people, sign_in, client):
    assert sign_in(people.outsider).post(UPLOAD, sent(people)).status_code == 404
    assert sign_in(people.reader).post(UPLOAD, sent(people)).status_code == 403
    assert client.post(UPLOAD, sent(people)).status_code == 401
    assert sign_in(people.mate).get(UPLOAD).status_code == 405
    assert not Attachment.objects.exists()


def test_upload_to_a_closed_one_is_refused(closed, sign_in):
    assert sign_in(closed.mate).post(UPLOAD, sent(closed)).status_code == 403


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"alternative_text": ""}, "what the picture shows"),
        ({"image": ""}, "Choose a picture"),
        ({"image": SimpleUploadedFile("a.png", b"")}, "empty"),
        (
            {"image": SimpleUploadedFile("a.png", b"<html><script>alert(1)</script>", "image/png")},
            "not a picture",
        ),
        ({"image": SimpleUploadedFile("a.png", b"<svg onload='alert(1)'/>", "image/png")}, "not a picture"),
        ({"image": SimpleUploadedFile("a.png", picture()[:60], "image/png")}, "not a picture"),
        ({"image": SimpleUploadedFile("a.png", b"x" * (LARGEST_FILE + 1), "image/png")}, "larger than 5 MB"),
    ],
)
def test_what_is_no_picture_is_said_and_not_kept(people, sign_in, more, said):
    answer = sign_in(people.mate).post(UPLOAD, sent(people, **more))
    assert answer.status_code == 422 and said in answer.json()["problem"]
    assert not Attachment.objects.exists()


def test_a_small_file_that_unfolds_to_very_many_pixels_is_refused():
    out = io.BytesIO()
    Image.new("1", (12_000, 12_000)).save(out, "PNG")
    assert len(out.getvalue()) < 100_000
    with pytest.raises(PictureRefused, match="too many pixels"):
        made_anew(out.getvalue())


def test_nothing_but_pixels_comes_along():
    content, content_type, _, _ = made_anew(with_place() + b"PK\x03\x04 something after the picture")
    assert content_type == "image/jpeg"
    again = Image.open(io.BytesIO(content))
    assert not again.getexif() and "comment" not in again.info
    for word in (b"Camera", b"hidden", b"something after", b"Exif"):
        assert word not in content


def test_a_picture_turned_by_its_camera_stays_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    _, _, width, height = made_anew(picture("JPEG", (40, 30), exif=exif))
    assert (width, height) == (30, 40)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_each_format_is_read_and_transparency_stays(kind):
    out = io.BytesIO()
    Image.new(
        "RGB" if kind == "JPEG" else "RGBA", (20, 10), (0, 0, 0) if kind == "JPEG" else (0, 0, 0, 0)
    ).save(out, kind)
    content, _, width, height = made_anew(out.getvalue())
    again = Image.open(io.BytesIO(content)).convert("RGBA")
    assert (width, height) == (20, 10)
    assert again.getpixel((0, 0))[3] == (255 if kind == "JPEG" else 0)


def test_a_picture_of_a_restricted_section_is_restricted(people, sign_in):
    Section.objects.filter(pk=people.summary.pk).update(disclosure="restricted")
    told = sign_in(people.owner).post(UPLOAD, sent(people)).json()
    assert sign_in(people.owner).get(told["address"]).status_code == 200
    assert (
        sign_in(people.reader).get(told["address"]).status_code == 200
    )  # a named reader reads restricted parts
    assert sign_in(people.mate).get(told["address"]).status_code == 404
    assert sign_in(people.mate).post(UPLOAD, sent(people)).status_code == 404


def test_a_picture_is_not_found_under_another_postmortem(people, sign_in, make_postmortem):
    told = sign_in(people.owner).post(UPLOAD, sent(people)).json()
    other = make_postmortem(owner=people.mate, team=people.team)
    token = told["address"].rstrip("/").rsplit("/", 1)[1]
    assert sign_in(people.mate).get(reverse("authoring:image", args=[other.pk, token])).status_code == 404


def test_alternative_text_cannot_leave_its_brackets(people, sign_in):
    told = sign_in(people.mate).post(UPLOAD, sent(people, alternative_text="a](x) ![b\\\n<i>")).json()
    assert told["image_code"].count("](") == 1 and "\n" not in told["image_code"]


def test_the_preview_is_clean_and_for_people_who_are_signed_in(people, sign_in, client):
    mate = sign_in(people.mate)
    answer = mate.post(PREVIEW, {"content": "**a** <script>alert(1)</script> [x](javascript:alert(1))"})
    page = answer.content.decode()
    assert answer.status_code == 200 and "<strong>a</strong>" in page
    assert "<script" not in page and 'href="javascript' not in page and answer["Cache-Control"] == "no-store"
    assert client.post(PREVIEW, {"content": "x"}).status_code == 401
    assert mate.get(PREVIEW).status_code == 405
    assert mate.post(PREVIEW).status_code == 400
    assert mate.post(PREVIEW, {"content": "x" * 200_001}).status_code == 413


def test_the_preview_asks_for_the_csrf_token(people):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(people.mate, backend="core.accounts.backends.AccountBackend")
    assert strict.post(PREVIEW, {"content": "x"}).status_code == 403
