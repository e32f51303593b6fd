"""The domain has no settings and no folder: what keeps other tests apart costs these thousands of small ones more than they do."""

import pytest


@pytest.fixture(autouse=True)
def _quick_and_contained():
    """Nothing to contain."""
