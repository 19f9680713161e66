"""The reference server: everybody's side of a submission, and the rules. FastAPI appears here alone."""
