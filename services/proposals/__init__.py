"""What was learnt goes to the owner of a process as a proposal at an element of its diagram, and is answered there."""
