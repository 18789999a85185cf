"""Periodic summaries (定期汇总): computed from all cases, proposed, released by a person and frozen; changes stand beside."""
