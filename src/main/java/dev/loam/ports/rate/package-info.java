/// Rates that several processes share, as a port.
package dev.loam.ports.rate;
