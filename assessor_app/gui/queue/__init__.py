"""The queue: what waits, how long it may, and what is here offline. Also approvals and history."""
