/// What PostgreSQL tells of itself, read in rounds and shown as figures.
package dev.loam.kernel.vitals;
