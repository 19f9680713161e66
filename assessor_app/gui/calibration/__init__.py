"""Calibration: practising, qualifying, and one's own levels beside the issuer's."""
