package dev.plait.turn.check;

import java.util.List;

/** What a check of several URLs found. */
public record CheckReport(List<UrlReport> urls) {
  /** How it ends. */
  public enum Verdict {
    /** Every server relays, and to nothing that is forbidden. */
    CLEAN,
    /** A forbidden address is in reach of users. */
    OPEN,
    /** A server could not be checked, or relays nothing. */
    NOT_CHECKED
  }

  /** Copies the list. */
  public CheckReport {
    urls = List.copyOf(urls);
  }

  /** The worst of all: what is open counts before what could not be checked. */
  public Verdict verdict() {
    if (urls.stream().anyMatch(CheckReport::isOpen)) {
      return Verdict.OPEN;
    }
    return urls.stream().allMatch(CheckReport::isChecked) ? Verdict.CLEAN : Verdict.NOT_CHECKED;
  }

  private static boolean isOpen(UrlReport report) {
    return report instanceof UrlReport.Checked checked && !checked.peers().open().isEmpty();
  }

  private static boolean isChecked(UrlReport report) {
    return report instanceof UrlReport.Checked checked && checked.relaying() != null;
  }
}
