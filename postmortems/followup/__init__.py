"""Action items: owner, due date, strength, reminders, verification."""
