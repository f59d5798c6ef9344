"""The leak scan: whatever leaves is read whole, and looked through for what must not come out.

`terms` gathers what is confidential, `texts` and the modules of the kinds of file say what text a
file holds and where, `matching` finds the one in the other, `settled` reads what reviewers said of
false alarms, and `scan` puts them together and is the gate of a release. See docs/leaks.md.
"""
