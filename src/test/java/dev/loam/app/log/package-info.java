/// Tests of what the process writes down.
package dev.loam.app.log;
