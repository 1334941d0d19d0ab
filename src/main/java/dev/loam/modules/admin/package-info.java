/// The admin port: whether this process lives and is ready, what it is configured with, what it
/// knows of the database, and figures. Meant for a loopback or private address; nobody is asked
/// who they are.
///
/// Source: PostgREST documentation, "Admin Server".
package dev.loam.modules.admin;
