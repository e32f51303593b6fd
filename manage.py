#!/usr/bin/env python
"""Command line of the site. What keeps a command from beginning is one sentence and exit status 2."""

import os
import sys
from pathlib import Path

if sys.dont_write_bytecode and sys.pycache_prefix is None:
    # Where nothing compiled may lie beside the sources, every process of a start would compile 1,400 modules again.
    # It lies in the site's own folder instead; what is started from here inherits that.
    sys.pycache_prefix = str(
        Path(os.environ.get("VAR_DIR") or Path(__file__).with_name("var"), "compiled").resolve()
    )
    sys.dont_write_bytecode = False
    os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

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
