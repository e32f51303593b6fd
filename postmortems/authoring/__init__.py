"""Writing the record: templates, sections, timeline, facts, history."""
