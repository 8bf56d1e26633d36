"""The table of backbones, as plain values; one module for each kind."""
