"""A piece of evidence beside its version of an earlier attempt: pages found by content, what differs in them."""
