"""How a person, and how all raters, are doing: figures of counts, each with its table."""
