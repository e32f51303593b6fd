"""The rules, as data. Each names its source, its version and since when it holds; a change is a new entry.

Checked against the texts and commentaries named here on CHECKED_ON. Whether a law binds an organisation, and how it is
read, is for counsel.
"""

from __future__ import annotations

import datetime as dt

from postmortems.domain.clocks.financial import AI_ACT, DORA, SEC
from postmortems.domain.clocks.model import Duty, Regime, Term, Way

CHECKED_ON = dt.date(2026, 11, 20)

GDPR_AUTHORITY = Regime(
    key="gdpr33",
    name="GDPR, to the authority",
    article="Article 33",
    about="A breach of the security of personal data.",
    question="Were personal data lost, changed, disclosed or accessed, and is a risk to people not unlikely?",
    source="https://eur-lex.europa.eu/eli/reg/2016/679/oj",
    version="Regulation (EU) 2016/679, as in force on 25 May 2018",
    effective_from=dt.date(2018, 5, 25),
    note="Every breach is documented, notified or not (article 33(5)). A change to 96 hours is proposed, not adopted.",
    duties=(
        Duty(
            "authority",
            "Notification to the authority",
            "The supervisory authority",
            (Way("aware_at", Term(hours=72)),),
            (
                "Nature of the breach; categories and approximate number of people and of records",
                "Name and contact of the data protection officer or another contact",
                "Likely consequences",
                "Measures taken or proposed, also to mitigate",
                "After 72 hours: the reasons for the delay",
            ),
            "Not ours to notify: all of the data is handled for somebody else.",
            unless=frozenset({"none_ours"}),
        ),
        Duty(
            "controller",
            "Notice to the controller",
            "Each controller whose data it is",
            (Way("aware_at", Term()),),
            ("What happened, which data and since when, as known", "A contact"),
            "No data is recorded as handled for somebody else.",
            needs=frozenset({"for_others", "none_ours"}),
        ),
    ),
)

GDPR_PEOPLE = Regime(
    key="gdpr34",
    name="GDPR, to the people",
    article="Article 34",
    about="A breach that is likely to put people at high risk.",
    question="Is the risk to people likely to be high, and does no exception hold, such as encryption?",
    source="https://eur-lex.europa.eu/eli/reg/2016/679/oj",
    version="Regulation (EU) 2016/679, as in force on 25 May 2018",
    effective_from=dt.date(2018, 5, 25),
    duties=(
        Duty(
            "people",
            "Notice to the people concerned",
            "The people whose data it is",
            (Way("high_risk_at", Term()),),
            (
                "In plain language: the nature of the breach",
                "Contact, likely consequences, measures",
                "What each person can do",
            ),
            "All of the data is handled for somebody else, who tells the people.",
            unless=frozenset({"none_ours"}),
        ),
    ),
)

NIS2 = Regime(
    key="nis2",
    name="NIS2",
    article="Article 23",
    about="A significant incident of an essential or important entity.",
    question="Are we an essential or important entity, and is the incident significant?",
    source="https://eur-lex.europa.eu/eli/dir/2022/2555/oj",
    version="Directive (EU) 2022/2555; national law transposes it and may ask for more",
    effective_from=dt.date(2024, 10, 18),
    duties=(
        Duty(
            "warning",
            "Early warning",
            "The CSIRT or the competent authority",
            (Way("aware_at", Term(hours=24)),),
            ("Is an unlawful or malicious act suspected?", "Could it have an effect across borders?"),
        ),
        Duty(
            "notification",
            "Incident notification",
            "The CSIRT or the competent authority",
            (Way("aware_at", Term(hours=72)),),
            (
                "What has changed since the early warning",
                "First assessment of severity and impact",
                "Indicators of compromise, where there are any",
            ),
        ),
        Duty(
            "final",
            "Final report",
            "The CSIRT or the competent authority",
            (Way("report:notification", Term(months=1)),),
            (
                "Detailed description, severity and impact",
                "The type of threat, or what is likely to have led to it",
                "Mitigation applied and under way; effects across borders",
            ),
            "An incident that still goes on has a progress report instead, and the final one a month after its end.",
        ),
    ),
)

CRA = Regime(
    key="cra",
    name="Cyber Resilience Act",
    article="Article 14",
    about="An exploited vulnerability of a product with digital elements, or a severe incident that affects its security.",
    question="Do we make the product, and is a vulnerability exploited or the incident severe?",
    source="https://eur-lex.europa.eu/eli/reg/2024/2847/oj",
    version="Regulation (EU) 2024/2847, article 14, applying from 11 September 2026",
    effective_from=dt.date(2026, 9, 11),
    note="Sent through the single reporting platform of ENISA. The users are told too (article 14(8)).",
    duties=(
        Duty(
            "warning",
            "Early warning",
            "The CSIRT coordinator and ENISA",
            (Way("aware_at", Term(hours=24)),),
            (
                "The vulnerability or the incident, and the member states where the product is available",
                "For an incident: is an unlawful or malicious act suspected?",
            ),
        ),
        Duty(
            "notification",
            "Notification",
            "The CSIRT coordinator and ENISA",
            (Way("aware_at", Term(hours=72)),),
            (
                "The product, the nature of the exploit or of the incident, first assessment",
                "Measures taken, and what users can do",
                "How sensitive the information is",
            ),
        ),
        Duty(
            "final_vulnerability",
            "Final report on the vulnerability",
            "The CSIRT coordinator and ENISA",
            (Way("fix_available_at", Term(days=14)),),
            (
                "The vulnerability, its severity and impact",
                "Who exploited it, where that is known",
                "The update or other measure",
            ),
            "No exploited vulnerability is recorded; the final report on an incident is asked for.",
            needs=frozenset({"vulnerability"}),
        ),
        Duty(
            "final_incident",
            "Final report on the incident",
            "The CSIRT coordinator and ENISA",
            (Way("report:notification", Term(months=1)),),
            ("Detailed description, severity and impact", "What is likely to have led to it", "Mitigation"),
            "An exploited vulnerability has a final report of its own, 14 days after the fix.",
            unless=frozenset({"vulnerability"}),
        ),
        Duty(
            "users",
            "Notice to users",
            "The users of the product who are affected, and where it fits all of them",
            (Way("aware_at", Term()),),
            ("The vulnerability or the incident", "What users can do to limit its effect"),
        ),
    ),
)

REGIMES: tuple[Regime, ...] = (GDPR_AUTHORITY, GDPR_PEOPLE, NIS2, DORA, CRA, SEC, AI_ACT)


def regime(key: str) -> Regime | None:
    """The newest version of a law's rule."""
    found = [rule for rule in REGIMES if rule.key == key]
    return max(found, key=lambda rule: rule.effective_from, default=None)
