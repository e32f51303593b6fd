"""The rules for financial entities, listed companies and providers of AI systems, as data."""

from __future__ import annotations

import datetime as dt

from postmortems.domain.clocks.model import Duty, Regime, Term, Way

DORA = Regime(
    key="dora",
    name="DORA",
    article="Article 19; Delegated Regulation (EU) 2025/301, article 5",
    about="A major ICT-related incident of a financial entity.",
    question="Are we a financial entity, and is the incident classified as major, or may it be?",
    source="https://eur-lex.europa.eu/eli/reg_del/2025/301/oj",
    version="Regulation (EU) 2022/2554 with Delegated Regulation (EU) 2025/301",
    effective_from=dt.date(2025, 1, 17),
    note=(
        "Noon of the next working day is open to many entities and not to all, such as credit institutions; bank "
        "holidays of a member state are not known here."
    ),
    weekend_noon=True,
    duties=(
        Duty(
            "initial",
            "Initial notification",
            "The competent authority",
            (
                Way("classified_at", Term(hours=4)),
                # Of an incident that is classified later than a day after awareness only the four hours are left.
                Way("aware_at", Term(hours=24), gives_way_to="classified_at"),
            ),
            (
                "Date and time of detection and of classification",
                "Description, and the criteria that made it major",
                "Member states affected; how it was discovered; its origin, if known",
            ),
        ),
        Duty(
            "intermediate",
            "Intermediate report",
            "The competent authority",
            (Way("report:initial", Term(hours=72)),),
            (
                "Status and handling, also when nothing has changed",
                "Impact by the criteria; recovery of regular activities",
                "An updated one without undue delay once regular activities are back",
            ),
            "Counted from the moment the initial notification was sent, not from detection.",
        ),
        Duty(
            "final",
            "Final report",
            "The competent authority",
            (Way("report:intermediate", Term(months=1), which="last"),),
            ("What led to it", "Dates of resolution", "Costs and losses, gross and net"),
            "Counted from the latest updated intermediate report.",
        ),
    ),
)

SEC = Regime(
    key="sec",
    name="SEC Form 8-K",
    article="Item 1.05",
    about="A cybersecurity incident that a registrant determines to be material.",
    question="Are we a registrant, and may the incident be material to a reasonable investor?",
    source="https://www.sec.gov/files/form8-k.pdf",
    version="Form 8-K, item 1.05, as adopted in July 2023",
    effective_from=dt.date(2023, 12, 18),
    note=(
        "Materiality is determined without unreasonable delay after discovery. The Attorney General may delay the "
        "filing. What is not material, or not decided, goes under item 8.01."
    ),
    duties=(
        Duty(
            "filing",
            "Form 8-K, item 1.05",
            "The SEC, through EDGAR",
            (Way("material_at", Term(business_days=4)),),
            (
                "Material aspects of nature, scope and timing",
                "Material impact, or what is reasonably likely",
                "What is not known yet, said as such",
            ),
            "Filings after 17:30 in New York count for the next business day. What was not determined or not available is "
            "said there, and filed as an amendment within four business days once it is.",
        ),
    ),
)

AI_ACT = Regime(
    key="ai_act",
    name="AI Act",
    article="Article 73",
    about="A serious incident of a high-risk AI system.",
    question="Do we provide a high-risk AI system in the EU, and is the incident serious (article 3(49))?",
    source="https://eur-lex.europa.eu/eli/reg/2024/1689/oj",
    version="Regulation (EU) 2024/1689, article 73, as adopted",
    effective_from=dt.date(2026, 8, 2),
    note=(
        "Later law moves the duties of high-risk systems to 2 December 2027 and 2 August 2028; whether this article "
        "binds already needs advice. The system is not altered in a way that affects a later evaluation of the causes "
        "before the authority is informed (article 73(6))."
    ),
    duties=(
        Duty(
            "report",
            "Serious incident report",
            "The market surveillance authority of the member state where it happened",
            (
                Way("aware_at", Term(days=15)),
                Way("aware_at", Term(days=10), needs=frozenset({"death"})),
                Way("aware_at", Term(days=2), needs=frozenset({"widespread"})),
            ),
            (
                "The provider, the system, the incident and where it happened",
                "The link to the system, or why it is likely",
                "Measures; a first report may be incomplete and be completed later",
            ),
            "At once when the link is established or reasonably likely; the date is the last one possible.",
            at_once_from="causal_link_at",
        ),
    ),
)
