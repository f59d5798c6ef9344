"""Confidential letters and surveys of area visits, made into reports that can be published."""
