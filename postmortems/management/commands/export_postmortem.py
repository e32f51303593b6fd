"""`manage.py export_postmortem ID --to markdown|json|html [-o FILE]`: one postmortem as its owner reads it."""

from __future__ import annotations

import re
import sys
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management.base import BaseCommand, CommandError
from django.template.loader import render_to_string

from postmortems.models import Postmortem
from postmortems.workspace import exporting, queries

_STYLE = re.compile(r'<link rel="stylesheet" href="([^"]+)">')
_ICON = re.compile(r'<link rel="icon"[^>]*>\n?')


def _html(context: dict) -> str:
    """The page for printing with its styles inside, so that the file can be mailed and opened anywhere."""
    page = render_to_string("postmortems/workspace/print.html", context).lstrip()
    return _STYLE.sub(_inlined, _ICON.sub("", page))


def _inlined(link: re.Match[str]) -> str:
    # A hashed name of this release stands for the file without its hash.
    name = link[1].removeprefix("/" + settings.STATIC_URL.lstrip("/"))
    found = finders.find(name) or finders.find(re.sub(r"\.[0-9a-f]{12}(?=\.css$)", "", name))
    return f"<style>{Path(found).read_text(encoding='utf-8')}</style>" if isinstance(found, str) else link[0]


FORMS = {"markdown": exporting.as_markdown, "json": exporting.as_json, "html": _html}


class Command(BaseCommand):
    """Write one postmortem to a file, or to standard output; restricted parts included, as for its owner."""

    help = "Export one postmortem as Markdown, JSON or a page for printing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("id", type=int, help="the number in its address")
        parser.add_argument("--to", choices=sorted(FORMS), default="markdown")
        parser.add_argument("-o", "--output", default="-", help="a file; standard output otherwise")

    def handle(self, *, id: int, to: str, output: str, **options) -> None:
        found = Postmortem.objects.kept().select_related("owner").filter(pk=id).first()
        # Of an owner who left, the account can't read any more; the record is still the owner's to give out.
        context = queries.workspace(id, found.owner) if found and found.owner.is_active else None
        if found is None or context is None:
            why = "has no active owner; hand it over first" if found else "does not exist"
            raise CommandError(f"Postmortem {id} {why}.", returncode=2)
        data = FORMS[to]({**context, "user": found.owner}).encode()
        if output == "-":
            # Bytes as they are: the stream of the command would add a line and follow the terminal's encoding.
            sys.stdout.buffer.write(data) if hasattr(sys.stdout, "buffer") else self.stdout.write(
                data.decode(), ending=""
            )
            return
        try:
            Path(output).write_bytes(data)
        except OSError as error:
            raise CommandError(f"{output} can't be written: {error.strerror}.", returncode=2) from error
        self.stderr.write(f"{found.reference}: {len(data)} bytes in {output}")
