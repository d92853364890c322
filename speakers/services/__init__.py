"""Writes of speaking: intents, statements and points; the live floor. Views, forms and tasks call these."""
