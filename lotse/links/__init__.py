"""Addresses that records point to: where each stands, whether it works, and replacing it."""
