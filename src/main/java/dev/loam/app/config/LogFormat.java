package dev.loam.app.config;

/// How lines of the log are written: for people, or as JSON of the Elastic Common Schema.
public enum LogFormat { CONSOLE, ECS }
