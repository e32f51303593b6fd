"""The taxonomy of contributing factors: ten categories of conditions that make an incident more likely or worse.

Every label names a condition that was present, never a judgement of it and never a person, so that a factor can be
answered by a change. Sources for the choice of conditions: VA Five Rules of Causation, London Protocol, Google SRE
Workbook (trigger and cause kept apart).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class FactorType:
    """One condition of the pick list; `key` is stored (for example "CH.all-at-once-rollout"), `label` is shown."""

    key: str
    label: str


@dataclass(frozen=True)
class Category:
    """A family of conditions; `code` is the two-letter prefix of its factors' keys."""

    code: str
    name: str
    factors: tuple[FactorType, ...]


def _category(code: str, name: str, *factors: tuple[str, str]) -> Category:
    """Build a category, giving each factor its code as prefix."""
    return Category(code, name, tuple(FactorType(f"{code}.{slug}", label) for slug, label in factors))


CATEGORIES: tuple[Category, ...] = (
    _category(
        "CH",
        "Change and delivery",
        ("all-at-once-rollout", "The change reached everything at the same moment"),
        ("unstaged-config", "Configuration goes live by a path without stages or checks"),
        ("slow-rollback", "Going back to the earlier version takes long or is not possible"),
        ("large-change", "The change was large, or mostly generated, when it was read"),
        ("change-interaction", "Two or more changes were in effect in the same window"),
        ("stale-flag", "A feature flag was out of date or not declared"),
        ("coupled-migration", "A data migration goes out together with the code"),
        ("environment-drift", "Environments differ from each other or from what is written down"),
    ),
    _category(
        "SW",
        "Software and data design",
        ("unbounded-input", "Input, result or queue has no upper bound"),
        ("unvalidated-input", "A value is accepted without being checked"),
        ("non-idempotent-retry", "Repeating an operation changes the result"),
        ("unsafe-default", "The default, or an empty filter, acts on everything"),
        ("concurrency", "The outcome depends on order or timing of parallel work"),
        ("data-shape", "The code expects a shape of data that the data can leave"),
        ("boundary", "A time, encoding, expiry or size boundary was crossed"),
        ("no-limit", "There is no timeout or limit on resource use"),
        ("defect-in-path", "A defect was present in code on the path of the request"),
    ),
    _category(
        "AR",
        "Architecture, dependencies, capacity",
        ("hidden-dependency", "A dependency was not visible, or led back in a circle"),
        ("shared-fate", "Parts meant to be independent share one thing they all need"),
        ("tight-coupling", "Parts pass load or errors on without back-pressure"),
        ("single-instance", "One instance, zone or region carries the function"),
        ("retry-amplification", "Retries add load while the service is struggling"),
        ("demand-shift", "Demand changed in amount or in kind"),
        ("limit-reached", "A quota, a pool or a capacity limit was reached"),
        ("untested-failover", "The failover or restore path had not been exercised recently"),
    ),
    _category(
        "DE",
        "Detection and feedback",
        ("no-signal", "No signal exists for this state"),
        ("signal-elsewhere", "The signal exists in a place people do not look at"),
        ("threshold-above-harm", "The alert threshold lies above the level at which harm begins"),
        ("signal-in-volume", "The signal arrives among many others"),
        ("alert-muted", "The alert was muted or went to another place"),
        ("monitoring-shared-fate", "Monitoring stops together with what it watches"),
        ("no-data-check", "Nothing watches whether data is correct"),
        ("late-picture", "The picture of the system's state came late or pointed elsewhere"),
    ),
    _category(
        "TL",
        "Tools, automation, AI agents",
        ("scope-not-shown", "The tool does not show what an action will affect"),
        ("look-alike", "Production and another environment look alike"),
        ("no-dry-run", "There is no dry run and no undo"),
        ("no-interlock", "A powerful command runs without an interlock"),
        ("faster-than-people", "Automation acts faster than people can stop it"),
        ("unclear-mode", "The mode or state of the automation is not visible"),
        ("agent-scope", "An AI agent acts beyond its intended scope or on unverified context"),
        ("broad-access", "Access is broader than the task needs"),
    ),
    _category(
        "KN",
        "Procedures and knowledge",
        ("differs-from-work", "The written procedure differs from how the work is done"),
        ("not-at-hand", "The procedure could not be reached at the time of need"),
        ("step-needs-access", "A step needs access that the role does not hold"),
        ("held-by-few", "The knowledge is held by few people"),
        ("rare-task", "The task is rare and is not rehearsed"),
        ("out-of-date-document", "A document describes an earlier state"),
        ("model-differs", "The working picture of the system differed from the system"),
        ("undocumented-limit", "A limit or behaviour is not written down"),
        ("no-procedure", "No procedure exists for this situation"),
    ),
    _category(
        "CO",
        "Coordination and communication",
        ("handover", "The handover did not carry the information that mattered later"),
        ("roles-not-named", "Roles in the response were not named"),
        ("no-shared-picture", "Several channels were in use and no shared picture"),
        ("escalation-fit", "The escalation rule did not fit this case"),
        ("team-boundary", "A boundary between teams has no owner"),
        ("expert-unreachable", "Somebody with the knowledge could not be reached"),
        ("information-in-one-team", "Information was present in one team only"),
        ("customer-signal", "Customer reports have no route to responders"),
    ),
    _category(
        "WK",
        "Working conditions",
        ("concurrent-incidents", "Other incidents were under way at the same time"),
        ("alert-load", "The load of alerts was high"),
        ("fatigue", "The shift was long or at night"),
        ("time-pressure", "Time was short"),
        ("interruption", "Work was interrupted"),
        ("staffing", "The number of people or the mix of skills on shift was small"),
        ("access-from-location", "Tools or network could not be used from where people were"),
        ("first-exposure", "This situation was met for the first time"),
    ),
    _category(
        "OR",
        "Organisation, goals, resources",
        ("goal-conflict", "Goals such as speed, cost and safety pull apart"),
        ("accepted-risk", "The risk was known and had been accepted"),
        ("deferred-work", "Work on this had been deferred"),
        ("ownership-gap", "The service or process has no owner"),
        ("incentives", "What is measured or rewarded points another way"),
        ("policy-context", "The policy was made for another context"),
        ("earlier-action-open", "An action from an earlier incident is still open"),
        ("resources", "Budget or headcount limits what can be done"),
        ("leadership-signal", "Signals from leadership set the priority elsewhere"),
    ),
    _category(
        "EX",
        "External and regulatory",
        ("supplier", "A supplier changed something or had an outage"),
        ("contract-limits", "A contract or support agreement sets a limit"),
        ("hostile-activity", "Somebody outside acted with hostile intent"),
        ("regulation", "A rule or an audit set a demand"),
        ("customer-integration", "A customer's way of integrating met an edge"),
        ("public-event", "A public event or traffic wave occurred"),
        ("physical", "Power, cooling, cable or building was affected"),
        ("authority", "A licence, domain or certificate authority was involved"),
    ),
)

ROLES: tuple[tuple[str, str], ...] = (
    ("enabler", "Made it possible"),
    ("trigger", "Set it off"),
    ("amplifier", "Made it larger or longer"),
    ("delayed_detection", "Delayed noticing"),
    ("delayed_recovery", "Delayed recovery"),
    ("mitigator", "Limited the harm"),
)

CONFIDENCE: tuple[tuple[str, str], ...] = (
    ("evidenced", "Evidenced: a record shows it"),
    ("reported", "Reported: somebody who was there says so"),
    ("inferred", "Inferred: it follows from other facts"),
)

NORMAL_WORK: tuple[tuple[str, str], ...] = (
    ("yes", "Yes, on a normal day too"),
    ("no", "No, only this time"),
    ("unknown", "Not known"),
)

_BY_CODE = {family.code: family for family in CATEGORIES}
_BY_KEY = {factor.key: factor for family in CATEGORIES for factor in family.factors}


def category(code: str) -> Category | None:
    """The category with this two-letter code; a whole factor key works as well. None when there is none."""
    return _BY_CODE.get(code.split(".", 1)[0])


def factor_type(key: str) -> FactorType | None:
    """The factor type with this key, or None: a stored key may come from an import or an older version."""
    return _BY_KEY.get(key)
