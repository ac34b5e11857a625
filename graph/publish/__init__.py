"""The published release: everything that is loaded, in the formats of others, in one directory."""
