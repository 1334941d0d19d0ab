/// Settings of the auth module, in records of one concern each; beside the module's door the only
/// thing of it that others see.
package dev.loam.modules.auth.config;
