/// Fields, tables and functions under the names that an older version of the API had for them:
/// requests in the old names become ones in those of today, and answers go the way back.
package dev.loam.kernel.version.mapping;
