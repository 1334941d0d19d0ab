/// The OpenAPI document of schemas made by hand.
package dev.loam.modules.rest.openapi;
