"""Speed, as ratios against a named floor measured in the same run; never asserted in a test."""
