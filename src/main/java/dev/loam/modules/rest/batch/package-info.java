/// Several operations in one transaction: read from one request, done in order, answered together.
package dev.loam.modules.rest.batch;
