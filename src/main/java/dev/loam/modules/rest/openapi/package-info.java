/// The description of what is served, as an OpenAPI 2.0 document.
package dev.loam.modules.rest.openapi;
