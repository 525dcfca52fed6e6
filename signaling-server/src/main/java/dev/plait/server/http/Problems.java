package dev.plait.server.http;

import dev.plait.server.admission.Refusal;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Refuses requests that other endpoints serve, in the form of the API (RFC 9457). Stateless. */
public final class Problems {
  private Problems() {}

  /**
   * Answers the request.
   *
   * @param waitMs when it may be made again, for one over a rate limit; else 0
   */
  public static void write(
      Refusal refusal, long waitMs, Request request, Response response, Callback callback) {
    Reply reply = Reply.problem(refusal);
    ReplyWriter.write(waitMs == 0 ? reply : reply.after(waitMs), request, response, callback);
  }
}
