"""What the words mean: values and rules only. No Qt, no SQL, no HTTP, no files."""
