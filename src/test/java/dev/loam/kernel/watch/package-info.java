/// What is seen of requests and statements.
package dev.loam.kernel.watch;
