"""Helpers of the test suite: engines, browser, guards."""
