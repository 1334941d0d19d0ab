/// The cache of answers against a real server and its real log.
package dev.loam.spec.cache;
