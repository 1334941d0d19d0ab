/// Calls to other servers over HTTP, as a port.
package dev.loam.ports.outbound;
