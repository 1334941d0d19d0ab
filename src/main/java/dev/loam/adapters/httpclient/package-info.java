/// Calls to other servers with the JDK's HTTP client, and text messages handed to a service of that
/// kind.
package dev.loam.adapters.httpclient;
