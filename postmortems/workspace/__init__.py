"""The pages that put the rooms together: my work, the list, one postmortem, import, export, search."""
