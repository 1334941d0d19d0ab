/// How load is made and what is read off meanwhile: rates, latencies, CPU time, memory.
package dev.loam.bench.measure;
