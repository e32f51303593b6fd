"""Pictures: known by their content, made anew so that nothing hidden comes along, kept beside the postmortem."""

from __future__ import annotations

import datetime as dt
import io
import secrets
import warnings

from django.db import transaction
from PIL import Image, ImageOps, UnidentifiedImageError

from core import audit
from core.accounts.models import User
from postmortems.models import Attachment, Postmortem

LARGEST_FILE = 5 * 1024 * 1024
MOST_PIXELS = 24_000_000
LONGEST_SIDE = 2400
TOO_MANY = "The picture has too many pixels; make it smaller than 24 megapixels."
FORMATS = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/png", "WEBP": "image/webp"}


class PictureRefused(ValueError):  # noqa: N818 - an answer for the person
    """The file is not a picture this site keeps; the text says why."""


def made_anew(data: bytes) -> tuple[bytes, str, int, int]:
    """The picture re-encoded from its pixels alone: (bytes, content type, width, height). Raises PictureRefused.

    What the file calls itself is not asked. Camera data, places and anything after the picture are gone.
    """
    if len(data) > LARGEST_FILE:
        raise PictureRefused("The picture is larger than 5 MB.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture: Image.Image = Image.open(io.BytesIO(data), formats=list(FORMATS))
            # The header names the size: a small file that unfolds to gigabytes is refused before it is unfolded.
            if picture.width * picture.height > MOST_PIXELS:
                raise PictureRefused(TOO_MANY)
            kind = picture.format or ""
            picture.seek(0)
            picture = ImageOps.exif_transpose(picture)
            picture.load()
    except PictureRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as problem:
        raise PictureRefused(TOO_MANY) from problem
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as problem:
        raise PictureRefused("This is not a picture that can be read: PNG, JPEG, GIF or WebP.") from problem
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return _encoded(picture, FORMATS[kind])


def _encoded(picture: Image.Image, content_type: str) -> tuple[bytes, str, int, int]:
    mode = "RGB" if content_type == "image/jpeg" else "RGBA" if _is_clear(picture) else "RGB"
    plain = Image.new(mode, picture.size)
    # Pixels only: pasting into a new picture leaves every kind of metadata behind.
    plain.paste(picture.convert(mode))
    out = io.BytesIO()
    kind = content_type.removeprefix("image/").upper()
    plain.save(out, kind, **({"quality": 88} if kind in ("JPEG", "WEBP") else {"optimize": False}))
    return out.getvalue(), content_type, plain.width, plain.height


def _is_clear(picture: Image.Image) -> bool:
    return "A" in picture.getbands() or "transparency" in picture.info


@transaction.atomic
def add_image(
    *,
    postmortem: Postmortem,
    actor: User,
    now: dt.datetime,
    data: bytes,
    alternative_text: str,
    disclosure: str,
) -> Attachment:
    """Keep a picture of this postmortem. Raises PictureRefused."""
    content, content_type, width, height = made_anew(data)
    picture = Attachment.objects.create(
        postmortem=postmortem,
        token=secrets.token_urlsafe(18),
        content_type=content_type,
        data=content,
        width=width,
        height=height,
        alternative_text=alternative_text,
        disclosure=disclosure,
        added_by=actor,
        added_at=now,
    )
    audit.record(actor=actor, verb="add_image", obj=picture, fields={"token": picture.token})
    return picture
