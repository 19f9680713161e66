"""The loop beside the person's work: sign-in, push and pull, downloads. Knows nothing of screens."""
