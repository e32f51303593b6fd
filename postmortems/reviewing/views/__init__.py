"""Pages of the review: asking and answering, other words, the meeting."""
