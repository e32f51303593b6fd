"""The targets of the redaction engine on labelled texts, and its speed."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from postmortems.domain.redaction import Lists, Person, scan
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


@pytest.mark.parametrize("size", [32_000])
def test_time_grows_with_the_length_and_not_faster(size: int) -> None:
    lists = Lists((Person("Tim Head", ("thead",)),), ("Acme Freight",), ("corp.example.com",), ("fritz",))
    units = (
        *("Tim Head restarted db-03 at 10.1.2.3. ", "[", "a-", "eyJ", "password=", "\n", "://"),
        *(
            "a.b",
            ".a",
            "-a-",
            "<nick> ",
            "[10:02] ",
            "@",
            "a@b.",
            "pass ",
            "password is ",
            "mysql -p",
            "1.2.3.4 ",
            "a:b:",
            "| a ",
        ),
        *(
            "Ab Cd ",
            "user: ",
            "* ",
            "# A. ",
            "* nick (",
            "\n- [",
            "sshd[1]: ",
            "meeting ",
            "$2y$",
            "A1B2C-",
            "Mc",
            "by ",
        ),
    )
    for unit in units:
        taken = []
        for length in (size // 8, size):
            text = (unit * (length // len(unit) + 1))[:length]
            best = 10.0
            for _ in range(2):
                started = time.perf_counter()
                scan(text, lists)
                best = min(best, time.perf_counter() - started)
            taken.append(best)
        # Eight times the text; quadratic work would take 64 times as long.
        assert taken[1] <= 24 * taken[0] + 0.05, (unit, taken)
