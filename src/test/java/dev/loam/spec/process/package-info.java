/// Loam as a stranger runs it: the launcher as a process, real servers, real signals.
package dev.loam.spec.process;
