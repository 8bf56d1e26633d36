"""Start videxplore from a source checkout."""

from videxplore.cli import main

if __name__ == "__main__":
    main()
