package dev.plait.server.account;

import java.util.UUID;

/**
 * A device of an account, not revoked.
 *
 * @param device the device
 * @param name as its owner calls it
 * @param createdAtMs when it came
 * @param signedIn whether it has a live sign-in
 * @param refreshedAtMs when its tokens were last renewed, 0 when not signed in
 */
public record Device(
    UUID device, String name, long createdAtMs, boolean signedIn, long refreshedAtMs) {}
