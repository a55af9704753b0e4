"""Other people's calendars: the only door to `icalendar`, `recurring_ical_events` and `holidays`.

Nothing is imported here, so that a command that needs one of the three does not load the others.
"""
