"""Diagram and form files in, executable model or DeploymentError out; knows no state and no time."""
