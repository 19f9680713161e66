"""The review workspace: evidence, marks and the rubric side by side."""
