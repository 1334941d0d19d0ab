/// Tests of the running parts.
package dev.loam.app.running;
