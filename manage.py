#!/usr/bin/env python
"""Command line of the site. What keeps a command from beginning is one sentence and exit status 2."""

import os
import sys

from django.core.management import execute_from_command_line
from django.db import OperationalError, connection

from core.env import BadSettingError
from core.ops.refusal import RefusedError


def refuse(sentence: str) -> int:
    """One line on standard error."""
    sys.stderr.write(" ".join(sentence.split()) + "\n")
    return 2


def main(words: list[str]) -> int:
    """Run one command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")
    try:
        execute_from_command_line(words)
    except (BadSettingError, RefusedError) as error:
        return refuse(str(error))
    except OperationalError as error:
        # Only when the database is away is the sentence all there is to know; other faults keep their traceback.
        try:
            connection.close()
            connection.ensure_connection()
        except OperationalError:
            return refuse(f"The database can't be reached: {error}")
        raise
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
