/// Short messages to telephones, as a port.
package dev.loam.ports.message;
