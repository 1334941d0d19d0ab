/// What a request says: target, profile, preferences, payload, range and accepted media types.
package dev.loam.modules.rest.ask;
