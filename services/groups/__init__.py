"""Mass complaints (集体件): one file leads, the others of the group carry what was found there, each answered apart."""
