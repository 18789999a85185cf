"""What gRPC and REST v2 of Camunda 8.8 give for small diagrams, runnable against any address."""
