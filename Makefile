# demo, test, check, bench, and nothing clever.
