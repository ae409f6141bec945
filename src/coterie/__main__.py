"""`python -m coterie` is the command line; without arguments it plays the demo."""

from coterie.core.cli import main

if __name__ == "__main__":
    main()
