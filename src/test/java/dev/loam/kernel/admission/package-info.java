/// Tests of backpressure, with time that is told and threads that are not.
package dev.loam.kernel.admission;
