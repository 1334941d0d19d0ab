/// Committed changes from a table that triggers write, for servers whose log may not be read.
package dev.loam.adapters.postgres.capture;
