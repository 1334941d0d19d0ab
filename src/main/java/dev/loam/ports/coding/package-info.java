/// Content codings, as a port: how bodies are made smaller on their way.
package dev.loam.ports.coding;
