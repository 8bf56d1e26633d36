"""The timeline: its rows, its marks and what moves over them."""
