"""Is this somebody else's work too? Fingerprints of evidence, and what two pieces have in common; no SQL, no HTTP."""
