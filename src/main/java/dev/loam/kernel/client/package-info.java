/// Whose request it is: the address of a client that reaches Loam through proxies, believed from
/// those alone that are trusted.
package dev.loam.kernel.client;
