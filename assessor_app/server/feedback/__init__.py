"""The feedback document that an applicant receives: what stands in it, and how it looks. No SQL, no HTTP."""
