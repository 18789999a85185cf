"""The gRPC border of the engine: the only place that knows protobuf."""
