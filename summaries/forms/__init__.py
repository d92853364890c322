"""Forms of the summary: they validate, and the views pass what is clean to a service."""
