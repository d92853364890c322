"""What applicants, staff, reviewers and the Chair type in; every form hands plain values to a service."""
