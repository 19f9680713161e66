"""What the server keeps: the database, the blob folder and its signing key."""
