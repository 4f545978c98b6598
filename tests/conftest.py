"""Property tests try the same examples on every machine: a red run means a change, not chance."""

from hypothesis import settings

settings.register_profile("same-everywhere", derandomize=True, deadline=None)
settings.load_profile("same-everywhere")
