"""The coach in the site: the organisation's rules, what people decided, the answer to an editor."""
