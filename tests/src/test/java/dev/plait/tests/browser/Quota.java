package dev.plait.tests.browser;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.net.URI;

/**
 * How much an origin may keep in a browser. It keeps an estimate of the room for seconds, so the
 * limit comes before the first write.
 */
record Quota(CDPSession session, URI origin) {
  /** Lets the origin keep that many bytes until {@link #lift}. */
  static Quota limit(Page page, URI origin, int bytes) {
    Quota quota = new Quota(page.context().newCDPSession(page), origin);
    JsonObject parameters = quota.parameters();
    parameters.addProperty("quotaSize", bytes);
    quota.session.send("Storage.overrideQuotaForOrigin", parameters);
    return quota;
  }

  void lift() {
    session.send("Storage.overrideQuotaForOrigin", parameters());
  }

  private JsonObject parameters() {
    JsonObject parameters = new JsonObject();
    parameters.addProperty("origin", origin.toString());
    return parameters;
  }
}
