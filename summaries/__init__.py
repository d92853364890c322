"""What came of it: the Chair's summary, its consultation, versions and rendering."""
