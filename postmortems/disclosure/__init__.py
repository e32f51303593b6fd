"""The clocks of disclosure laws: moments, reports, decisions, reminders. Information, not legal advice."""
