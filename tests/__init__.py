"""The tests: a package, as a library that is installed beside brings a `tests` of its own."""
