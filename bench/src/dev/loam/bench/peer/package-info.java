/// The systems that are measured: how each is fetched, set up fairly, started and ended.
package dev.loam.bench.peer;
