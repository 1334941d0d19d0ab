/// Failures: the open shape of everything that can go wrong with a request, and its carrier.
package dev.loam.base.failure;
