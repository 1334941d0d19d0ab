/// Content codings: gzip and deflate by the JDK's zlib, zstd by the library of its authors.
package dev.loam.adapters.codec;
