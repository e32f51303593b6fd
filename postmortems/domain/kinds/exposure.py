"""Security exposure: what could be reached, from when to when, by whom, and what the logs can show."""

from postmortems.domain.kinds.model import YES_NO, Field, Group, KindSpec

BASES = (
    ("log", "A log shows it"),
    ("deploy", "A deploy or a change shows it"),
    ("report", "Somebody reported it"),
    ("inference", "It is inferred"),
)
NO_EVIDENCE = "none"

EXPOSED = Group(
    "exposed",
    "What was exposed",
    "By class; leave out the data itself.",
    (
        Field(
            "data_classes",
            "Which data or secrets could be reached?",
            "many",
            choices=(
                ("contact", "Names and contact details"),
                ("account", "Account data"),
                ("secrets", "Passwords, keys or tokens"),
                ("payment", "Payment or bank data"),
                ("content", "What customers stored or sent"),
                ("location", "Location"),
                ("special", "Health or another special category"),
                ("staff", "Data of our own people"),
                ("source", "Source code or configuration"),
                ("logs", "Logs or telemetry"),
                ("other", "Something else, named below"),
            ),
            required=True,
        ),
        Field("exposed_systems", "Which systems held it?", "line"),
        Field("people_count", "People concerned, about", "number"),
        Field("records_count", "Records concerned, about", "number"),
        Field("counted_how", "How was it counted?", "line"),
        Field("countries", "In which countries are the people?", "line"),
        Field(
            "our_role",
            "Whose data is it?",
            "choice",
            choices=(
                ("controller", "Ours: we decide what it is used for"),
                ("processor", "We handle it for somebody else"),
                ("both", "Both"),
                ("none", "Nobody's: no personal data"),
                ("unknown", "Not known yet"),
            ),
        ),
        Field("consequences", "What are the likely consequences for them?", "text", minutes=2),
    ),
    "restricted",
)
WINDOW = Group(
    "window",
    "Exposure window",
    "From when to when it could be reached, and what shows each end.",
    (
        Field("window_start", "It could be reached from", "instant", required=True),
        Field("window_start_basis", "What shows the beginning?", "choice", choices=BASES, required=True),
        Field("window_start_note", "Which log, deploy or reasoning?", "line"),
        Field("still_open", "Can it still be reached?", "choice", choices=YES_NO),
        Field("window_end", "It could be reached until", "instant", required=True),
        Field("window_end_basis", "What shows the end?", "choice", choices=BASES, required=True),
        Field("window_end_note", "Which log, deploy or reasoning, for the end?", "line"),
    ),
)
ACCESS = Group(
    "access",
    "Who could reach it, and who did",
    "What was possible stands apart from what the logs show.",
    (
        Field(
            "could_reach",
            "Who could reach it?",
            "many",
            choices=(
                ("public", "Anybody on the internet"),
                ("signed_in", "Any signed-in user"),
                ("tenants", "Other customers"),
                ("staff", "Our own staff beyond those who need it"),
                ("supplier", "A supplier"),
                ("agent", "A program or an AI agent"),
            ),
            required=True,
        ),
        Field(
            "access_found",
            "What do the logs show?",
            "choice",
            choices=(
                ("some", "Accesses were seen"),
                (NO_EVIDENCE, "No evidence of access, in the interval that the logs cover"),
                ("unknown", "It can't be told"),
            ),
            required=True,
            minutes=2,
        ),
        Field("access_count", "How many accesses, about?", "number"),
        Field("logs_from", "The logs cover from", "instant"),
        Field("logs_to", "The logs cover until", "instant"),
        Field("logs_gaps", "Which part do they not cover?", "line"),
        Field("logs_kept_until", "The logs are kept until", "day"),
        Field("access_note", "What else is known of the accesses?", "text", minutes=2),
    ),
    "restricted",
)
CONTAINMENT = Group(
    "containment",
    "Containment",
    "How it was closed, and what was made worthless to whoever has it.",
    (
        Field("contained_at", "It was closed at", "instant"),
        Field("rotated", "Were the secrets rotated or revoked?", "choice", choices=YES_NO),
        Field("copies_deleted", "Were copies deleted, and was that confirmed?", "choice", choices=YES_NO),
        Field("evidence_kept", "What evidence is kept, and where?", "line"),
    ),
)
MOMENTS = Group(
    "moments",
    "Moments that notices count from",
    "Facts for those who decide on notices. Each law starts from a moment of its own.",
    (
        Field("aware_at", "It was understood to be an exposure at", "instant"),
        Field("classified_at", "It was classified as major at", "instant"),
        Field("material_at", "It was found to be material at", "instant"),
        Field("notice_decision", "What was decided about notices, and on what grounds?", "text", minutes=2),
    ),
    "restricted",
)

SPEC = KindSpec("exposure", "Exposure", (EXPOSED, WINDOW, ACCESS, CONTAINMENT, MOMENTS))
