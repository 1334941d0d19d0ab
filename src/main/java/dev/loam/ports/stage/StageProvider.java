package dev.loam.ports.stage;

import java.util.Map;

/// What a plugin's jar offers: found by [java.util.ServiceLoader], so its class is public, has a
/// constructor without parameters, and is named in the jar's file
/// `META-INF/services/dev.loam.ports.stage.StageProvider`.
public interface StageProvider {
    /// The name by which `loam.toml` asks for it: `plugin = "NAME"`.
    String name();

    /// Makes a stage; called once for each place where it is asked for, before the first request.
    /// What it throws keeps the server from starting.
    ///
    /// @param options those of that place, `options = ["limit=5"]` as `{"limit": "5"}`
    OwnStage open(Map<String, String> options) throws Exception;
}
