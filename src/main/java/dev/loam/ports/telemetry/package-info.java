/// Traces, as a port: what was done in the course of a request, told to whoever collects it.
package dev.loam.ports.telemetry;
