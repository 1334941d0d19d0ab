/// Loam as a whole: HTTP in, a real PostgreSQL beneath, HTTP out.
package dev.loam.spec;
