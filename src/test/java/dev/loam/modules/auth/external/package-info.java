/// Tests of sign-in with other services, as far as they need no database.
package dev.loam.modules.auth.external;
