/// How often something may be done: the algorithm, and the memory of who did it how often.
package dev.loam.base.limit;
