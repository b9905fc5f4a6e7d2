# shellcheck shell=bash
# command expansion-service  Serve the steps for Beam YAML and Python.
# ./seir expansion-service runs from this room; it needs nothing special.
