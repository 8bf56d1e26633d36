"""Loading and running a backbone on a device."""
