"""What does a project look like on the ground? Pictures at true scale, ready to be written as SVG; nothing is decided here."""
