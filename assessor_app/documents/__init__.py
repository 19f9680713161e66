"""Evidence → pages. Bytes come in, pages go out; renderer processes do the work, so that a bad file takes only one of
them with it."""
