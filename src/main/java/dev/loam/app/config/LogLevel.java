package dev.loam.app.config;

/// How much is logged, as PostgREST counts it: `CRIT` only starts and lost connections, `ERROR`
/// also answers of 500 and above, `WARN` also those of 400 and above, `INFO` every request, `DEBUG`
/// more.
public enum LogLevel { CRIT, ERROR, WARN, INFO, DEBUG }
