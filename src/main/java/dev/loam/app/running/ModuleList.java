package dev.loam.app.running;

import dev.loam.kernel.module.ModuleManifest;
import dev.loam.modules.auth.AuthModule;
import dev.loam.modules.realtime.RealtimeModule;
import dev.loam.modules.rest.RestModule;
import java.util.List;

/// The modules of this build, one line each.
public final class ModuleList {
    public static final List<ModuleManifest<?>> MANIFESTS = List.of(
            RestModule.MANIFEST,
            AuthModule.MANIFEST,
            RealtimeModule.MANIFEST);

    private ModuleList() {
    }
}
