"""What `make bench` measures: ours beside a floor measured in the same run. Never fails on time."""
