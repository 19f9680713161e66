"""PDFs built anew from their pages, without what they say of people."""
