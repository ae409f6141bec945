"""What each command of `coterie` does; `cli/` reads their words, and imports them when they are called."""
