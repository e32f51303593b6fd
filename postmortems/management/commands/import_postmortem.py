"""`manage.py import_postmortem FILE`: Markdown, plain text or an exported JSON becomes a draft; nothing is dropped."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.accounts.models import Team, User
from core.taking import NotTaken
from postmortems.authoring.actions import UNPLACED, sync_templates
from postmortems.workspace.actions import Brought, import_document


class Command(BaseCommand):
    """Import one document, for the team and the owner named, or for the first of each."""

    help = "Turn a Markdown or text document into a draft."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="a file, or - for standard input")
        parser.add_argument("--team", help="the slug of a team; the owner's first one otherwise")
        parser.add_argument("--owner", help="the address of a person; the first one otherwise")
        parser.add_argument("--format", choices=["table", "json"], default="table")

    def handle(self, *, file: str, team: str | None, owner: str | None, format: str, **options) -> None:
        text = _read(file)
        person = _owner(owner)
        now = timezone.now()
        sync_templates(now=now)
        try:
            brought = import_document(
                actor=person,
                owner=person,
                team=_team(team, person),
                text=text,
                filename="" if file == "-" else Path(file).name,
                now=now,
            )
        except NotTaken as problem:
            raise CommandError(f"{file}: {problem}", returncode=2) from problem
        answer = report(brought)
        self.stdout.write(json.dumps(answer, ensure_ascii=False) if format == "json" else _table(answer))


def report(brought: Brought) -> dict:
    """What was made, in the form of the contract."""
    postmortem = brought.postmortem
    sections = {
        section.key: len(section.body.split()) for section in postmortem.sections.all() if section.body
    }
    return {
        "id": postmortem.pk,
        "url": f"/postmortems/{postmortem.pk}/",
        "title": postmortem.title,
        "sections": sections,
        "timeline_events": postmortem.events.count(),
        "contributing_factors": postmortem.factors.count(),
        "action_items": postmortem.action_items.count(),
        "unplaced": sections.get(UNPLACED, 0),
    }


def _table(answer: dict) -> str:
    lines = [f"{answer['title']}", f"  {answer['url']}"]
    lines += [
        f"  {name.replace('_', ' '):22} {answer[name]}"
        for name in ("timeline_events", "contributing_factors", "action_items")
    ]
    lines.append(f"  {'words unplaced':22} {answer['unplaced']}")
    lines += [f"  {key:22} {words} words" for key, words in answer["sections"].items()]
    return "\n".join(lines)


def _read(file: str) -> str:
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise CommandError(f"{file} can't be read: {error.strerror}.", returncode=2) from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{file} is not text in UTF-8.", returncode=2) from error
    if "\x00" in text:
        raise CommandError(f"{file} is a binary file, not text.", returncode=2)
    if not text.strip():
        raise CommandError(f"{file} is empty.", returncode=2)
    return text


def _owner(email: str | None) -> User:
    people = User.objects.filter(is_active=True).order_by("pk")
    person = people.filter(email=email.lower()).first() if email else people.first()
    if person is None:
        missing = (
            f"Nobody has the address {email}."
            if email
            else "There is nobody yet; make the first administrator."
        )
        raise CommandError(missing, returncode=2)
    return person


def _team(slug: str | None, owner: User) -> Team:
    if slug:
        found = Team.objects.filter(slug=slug).first()
        if found is None:
            raise CommandError(f"There is no team with the slug {slug}.", returncode=2)
        return found
    found = Team.objects.filter(memberships__user=owner).first() or Team.objects.first()
    if found is None:
        raise CommandError("There is no team yet; make one first.", returncode=2)
    return found
