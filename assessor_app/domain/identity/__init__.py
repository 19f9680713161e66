"""Who must not be recognised, and where a text names them. Pure: text in, places out."""
