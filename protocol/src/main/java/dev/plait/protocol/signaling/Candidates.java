package dev.plait.protocol.signaling;

import dev.plait.protocol.signaling.SignalPayload.Candidate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The candidates of one session: own ones, kept for a resend, and remote ones, held until the
 * remote description is set. Both are bounded; over the bound the oldest goes. Not thread-safe.
 */
final class Candidates {
  /** An own candidate; which session it is sent in is decided when it is sent. */
  record Own(String mid, int index, String candidate, String ufrag) {
    Own(String mid, int index, String candidate) {
      this(mid, index, candidate, SessionDescriptions.ufragOf(candidate));
    }

    Candidate in(long session) {
      return new Candidate(session, mid, index, candidate, ufrag);
    }
  }

  private final Set<Own> own = new LinkedHashSet<>();
  private final Set<Candidate> held = new LinkedHashSet<>();
  private boolean remoteReady;
  private String ownUfrag = "";
  private String remoteUfrag = "";

  void begin(long session) {
    own.clear();
    ownUfrag = "";
    remoteReady = false;
    keepOnly(session);
  }

  void keepOnly(long session) {
    held.removeIf(candidate -> candidate.session() < session);
  }

  void addOwn(Own candidate) {
    own.add(candidate);
    if (own.size() > NegotiationLimits.OWN_CANDIDATES) {
      own.remove(own.iterator().next());
    }
  }

  List<Own> own() {
    return List.copyOf(own);
  }

  /** Those of an older own description are of no use any more. */
  void describeOwn(String ufrag) {
    ownUfrag = ufrag;
    own.removeIf(candidate -> !fits(candidate.ufrag(), ufrag));
  }

  /** Whether it is of the present own description. */
  boolean ownFits(Own candidate) {
    return fits(candidate.ufrag(), ownUfrag);
  }

  /** Whether it is of the present description of the other side. */
  boolean remoteFits(Candidate candidate) {
    return remoteReady && fits(candidate.ufrag(), remoteUfrag);
  }

  /** Who does not tell the generation of a candidate means the present one. */
  private static boolean fits(String candidate, String description) {
    return candidate.isEmpty() || description.isEmpty() || candidate.equals(description);
  }

  void hold(Candidate candidate) {
    held.add(candidate);
    if (held.size() > NegotiationLimits.HELD_CANDIDATES) {
      held.remove(held.iterator().next());
    }
  }

  /** Whether this session has had a remote description. */
  boolean remoteReady() {
    return remoteReady;
  }

  /**
   * The remote description is set: gives out what was held for it.
   *
   * @param ufrag of the description
   */
  List<Candidate> releaseHeld(long session, String ufrag) {
    remoteReady = true;
    remoteUfrag = ufrag;
    List<Candidate> released = new ArrayList<>();
    for (Candidate candidate : held) {
      if (candidate.session() == session && fits(candidate.ufrag(), ufrag)) {
        released.add(candidate);
      }
    }
    held.removeIf(candidate -> candidate.session() <= session);
    return released;
  }
}
