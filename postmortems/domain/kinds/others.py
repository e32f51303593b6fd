"""AI system behaviour, data loss and near misses: the questions that only they have."""

from postmortems.domain.kinds.model import YES_NO, Field, Group, KindSpec

AI_BEHAVIOUR = KindSpec(
    "ai_behaviour",
    "AI system behaviour",
    (
        Group(
            "behaviour",
            "What the system did",
            "As it was, apart from what was expected.",
            (
                Field("did", "What did the system say or do?", "text", required=True, minutes=2),
                Field("expected", "What was expected of it?", "line"),
                Field("model", "Which model, prompt and tools, in which versions?", "line"),
                Field(
                    "found_by",
                    "How was it found?",
                    "choice",
                    choices=(
                        ("watching", "Somebody was looking"),
                        ("monitoring", "An alert or a measurement"),
                        ("evaluation", "An evaluation"),
                        ("customer", "A customer said so"),
                        ("outside", "Somebody outside said so"),
                    ),
                    required=True,
                ),
                Field("found_at", "When was it found?", "instant"),
            ),
        ),
        Group(
            "extent",
            "How far it reached",
            "Narrow or general, and what it touched.",
            (
                Field(
                    "breadth",
                    "Is it narrow or general?",
                    "choice",
                    choices=(
                        ("narrow", "Narrow: one kind of input or one way in"),
                        ("several", "Several kinds of input"),
                        ("general", "General: it shows with most inputs"),
                        ("unknown", "Not known yet"),
                    ),
                    required=True,
                ),
                Field(
                    "isolated",
                    "Can it be isolated?",
                    "choice",
                    choices=(
                        ("done", "Yes, and it is"),
                        ("can", "Yes, by feature, customer, model or tool"),
                        ("partly", "In part"),
                        ("no", "No"),
                        ("unknown", "Not known yet"),
                    ),
                    required=True,
                ),
                Field(
                    "blast_radius",
                    "What did it reach: people, records, other systems?",
                    "text",
                    required=True,
                ),
                Field("people_count", "People concerned, about", "number"),
                Field("acted", "Did it act on other systems?", "choice", choices=YES_NO),
            ),
        ),
        Group(
            "mitigation",
            "Limiting it",
            "How it was stopped, limited or replaced.",
            (
                Field(
                    "mitigated_in",
                    "Time until it was limited or routed around",
                    "minutes",
                    help="For example 45 min, 3 h, or 2 days 4 h; empty where it can't be isolated or that is not known yet",
                    required=True,
                ),
                Field("routed", "How was it limited or routed around?", "line"),
                Field(
                    "fallback",
                    "Was there a fallback?",
                    "choice",
                    choices=(
                        ("used", "Yes, and it was used"),
                        ("unused", "Yes, and it was not used"),
                        ("none", "No"),
                        ("unneeded", "None was needed"),
                    ),
                    required=True,
                ),
                Field("fallback_note", "What took over, and how good was it?", "line"),
            ),
        ),
    ),
)

DATA_LOSS = KindSpec(
    "data_loss",
    "Data loss",
    (
        Group(
            "lost",
            "What was lost",
            "Counted, with the interval.",
            (
                Field("what", "Which data was it?", "text", required=True, minutes=2),
                Field(
                    "harm",
                    "What happened to it?",
                    "many",
                    choices=(
                        ("deleted", "Deleted"),
                        ("overwritten", "Overwritten"),
                        ("corrupted", "Corrupted"),
                        ("duplicated", "Duplicated"),
                        ("unwritten", "Never written"),
                    ),
                    required=True,
                ),
                Field("records_count", "Records, about", "number"),
                Field("customers_count", "Customers, about", "number"),
                Field("lost_from", "Data from", "instant"),
                Field("lost_to", "Data until", "instant"),
                Field("counted_how", "How was it counted?", "line"),
            ),
        ),
        Group(
            "recovery",
            "What came back",
            "What could be recovered, how old it was, and how long it took.",
            (
                Field(
                    "recoverable",
                    "How much could be recovered?",
                    "choice",
                    choices=(
                        ("all", "All of it"),
                        ("most", "Most of it"),
                        ("some", "Some of it"),
                        ("none", "Nothing"),
                        ("unknown", "Not known yet"),
                    ),
                    required=True,
                ),
                Field(
                    "rpo_achieved",
                    "Recovery point achieved",
                    "minutes",
                    help="How much time's worth of data stayed lost: 0, 45 min, 6 h; empty where nothing came back or it is not known yet",
                    required=True,
                ),
                Field("rpo_target", "Recovery point aimed at", "minutes"),
                Field(
                    "rto_achieved",
                    "Recovery time achieved",
                    "minutes",
                    help="From the loss until the data could be used again; empty where nothing came back or it is not known yet",
                    required=True,
                ),
                Field("rto_target", "Recovery time aimed at", "minutes"),
                Field(
                    "restore_tested",
                    "Had this restore been tried before?",
                    "choice",
                    choices=YES_NO,
                    required=True,
                ),
                Field("restore_tested_on", "Last tried on", "day"),
                Field("copies", "Which copies were there, and in which state?", "text", minutes=2),
            ),
        ),
    ),
)

NEAR_MISS = KindSpec(
    "near_miss",
    "Near miss",
    (
        Group(
            "potential",
            "What could have happened",
            "With the grounds for the estimate.",
            (
                Field("could_have", "What was the next thing to happen?", "text", required=True, minutes=2),
                Field(
                    "margin",
                    "How close was it?",
                    "line",
                    help="In time, space or luck: “11 minutes before …”",
                ),
                Field(
                    "still_there",
                    "Are the same conditions still there?",
                    "choice",
                    choices=YES_NO,
                    required=True,
                ),
            ),
        ),
        Group(
            "held",
            "What held",
            "What stood between the conditions and the harm.",
            (
                Field("what_held", "What stopped it?", "text", required=True, minutes=2),
                Field(
                    "held_kind",
                    "What sort of thing was that?",
                    "many",
                    choices=(
                        ("design", "A design or a limit"),
                        ("alert", "An alert"),
                        ("person", "Somebody who noticed"),
                        ("habit", "A habit or a practice"),
                        ("chance", "Chance"),
                    ),
                    required=True,
                ),
                Field("seen_before", "Has it come as close before?", "choice", choices=YES_NO),
            ),
        ),
    ),
)
