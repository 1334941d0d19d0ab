/// Sessions: begun, refreshed and ended, and the tokens that prove them.
package dev.loam.modules.auth.session;
