package dev.plait.server.account;

import java.util.UUID;

/**
 * What others may know of an account that they know the handle of.
 *
 * @param account the account
 * @param handle its unique handle
 * @param displayName what to show
 * @param avatarUrl picture, empty for none
 */
public record Profile(UUID account, String handle, String displayName, String avatarUrl) {}
