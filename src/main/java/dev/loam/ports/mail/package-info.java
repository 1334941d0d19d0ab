/// Mail, as a port.
package dev.loam.ports.mail;
