/// A project's folder and what Loam keeps in its `.loam/`: the keys and the note of the running
/// process.
package dev.loam.app.project;
