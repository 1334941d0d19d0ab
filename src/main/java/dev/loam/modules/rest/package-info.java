/// The PostgREST dialect: tables, views and functions over HTTP. From a request to what was asked,
/// through the planner of `kernel.query`, to the answer with its status and headers.
package dev.loam.modules.rest;
