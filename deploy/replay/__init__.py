"""`jieban replay`: lives through complaint stories by the routes people use, then compares."""
