/// Why the auth module refuses, in the codes that its clients know.
package dev.loam.modules.auth.failure;
