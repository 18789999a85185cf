"""What supervisors are told of without looking for it: raised once a thing, cleared when it is over, read by each person."""
