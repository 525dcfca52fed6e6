package dev.plait.server.http;

import dev.plait.server.admission.Refusal;

/**
 * Unwinds the reading of a body to {@link HttpApi}, which answers with a problem. Never leaves this
 * package; carries no stack trace, since it tells of the caller, not of us.
 */
final class BadInput extends RuntimeException {
  private final Refusal refusal;

  BadInput(Refusal refusal, String detail) {
    super(detail, null, false, false);
    this.refusal = refusal;
  }

  static BadInput field(String name, String problem) {
    return new BadInput(Refusal.INVALID_FIELD, name + ": " + problem + ".");
  }

  Reply reply() {
    String detail = getMessage();
    return Reply.problem(refusal, detail == null ? "" : detail);
  }
}
