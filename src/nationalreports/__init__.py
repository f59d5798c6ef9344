"""Turns confidential letters and surveys of area visits into national reports that can be published."""
