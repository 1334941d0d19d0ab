/// The files in `deploy`, as the programs see them that they are for.
package dev.loam.deploy;
