"""How is a run written as one HTML file? Self-contained, readable without a network, printable; the door is `page.write`."""
