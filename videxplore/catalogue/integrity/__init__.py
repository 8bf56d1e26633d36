"""What a catalogue may hold: its schema and the values of its columns, checked, set aside and rescued."""
