"""Special studies (专题分析) of problems that stand out or come again: opened, planned, analysed down to the root, decided."""
