"""Times as people read them."""


def clock_text(time_s: float, decimals: int = 3) -> str:
    """Minutes and seconds, with hours where there are any: ``0:18.042``, ``1:02:03.500``."""
    units = 10**decimals
    total = round(max(0.0, time_s) * units)
    seconds, fraction = divmod(total, units)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    text = f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"
    return f"{text}.{fraction:0{decimals}d}" if decimals else text
