"""The demo's texts as data: one TOML file for each postmortem, beside this module."""

import tomllib
from pathlib import Path

FOLDER = Path(__file__).parent / "content"


def read(name: str) -> dict:
    """The content of one file."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
