"""How fast and how good the program is, measured against peers."""
