"""Who is invited: applications, reviews, the recommended panel, initiatives."""
