/// The database's schema as one immutable snapshot, how it is read, and the nearest-name index
/// behind every "perhaps you meant".
package dev.loam.kernel.catalog;
