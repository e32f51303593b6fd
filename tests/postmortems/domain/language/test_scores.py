"""The scores the coach has to keep, on our own set and on the documents of the test data where they are at hand."""

from pathlib import Path

import pytest

from tests.postmortems.domain.language.scoring import by_category, judged, rows, score, training

DATA = Path(__file__).parents[5] / "shared" / "data"
needs_data = pytest.mark.skipif(
    not DATA.exists(), reason="the shared incident documents are not beside this checkout"
)


def test_the_set_is_large_and_its_spans_fit():
    labelled = rows()
    assert len(labelled) >= 600
    assert len({row["text"] for row in labelled}) == len(labelled)
    for row in labelled:
        assert row["label"] in {"fine", "blame", "hindsight", "minimiser"}
        assert (row["label"] == "fine") == (row["spans"] == [])
        assert all(row["text"][span["start"] : span["end"]] == span["text"] for span in row["spans"])


def test_a_third_is_held_back():
    assert 0.3 < len(rows(split="held")) / len(rows(split="held") + rows(split="tune")) < 0.37


@pytest.mark.parametrize("split", ["tune", "held", "probe"])
def test_precision_and_f1_hold(split):
    got = score(rows(split=split))
    assert got.precision >= 0.90
    assert got.f1 >= 0.85


def test_what_the_training_has_not_seen_is_judged_as_labelled():
    held, seen = training(held=True), training(held=False)
    assert len(held) >= 600 and len(seen) >= 5_000
    assert not {row["text"] for row in held} & {row["text"] for row in seen}
    got = score(held)
    # Written to be hard: without the learned part it is 0.6.
    assert got.precision >= 0.85
    assert got.f1 >= 0.75


def test_no_label_is_left_behind():
    held = by_category(rows(split="held"))
    for label in ("fine", "blame", "hindsight", "minimiser"):
        parts = [pair for key, pair in held.items() if key[0] == label]
        assert sum(right for right, _ in parts) / sum(total for _, total in parts) >= 0.7, label


@needs_data
def test_the_shared_sample_is_judged_as_labelled():
    labelled = rows(DATA / "blame.jsonl")
    wrong = [row["text"] for row in labelled if row["label"] == "fine" and judged(row["text"])]
    lost = [row["text"] for row in labelled if row["label"] != "fine" and not judged(row["text"])]
    # 43 of the 46 are fine.
    assert len(wrong) <= 2, wrong
    assert lost == []


@needs_data
def test_the_prose_of_real_documents_has_few_findings():
    texts = [path.read_text(encoding="utf-8") for path in sorted((DATA / "postmortems").iterdir())]
    words = sum(len(text.split()) for text in texts)
    assert sum(len(judged(text)) for text in texts) / words * 1000 < 3
