"""The rules, applied: each public function owns its database transaction."""
