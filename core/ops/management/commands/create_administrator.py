"""`manage.py create_administrator EMAIL`: the first administrator of a real site."""

from __future__ import annotations

import getpass
import sys

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from core import audit
from core.accounts.models import User
from core.ops.refusal import RefusedError


class Command(BaseCommand):
    """Makes the account, or gives an existing one the administrator's capacity; reading rights don't change."""

    help = "Makes an administrator. Asks for a password, or reads it as one line from standard input."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who."""
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="as others will see it")

    def handle(self, *args, **options) -> None:
        """An account that is there keeps its password."""
        email = options["email"].strip().lower()
        try:
            validate_email(email)
        except ValidationError as error:
            raise RefusedError(f"{email} is not an email address.") from error
        person = User.objects.filter(email=email).first()
        if person is None:
            fields = {"display_name": options["name"] or email.partition("@")[0]}
            password = _ask_password(User(email=email, **fields))
            with transaction.atomic():
                person = User.objects.create_superuser(email, password, **fields)
                audit.record(actor=None, verb="administrator.made", obj=person)
        elif not person.is_administrator:
            with transaction.atomic():
                person.is_administrator = True
                person.save(update_fields=["is_administrator"])
                audit.record(actor=None, verb="administrator.made", obj=person)
        self.stdout.write(f"{person.email} is an administrator")


def _ask_password(person: User) -> str:
    asked = sys.stdin.isatty()
    password = getpass.getpass("Password: ") if asked else sys.stdin.readline().rstrip("\n")
    if asked and getpass.getpass("Once more: ") != password:
        raise RefusedError("The two passwords differ; nothing was made.")
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise RefusedError(" ".join(error.messages)) from error
    return password
