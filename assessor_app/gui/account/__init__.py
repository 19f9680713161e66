"""Signing in, the profile's key, and the person's own settings."""
