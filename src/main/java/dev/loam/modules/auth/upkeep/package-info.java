/// Clears away what no flow needs any more.
package dev.loam.modules.auth.upkeep;
