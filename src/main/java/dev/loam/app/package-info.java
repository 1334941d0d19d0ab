/// The roof: `main`, and the wiring that sees every other room.
package dev.loam.app;
