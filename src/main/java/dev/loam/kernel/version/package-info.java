/// Dated versions of the API: which one a request is for, and what its answer says of it.
package dev.loam.kernel.version;
