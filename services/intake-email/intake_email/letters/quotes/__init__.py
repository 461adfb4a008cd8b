"""Tells what a writer wrote now from what he quotes and signs with."""
