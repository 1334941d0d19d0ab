/// Time, as a port.
package dev.loam.ports.time;
