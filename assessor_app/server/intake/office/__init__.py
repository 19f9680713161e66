"""Office files (ECMA-376, OASIS OpenDocument) without the person, part by part."""
