/// What is measured: each workload with the request that asks every kind of system for the same.
package dev.loam.bench.work;
