"""The main window: rail, status chip, command palette, and the pages that they lead to."""
