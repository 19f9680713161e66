"""What stays on this computer: the encrypted database, the outbox and the projection over it, and encrypted blobs."""
