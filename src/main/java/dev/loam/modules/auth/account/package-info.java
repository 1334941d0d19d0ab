/// Accounts: made, confirmed, signed in to, recovered and changed by their owners.
package dev.loam.modules.auth.account;
