/// What follows committed changes, as a whole: the feed, the cache and the figures of a server.
package dev.loam.spec.live;
