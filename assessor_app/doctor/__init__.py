"""Looks at this computer: what the application needs, what is there, and what to do about the rest."""
