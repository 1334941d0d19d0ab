package dev.loam.kernel.secure;

import java.time.Duration;

/// What browsers are told; an empty text leaves a field out.
///
/// @param transport how long they use TLS alone, where they came by it; zero for nothing said
/// @param subdomains whether that holds for the names below as well
/// @param content `Content-Security-Policy` of pages
/// @param frames `X-Frame-Options` of pages
/// @param referrer `Referrer-Policy` of pages
public record SecureConfig(
        Duration transport, boolean subdomains, String content, String frames,
        String referrer) {
}
