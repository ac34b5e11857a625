"""Comparable measures and lineage: candidates, features, scores, evidence."""
