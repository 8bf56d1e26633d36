"""The Python interface, ``import videxplore as vx``; its names are those of :mod:`videxplore`."""
