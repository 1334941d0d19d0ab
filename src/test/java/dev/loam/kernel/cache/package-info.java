/// Tests of the cache of answers.
package dev.loam.kernel.cache;
