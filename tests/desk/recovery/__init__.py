"""Tests of `bot/desk/recovery`."""
