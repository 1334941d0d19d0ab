/// The harness behind `bench/run`: systems take turns on the same data, and the ratios count.
package dev.loam.bench;
