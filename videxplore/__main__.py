"""Run the program with ``python -m videxplore``."""

from videxplore.cli import main

if __name__ == "__main__":
    main()
