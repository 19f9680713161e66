"""The evidence viewer: continuous pages with marks on top."""
