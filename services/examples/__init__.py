"""De-identified example cases: proposed by whoever worked on a case, checked, released by a second person (案例分析)."""
