package dev.plait.server.config;

/**
 * Argon2id parameters (OWASP Password Storage Cheat Sheet: 19 MiB, 2 passes, 1 lane).
 *
 * @param memoryKib memory of one hash
 * @param iterations passes
 * @param concurrency hashes at a time: bounds the memory of a flood of sign-ins
 */
public record PasswordConfig(int memoryKib, int iterations, int concurrency) {}
