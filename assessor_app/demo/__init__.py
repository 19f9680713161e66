"""The demo: a small real world on this computer, and a tour through it that drives the real window."""
