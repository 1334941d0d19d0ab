/// Passes committed changes on to any number of listeners, and keeps the newest for those who were
/// away.
package dev.loam.kernel.changes;
