"""Steps of the workers that share a repeat, in the order in which they come: each is done whatever those before it met."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from services.absence.absence_step import absence_step
from services.answer.end_rated_visit import end_rated_visits_step
from services.answer.returned_mails import take_back_mails_step
from services.answer.returned_notices import drop_needless_step
from services.appointments.remind_step import remind_visitors_step
from services.casefile.take_in_words import take_in_words_step
from services.dispatch.remind_units import remind_units_step
from services.dispatch.send_step import send_dispatches_step
from services.file_review.health_step import file_health_step
from services.file_review.propose_step import LookedForQuarter, propose_round_step
from services.groups.alike_files import SeenFiles
from services.groups.carry_late import carry_late_step
from services.groups.join_accepted import join_accepted_step
from services.groups.propose_groups import propose_groups_step
from services.keeping.keep_files_step import keep_files_step
from services.letters.store_page import store_page
from services.openness.publish_step import publish_step
from services.orders.collect_returns import collect_returns_step
from services.orders.take_table import take_tables_step
from services.ports.engine import ProcessEngine
from services.ports.monitor import Monitor
from services.prior.prior_tables_step import prior_tables_step
from services.retention.retention_step import retention_step
from services.retention.sweep_ledger import Place
from services.retention.sweep_provisions import sweep_provisions
from services.signals.signals_step import LookedAtSignals, signals_step
from services.studies.studies_step import LookedForRecurrence, studies_step
from services.summaries.summaries_step import Looked, summaries_step
from services.transfer.transfers_step import transfers_step
from services.volumes.seal_step import seal_files_step
from services.watch.lapse_titles import lapse_titles_step
from services.watch.sweep import Unwatched
from services.watch.sweep_clocks import sweep_clocks_step
from services.watch.sweep_windows import sweep_windows_step
from services.waves.waves_step import WatchedPast, waves_step
from services.worklist.sync_tasks import sync_tasks_step
from services.worklist.unentered import Unentered
from workers.hardened.in_turn import in_turn
from workers.hardened.once_a_minute import lasting
from workers.office_store import OfficeStore
from workers.settings import WorkerSettings


class Chains:
    """Each answers how much was done, so that the next round follows at once, and raises as `in_turn`."""

    def __init__(self, settings: WorkerSettings, store: OfficeStore, is_ending: Callable[[], bool]) -> None:
        self._settings, self._store, self._is_ending = settings, store, is_ending
        self._unwatched, self._unwatched_windows = Unwatched(), Unwatched()
        self._unentered = Unentered(warn=lasting.warn)
        self._seen_files, self._swept_up_to, self._looked_at_summaries = SeenFiles(), Place(), Looked()
        self._watched_past, self._looked_for_recurrence = WatchedPast(), LookedForRecurrence()
        self._looked_for_quarter, self._looked_at_signals = LookedForQuarter(), LookedAtSignals()

    def _in_turn(self, *parts: Callable[[], int]) -> list[int]:
        return in_turn(*parts, is_ending=self._is_ending)

    def sync(self, engine: ProcessEngine) -> int:
        """Who is away, and the lists of tasks while the engine's store is the office's."""
        make_unit = self._settings.make_unit
        parts: list[Callable[[], int]] = [partial(absence_step, make_unit)]
        if self._store.is_ours():
            parts.append(self._store.guarded(partial(sync_tasks_step, make_unit, engine, self._unentered)))
        return sum(self._in_turn(*parts))

    def sweep(self) -> int:
        """Limits, and what else passes by its date."""
        make_unit = self._settings.make_unit
        return sum(
            self._in_turn(
                # Windows first: a limit that runs on is looked at in the same round.
                self._look_at_windows,
                partial(lapse_titles_step, make_unit),
                partial(end_rated_visits_step, make_unit),
                self._look_at_clocks,
                # Last: a limit does not wait for what is only proposed.
                partial(join_accepted_step, make_unit),
                partial(carry_late_step, make_unit),
                partial(propose_groups_step, make_unit, self._seen_files),
            )
        )

    def _look_at_windows(self) -> int:
        return sweep_windows_step(self._settings.make_unit, self._unwatched_windows).looked

    def _look_at_clocks(self) -> int:
        return sweep_clocks_step(self._settings.make_unit, self._unwatched).looked

    def let_go(self, monitor: Monitor) -> int:
        """What is kept no longer, and the index of words; only these are worth a next round at once."""
        settings, make_unit = self._settings, self._settings.make_unit
        parts: list[Callable[[], int]] = [
            settings.note_head,
            partial(sweep_provisions, make_unit, settings.record_years),
            partial(take_in_words_step, make_unit),
        ]
        # What another store does not know is not over.
        if self._store.is_ours():
            parts.append(partial(retention_step, make_unit, monitor, self._swept_up_to))
        _noted, _provisions, *kept = self._in_turn(*parts)
        return sum(kept)

    def summarise(self) -> int:
        """Figures of periods, and what the public may read of them."""
        make_unit, is_ending = self._settings.make_unit, self._is_ending
        summaries = partial(summaries_step, make_unit, self._looked_at_summaries, is_ending)
        return sum(self._in_turn(summaries, partial(publish_step, make_unit, is_ending)))

    def watch_waves(self) -> int:
        """What is raised is no work for the workers: the next look comes with the next hour."""
        make_unit, is_ending = self._settings.make_unit, self._is_ending
        self._in_turn(
            partial(waves_step, make_unit, self._watched_past, is_ending),
            partial(studies_step, make_unit, self._looked_for_recurrence),
            partial(signals_step, make_unit, self._looked_at_signals, is_ending),
        )
        return 0

    def look_at_files(self) -> int:
        """Reviews of files, and how open ones stand by the sheet."""
        make_unit = self._settings.make_unit
        health = partial(file_health_step, make_unit, self._is_ending)
        _proposed, looked = self._in_turn(
            partial(propose_round_step, make_unit, self._looked_for_quarter), health
        )
        return looked

    def take_tables(self) -> int:
        """Tables that came in, and what a hotline has not been told."""
        make_unit = self._settings.make_unit
        return sum(
            self._in_turn(
                partial(take_tables_step, make_unit),
                partial(collect_returns_step, make_unit),
                partial(prior_tables_step, make_unit),
            )
        )

    def seal_files(self) -> int:
        """Closed files: bound, handed over, destroyed."""
        make_unit = self._settings.make_unit
        return sum(
            self._in_turn(
                partial(seal_files_step, make_unit),
                partial(transfers_step, make_unit),
                partial(keep_files_step, make_unit, self._settings.key_file),
            )
        )

    def dispatch(self) -> int:
        """What leaves for complainants, units and visitors, and what came back."""
        settings, make_unit = self._settings, self._settings.make_unit
        return sum(
            self._in_turn(
                partial(remind_units_step, make_unit),
                partial(take_back_mails_step, make_unit),
                partial(drop_needless_step, make_unit),
                partial(remind_visitors_step, make_unit, settings.carriers),
                partial(send_dispatches_step, make_unit, settings.carriers, settings.pages, store_page),
            )
        )
