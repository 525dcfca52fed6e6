package dev.plait.server.config;

/**
 * Access and refresh tokens.
 *
 * @param issuer the {@code iss} claim
 * @param accessLifetimeMs at most 10 minutes
 * @param refreshLifetimeMs a device unused for longer signs in again
 * @param keyRotationMs how long a key signs before the next one takes over
 */
public record TokenConfig(
    String issuer, long accessLifetimeMs, long refreshLifetimeMs, long keyRotationMs) {}
