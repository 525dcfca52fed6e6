package dev.plait.server.admission;

import java.util.Locale;

/**
 * Every reason for which the HTTP API says no: the one table of codes, their HTTP status, and what
 * the caller can do.
 */
public enum Refusal {
  /** The body cannot be read as a JSON object. */
  MALFORMED_BODY(400, "Send one JSON object, at most 64 KiB and 16 levels deep."),
  /** A field is missing or out of its bounds; the detail names it. */
  INVALID_FIELD(422, "Correct the field and send the request again."),
  /** The {@code Host} is not one that this port is called by. */
  MISDIRECTED(421, "Call it by another name."),
  /** Another media type than JSON. */
  UNSUPPORTED_MEDIA_TYPE(415, "Send the body with Content-Type: application/json."),
  /** The body is over 64 KiB. */
  BODY_TOO_LARGE(413, "Send at most 64 KiB."),
  /** No such path or resource. */
  NOT_FOUND(404, "Check the path and the id."),
  /** The path exists, the method does not. */
  METHOD_NOT_ALLOWED(405, "Use one of the methods in the Allow header."),
  /** A plain request where a WebSocket belongs. */
  UPGRADE_REQUIRED(426, "Open a WebSocket with the subprotocol plait.v1."),
  /** No access token, or one that admits nobody. */
  UNAUTHENTICATED(401, "Refresh the access token, or sign in again."),
  /** Unknown handle or wrong password: which of them is not said. */
  BAD_CREDENTIALS(401, "Check handle and password."),
  /** The refresh token is unknown, expired or was signed out. */
  BAD_REFRESH_TOKEN(
      401,
      "The sign-in has ended: it was signed out, unused for long, or as old as one may be."
          + " Sign in again."),
  /** The refresh token was used before: somebody else may have it, so the device is signed out. */
  REFRESH_TOKEN_REUSED(401, "Sign in again; if this was not you, change the password."),
  /** The outside token was not accepted. */
  BAD_OUTSIDE_TOKEN(401, "Get a fresh token from your identity provider."),
  /** Not allowed for this account. */
  FORBIDDEN(403, "Ask an owner of the conversation."),
  /** The page's origin is not on the allow-list. */
  ORIGIN_NOT_ALLOWED(403, "Ask the operator to add the origin to plait.http.allowed-origins."),
  /** This server takes no new accounts. */
  SIGN_UP_CLOSED(403, "Ask the operator for an account."),
  /** Somebody has the handle. */
  HANDLE_TAKEN(409, "Choose another handle."),
  /** The account has as many devices as it may. */
  TOO_MANY_DEVICES(409, "Revoke a device that you no longer use, or sign in as one of them."),
  /** No such device in the account, or it was revoked. */
  NO_SUCH_DEVICE(409, "Sign in with deviceName instead of device."),
  /** The group is full. */
  TOO_MANY_MEMBERS(409, "Remove somebody first, or start another group."),
  /** The account is in as many conversations as it may. */
  TOO_MANY_CONVERSATIONS(409, "Leave a conversation first."),
  /** A direct conversation has two members for good and no title. */
  DIRECT_IS_FIXED(409, "Block the other account, or start a group."),
  /** Over a rate limit. */
  RATE_LIMITED(429, "Wait as long as the Retry-After header says."),
  /** The server failed; it is logged there. */
  INTERNAL(500, "Try again; tell the operator if it happens again."),
  /** Too many sign-ins, or changes of one account, at this moment. */
  BUSY(503, "Try again in a few seconds."),
  /** The database is away. */
  UNAVAILABLE(503, "Try again in a few seconds.");

  private final int status;
  private final String advice;

  Refusal(int status, String advice) {
    this.status = status;
    this.advice = advice;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** What to do, for a person. */
  public String advice() {
    return advice;
  }

  /** The code as it travels: lower case with hyphens. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
