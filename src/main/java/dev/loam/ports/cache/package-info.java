/// Values kept in memory within a bound, as a port.
package dev.loam.ports.cache;
