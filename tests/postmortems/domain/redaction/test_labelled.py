"""The targets of the redaction engine on labelled texts, and that reading ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from postmortems.domain.redaction import Lists, Person, scan
from tests import hostile
from tests.postmortems.domain.redaction.scorer import Score, read_rows, score


def assert_targets(total: Score) -> None:
    report = "\n".join([*total.missed, *total.extra])
    assert total.found >= 0.97 * total.must, report
    assert total.roster_found == total.roster, report
    assert total.secrets_found == total.secrets, report
    assert total.others_found >= 0.8 * total.others, report
    assert total.harmless_touched <= 0.05 * total.harmless, report
    assert total.outside_touched <= 0.03 * total.outside, report


def test_own_labelled_set_meets_the_targets(own_set: Path) -> None:
    rows = read_rows(own_set)
    assert len(rows) >= 150
    assert_targets(score(rows))


def test_shared_labelled_set_meets_the_targets(shared_data: Path) -> None:
    assert_targets(score(read_rows(shared_data / "sanitize.jsonl")))


def test_real_documents_without_a_roster_stay_almost_whole(shared_data: Path) -> None:
    touched = total = 0
    for path in sorted((shared_data / "postmortems").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        total += len(text)
        touched += sum(finding.end - finding.start for finding in scan(text))
    assert touched <= 0.03 * total


@pytest.mark.parametrize("piece", hostile.REDACTION)
def test_reading_ends_whatever_is_repeated(piece: str) -> None:
    lists = Lists((Person("Tim Head", ("thead",)),), ("Acme Freight",), ("corp.example.com",), ("fritz",))
    text = hostile.repeated(piece, 16_000)
    ends = 0
    for finding in scan(text, lists):
        assert ends <= finding.start < finding.end <= len(text)
        ends = finding.end
