/// The documentation, held to what the product does: examples are replayed, generated pages are
/// made anew and compared, links are followed.
package dev.loam.docs;
