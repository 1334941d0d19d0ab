/// Sends spans to a collector, in OTLP over HTTP, by OpenTelemetry's own exporter.
package dev.loam.adapters.telemetry;
