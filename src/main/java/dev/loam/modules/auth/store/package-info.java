/// The tables of schema `auth`: their rows as records, and the statements on them.
package dev.loam.modules.auth.store;
