"""Paths of the labelled sets."""

from __future__ import annotations

from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.fixture
def own_set() -> Path:
    return HERE / "labelled.jsonl"


@pytest.fixture
def shared_data() -> Path:
    folder = HERE.parents[4] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the shared incident texts are not on this machine")
    return folder
