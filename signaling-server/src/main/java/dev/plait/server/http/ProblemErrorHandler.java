package dev.plait.server.http;

import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers what Jetty itself refuses (a bad URI, headers over the limit) in the same form as the
 * API; never with a stack trace. Set on the server.
 */
public final class ProblemErrorHandler implements Request.Handler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    Map<String, Object> body = new LinkedHashMap<>();
    String code = status >= 500 ? "internal" : "bad-request";
    body.put("type", Reply.PROBLEM_TYPE + code);
    body.put("title", HttpStatus.getMessage(status));
    body.put("status", status);
    body.put("code", code);
    body.put(
        "detail",
        status >= 500
            ? "Try again; tell the operator if it happens again."
            : "The request is not valid HTTP within this server's limits.");
    ReplyWriter.write(
        new Reply(status, Map.of(), Reply.PROBLEM, body), request, response, callback);
    return true;
  }
}
