/// Ports served from memory, for a developer's machine.
package dev.loam.adapters.memory;
