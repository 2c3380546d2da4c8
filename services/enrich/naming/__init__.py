"""From tagged names to entities: persons, organisations, places and others, each with all its mentions."""
