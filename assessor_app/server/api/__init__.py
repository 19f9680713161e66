"""Thin endpoints: read the request, call one service, write the answer."""
