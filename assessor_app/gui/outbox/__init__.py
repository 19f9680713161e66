"""The outbox: every unsent or refused item, why, and what to do."""
