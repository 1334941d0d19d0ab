/// Where the rows of relations and the results of functions come from, and on what of a caller they
/// can depend, worked out from the catalog: for whoever keeps answers or decides who may see a row.
package dev.loam.kernel.lineage;
