"""coterie runs the small groups inside a large community, on Slack or on Matrix, from the same playbooks."""

__version__ = "0.1.0"
