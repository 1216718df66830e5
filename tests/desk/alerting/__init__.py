"""Tests of `bot/desk/alerting`."""
