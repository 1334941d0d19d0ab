/// Spans on their way to a collector.
package dev.loam.adapters.telemetry;
