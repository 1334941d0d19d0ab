/// Backpressure: how many requests may use the database at once, who waits, and who is sent away.
package dev.loam.kernel.admission;
