"""Qt, and only here: one folder a screen, each with its view (widgets) and its state (plain Python)."""
