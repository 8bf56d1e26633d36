"""Start videxplore from a source checkout or a frozen build."""

import multiprocessing

from videxplore.cli import main

if __name__ == "__main__":
    multiprocessing.freeze_support()
    main()
