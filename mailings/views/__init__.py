"""Pages of the secretariat: the outbox, and the words in which the portal writes."""
