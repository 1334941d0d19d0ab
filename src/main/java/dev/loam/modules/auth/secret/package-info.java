/// Chance made into ids, codes and tokens, and the hashes under which they are kept.
package dev.loam.modules.auth.secret;
