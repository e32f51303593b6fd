"""Learns the weights of `postmortems/domain/language/learned` from our own labelled sentences; runs as a script.

`pip install scikit-learn==1.7.2` first: for the training only, neither the site nor its tests need it. Read are `training.jsonl`
and `labelled.jsonl`, and the examples of the rules with their rewrites. Sentences of real authors are kept for the
scores, outside of this repository.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from postmortems.domain.language import RULES
from postmortems.domain.language.actors import mark, roster
from postmortems.domain.language.calls import letters
from postmortems.domain.language.learned import KINDS
from postmortems.domain.language.learned.features import pieces as pieces_of
from postmortems.domain.language.learned.features import tokens
from postmortems.domain.language.learned.leaning import LEANS
from postmortems.domain.language.mask import prose_of
from tests.postmortems.domain.language.scoring import rows, training

HERE = Path(__file__).parent
WEIGHTS = HERE.parents[3] / "postmortems" / "domain" / "language" / "learned" / "weights.tsv"
KEPT, LEAST = 10_000, 2  # pieces kept, of those that stand in so many sentences
STRENGTH = 0.3  # of the fit; more of it trusts rare pieces more
CALLED = 0.97  # of the sentences that lean, so many are found by their words alone


class Example(NamedTuple):
    text: str
    label: str


def examples() -> list[Example]:
    """All sentences that are learned from, each once; what is held back for the scores is not among them."""
    known = [row for row in rows() if row["split"] != "held"] + training(held=False)
    found = {row["text"]: row["label"] for row in known}
    # What the rules promise to leave alone counts twice: there are only two sentences of it for each rule.
    alone = [text for rule in RULES if "text" in rule.scopes for text in (rule.counter_example, rule.rewrite)]
    return [Example(*pair) for pair in found.items()] + [Example(text, "fine") for text in alone] * 2


def pieces(text: str) -> set[str]:
    """What a sentence is to the model."""
    marked = mark(prose_of(text), text, roster(()))
    return pieces_of([word for word, _, _ in tokens(marked)])


def runs(text: str) -> set[str]:
    """What a sentence is to the quick look at its words."""
    return {run.decode() for run in letters(prose_of(text)).split()}


def _matrix(sentences: Iterable[set[str]]):
    from sklearn.feature_extraction import DictVectorizer

    sets = list(sentences)
    often = Counter(piece for one in sets for piece in one)
    vectors = DictVectorizer()
    made = vectors.fit_transform([{piece: 1 for piece in one if often[piece] >= LEAST} for one in sets])
    return made, vectors.get_feature_names_out()


def _fit(matrix, wanted, strength: float):
    """Naive Bayes' log ratios as a scale, and a logistic regression over them: one weight for each column."""
    import numpy
    from scipy.sparse import diags
    from sklearn.linear_model import LogisticRegression

    yes, no = matrix[wanted].sum(0) + 1, matrix[~wanted].sum(0) + 1
    scale = numpy.asarray(numpy.log((yes / yes.sum()) / (no / no.sum()))).ravel()
    model = LogisticRegression(C=strength, max_iter=400).fit(matrix @ diags(scale), wanted)
    return model.coef_[0] * scale, float(model.intercept_[0])


def learn() -> list[str]:
    """The lines of the file of weights: thousandths, tab separated."""
    import numpy
    from sklearn.linear_model import LogisticRegression

    known = examples()
    labels = numpy.array([one.label for one in known])
    leans = labels != "fine"
    matrix, names = _matrix(pieces(one.text) for one in known)
    weights, bias = _fit(matrix, leans, STRENGTH)
    order = numpy.argsort(-abs(weights))[:KEPT]
    matrix, names, weights = matrix[:, order], names[order], weights[order]
    kinds = LogisticRegression(C=STRENGTH, max_iter=400).fit(matrix[leans], labels[leans])
    which = [list(kinds.classes_).index(kind) for kind in KINDS]
    lines = [_line("bias", "piece", bias, *(kinds.intercept_[row] for row in which))]
    for column in numpy.argsort(names):
        lines.append(
            _line("piece", names[column], weights[column], *(kinds.coef_[row, column] for row in which))
        )
    return lines + _hints(
        [runs(one.text) for one in known], matrix @ weights + bias > math.log(LEANS / (1 - LEANS))
    )


def _hints(known: list[set[str]], leans) -> list[str]:
    """What single words say of whether a sentence leans, with a bias at which few that lean are passed over."""
    import numpy

    matrix, names = _matrix(known)
    weights, _ = _fit(matrix, leans, STRENGTH)
    sums = numpy.sort((matrix @ weights)[leans])
    bias = -float(sums[int((1 - CALLED) * len(sums))])
    lines = [_line("bias", "hint", bias)]
    return lines + [
        _line("hint", names[at], weights[at]) for at in numpy.argsort(names) if abs(weights[at]) > 0.02
    ]


def _line(*parts) -> str:
    return "\t".join(part if isinstance(part, str) else str(round(float(part) * 1000)) for part in parts)


if __name__ == "__main__":
    WEIGHTS.write_text("\n".join(learn()) + "\n", encoding="utf-8")
