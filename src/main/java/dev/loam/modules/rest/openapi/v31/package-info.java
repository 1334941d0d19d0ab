/// The description of what is served as an OpenAPI 3.1 document, for those who generate typed
/// clients of it.
package dev.loam.modules.rest.openapi.v31;
