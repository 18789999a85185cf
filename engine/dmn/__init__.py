"""DMN: file in, decision graph or DeploymentError out; graph and variables in, outcome with its trace out.

Knows no state and no time. Values in here are FEEL values; whoever stores them turns them into JSON.
"""
