/// Hooks: what a project's own functions and services are asked before something is done.
package dev.loam.modules.auth.hook;
