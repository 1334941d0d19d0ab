/// Limits of requests, tried over HTTP and against every store.
package dev.loam.kernel.rate;
