"""The engine's life in time: one writer, group commit, clock, due moments, long polls."""

from engine.runtime.runtime import EngineBusy, EngineStopped, Runtime

__all__ = ["EngineBusy", "EngineStopped", "Runtime"]
