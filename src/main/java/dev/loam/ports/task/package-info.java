/// Threads for work that is not a request's own, as a port.
package dev.loam.ports.task;
