/// The command line: one class a command. Commands that need the running parts ask `Actions`.
package dev.loam.app.cli;
