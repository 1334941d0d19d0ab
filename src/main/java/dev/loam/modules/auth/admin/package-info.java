/// What administrators do with other people's accounts.
package dev.loam.modules.auth.admin;
