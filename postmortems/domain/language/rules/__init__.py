"""The rules of the coach as data, in the order they are read: one file for each kind of wording."""

from postmortems.domain.language.rules.actions import RULES as _ACTIONS
from postmortems.domain.language.rules.afterwards import RULES as _AFTERWARDS
from postmortems.domain.language.rules.asides import RULES as _ASIDES
from postmortems.domain.language.rules.cause import RULES as _CAUSE
from postmortems.domain.language.rules.character import RULES as _CHARACTER
from postmortems.domain.language.rules.conduct import RULES as _CONDUCT
from postmortems.domain.language.rules.counterfactual import RULES as _COUNTERFACTUAL
from postmortems.domain.language.rules.duty import RULES as _DUTY
from postmortems.domain.language.rules.evasion import RULES as _EVASION
from postmortems.domain.language.rules.hindsight import RULES as _HINDSIGHT
from postmortems.domain.language.rules.human_error import RULES as _HUMAN_ERROR
from postmortems.domain.language.rules.learned import RULES as _LEARNED
from postmortems.domain.language.rules.naming import RULES as _NAMING
from postmortems.domain.language.rules.normative import RULES as _NORMATIVE
from postmortems.domain.language.rules.omission import RULES as _OMISSION
from postmortems.domain.language.rules.person import RULES as _PERSON
from postmortems.domain.language.rules.questions import RULES as _QUESTIONS
from postmortems.domain.language.rules.tone import RULES as _TONE

RULES = (
    *_PERSON, *_COUNTERFACTUAL, *_DUTY, *_OMISSION, *_ASIDES, *_CONDUCT, *_AFTERWARDS, *_HUMAN_ERROR, *_CHARACTER, *_CAUSE, *_NORMATIVE,
    *_HINDSIGHT, *_EVASION, *_NAMING, *_TONE, *_QUESTIONS, *_ACTIONS, *_LEARNED,
)  # fmt: skip
