"""videxplore: explore folders of video on your own machine."""

__version__ = "0.1.0"
