/// What stands before the endpoints: limits, back-off after failures, proof that a person asks.
package dev.loam.modules.auth.guard;
