"""The palette, the icons, and the small pieces that every panel is made of."""
