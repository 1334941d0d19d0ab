/// What the commands do that start or reach the running parts.
package dev.loam.app.command;
