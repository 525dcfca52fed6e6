package dev.plait.server.account;

import dev.plait.server.token.AccessTokens;
import dev.plait.server.token.RefreshToken;
import java.util.UUID;

/** A device has a sign-in, and this is of which its tokens are made after the commit. */
record Granted(UUID account, UUID device, UUID signIn, long endsAtMs, RefreshToken refreshToken) {

  SignedIn issue(AccessTokens accessTokens) {
    AccessTokens.Issued access = accessTokens.issue(account, device, signIn);
    return new SignedIn(
        account, device, access.text(), access.expiresAtMs(), endsAtMs, refreshToken.reveal());
  }
}
