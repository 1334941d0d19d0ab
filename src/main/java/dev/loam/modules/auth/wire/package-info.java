/// A request to an auth endpoint, read and checked field by field, and the table of the endpoints.
package dev.loam.modules.auth.wire;
