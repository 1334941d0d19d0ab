/// Steps that users add to the pipeline, with real functions, services and jars.
package dev.loam.spec.stages;
