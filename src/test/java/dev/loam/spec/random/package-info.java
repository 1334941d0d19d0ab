/// Random requests at random schemas, replayable by a seed, and what must hold for each of them.
package dev.loam.spec.random;
