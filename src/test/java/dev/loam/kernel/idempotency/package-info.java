/// Tests of the idempotency step.
package dev.loam.kernel.idempotency;
