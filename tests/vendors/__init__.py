"""Vendors as they are, on this machine: they speak their wire formats, and misbehave on demand.

They know nothing of Lifelong: what they sign, count and answer is written here anew, so that a
mistake of ours is not made twice.
"""
