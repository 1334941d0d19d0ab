/// What PostgreSQL tells of itself.
package dev.loam.kernel.vitals;
