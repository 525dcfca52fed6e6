package dev.plait.protocol.wire;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Everything that travels, on a WebSocket or a data channel. Immutable; lists are copied. The codec
 * has checked every limit before a received frame exists; protocol.md is the normative text.
 */
public sealed interface Frame permits ClientFrame, ServerFrame, PeerFrame {
  /** The version of the protocol that is spoken here: a hello with another is refused (SES-1). */
  int VERSION = 3;

  /**
   * First frame of a client, within 10 s of the upgrade.
   *
   * @param version protocol version, {@link #VERSION}
   * @param device the device that speaks; must belong to the token's account
   * @param token access token; never logged
   * @param incarnations unsigned, drawn at random for each start of the device: the present one,
   *     then those before it (SES-11); empty for not told
   * @param throughChange up to which change of the account's conversations the device knows all, as
   *     {@link Changes} told it (SES-14); 0 for none
   * @param latestChange the highest version of a roster that it was told since; 0 for none
   * @param software name and version of the client, for the operator
   */
  record Hello(
      int version,
      UUID device,
      String token,
      List<Long> incarnations,
      long throughChange,
      long latestChange,
      String software)
      implements ClientFrame {
    /** Copies the list; refuses what no frame may carry. */
    public Hello {
      incarnations = List.copyOf(incarnations);
      Checks.natural("changes", throughChange);
      Checks.natural("latest", latestChange);
      Checks.text("token", token, 1, Limits.TOKEN_CHARS);
      Checks.text("software", software, 0, Limits.TEXT_CHARS);
      Checks.size("incarnations", incarnations, 0, Limits.INCARNATIONS);
      Checks.distinct("incarnations", incarnations);
      if (incarnations.contains(0L)) {
        throw BadFieldException.malformed("incarnations", "must not hold 0");
      }
    }

    /** Leaves the token out. */
    @Override
    public String toString() {
      return "Hello[version=" + version + ", device=" + device + ", software=" + software + "]";
    }
  }

  /**
   * The server's answer to {@link Hello}; rosters, then the backlog, then {@link Live} follow.
   *
   * @param session this session
   * @param account the device's account
   * @param serverTimeMs server clock, milliseconds since 1970
   * @param tokenExpiresAtMs when the session ends unless the token is renewed
   * @param pingIntervalMs how often the client must ping
   * @param windowEntries most entries posted and neither stored, delivered nor refused
   * @param windowBytes the same in bytes of bodies
   * @param lastIncarnation unsigned, the newest that was known of the device; 0 for unknown
   */
  record Welcome(
      UUID session,
      UUID account,
      long serverTimeMs,
      long tokenExpiresAtMs,
      int pingIntervalMs,
      int windowEntries,
      int windowBytes,
      long lastIncarnation)
      implements ServerFrame {
    /** Refuses what no frame may carry. */
    public Welcome {
      Checks.natural("serverTimeMs", serverTimeMs);
      Checks.natural("tokenExpiresAtMs", tokenExpiresAtMs);
      Checks.integer("pingIntervalMs", pingIntervalMs, 1, Integer.MAX_VALUE);
      Checks.integer("windowEntries", windowEntries, 1, Integer.MAX_VALUE);
      Checks.integer("windowBytes", windowBytes, 1, Integer.MAX_VALUE);
    }
  }

  /**
   * Entries for relay or store.
   *
   * @param ref chosen by the client, echoed in a refusal
   * @param conversation where they are said
   * @param epoch the sender's epoch
   * @param rosterVersion the roster that the addresses were made from
   * @param entries in seq order
   */
  record Post(
      long ref, UUID conversation, long epoch, long rosterVersion, List<PostedEntry> entries)
      implements ClientFrame {
    /** Copies the list; refuses what no frame may carry. */
    public Post {
      entries = List.copyOf(entries);
      Checks.natural("ref", ref);
      Checks.natural("rosterVersion", rosterVersion);
      Checks.posted(entries);
    }
  }

  /**
   * Takes back what one target has not acked yet (re-base): rows up to and including {@code
   * throughSeq} are deleted from that target's queue.
   */
  record Cancel(long ref, UUID conversation, long epoch, UUID device, long throughSeq)
      implements ClientFrame {
    /** Refuses what no frame may carry. */
    public Cancel {
      Checks.natural("ref", ref);
      Checks.integer("through", throughSeq, 1, Limits.SEQ_END - 1);
    }
  }

  /**
   * Entries of one stream for this device, in seq order.
   *
   * @param stream whose log
   * @param stored whether they come from the device queue rather than live
   * @param entries at most {@link Limits#FRAME_ENTRIES}
   */
  record Entries(StreamId stream, boolean stored, List<AddressedEntry> entries)
      implements ServerFrame, PeerFrame {
    /** Copies the list; refuses what no frame may carry. */
    public Entries {
      entries = List.copyOf(entries);
      Checks.addressed(entries);
    }
  }

  /**
   * A device says what it has committed. Goes back the way the entries came.
   *
   * @param position cursor and held runs of the stream
   * @param proof opaque, at most {@link Limits#PROOF_BYTES}, passed on to the sender
   */
  record Ack(StreamPosition position, @Nullable Bytes proof) implements ClientFrame, PeerFrame {
    /** Refuses what no frame may carry. */
    public Ack {
      Checks.bytes("proof", proof, Limits.PROOF_BYTES);
    }
  }

  /**
   * What a device has, on every connect and path switch.
   *
   * @param in streams it receives; to the server this counts as acks, to a peer it shows the holes
   * @param out own streams with entries that are not delivered everywhere; the server answers each
   *     with {@link Receipt}s, a peer ignores them
   */
  record Have(List<StreamPosition> in, List<StreamId> out) implements ClientFrame, PeerFrame {
    /** Copies the lists; refuses what no frame may carry. */
    public Have {
      in = List.copyOf(in);
      out = List.copyOf(out);
      Checks.size("in", in, 0, Limits.HAVE_STREAMS);
      Checks.distinct("in", in.stream().map(StreamPosition::stream).toList());
      Checks.size("out", out, 0, Limits.HAVE_STREAMS);
      Checks.distinct("out", out);
    }
  }

  /**
   * What became of own entries at one target.
   *
   * @param stream own stream
   * @param device the target
   * @param deliveredThroughSeq the target's cursor as last acked, 0 for unknown
   * @param mark the target's mark at that cursor, 0 when the cursor is
   * @param held what the target holds beyond it
   * @param stored entries the server has committed for the target (I3)
   * @param storedMark fold of what {@code stored} names, from 0 (DLV-20); 0 when it names nothing
   * @param proof as it came in the target's ack
   */
  record Receipt(
      StreamId stream,
      UUID device,
      long deliveredThroughSeq,
      long mark,
      List<Range> held,
      List<Range> stored,
      long storedMark,
      @Nullable Bytes proof)
      implements ServerFrame {
    /** Copies the lists; refuses what no frame may carry. */
    public Receipt {
      held = List.copyOf(held);
      stored = List.copyOf(stored);
      Checks.natural("delivered", deliveredThroughSeq);
      Checks.mark("mark", mark, deliveredThroughSeq != 0);
      Checks.ranges("held", held, 0);
      Checks.ranges("stored", stored, 0);
      Checks.mark("storedMark", storedMark, !stored.isEmpty());
      Checks.bytes("proof", proof, Limits.PROOF_BYTES);
    }
  }

  /**
   * The server has told all that it knows of an own stream.
   *
   * @param ref that of the {@link Cancel} that it answers, 0 when {@link Have#out} asked
   */
  record Told(long ref, StreamId stream) implements ServerFrame {
    /** Refuses what no frame may carry. */
    public Told {
      Checks.natural("ref", ref);
    }
  }

  /**
   * Something asked for was not done, and nothing of it was kept.
   *
   * @param ref the request's ref, 0 when it had none
   * @param code from the table of refusal codes
   * @param message what to do, for a person
   * @param stream the stream concerned, for posts
   * @param device the one target concerned; null for all
   * @param seqs the entries concerned
   * @param retryAfterMs when trying again makes sense; 0 for never
   */
  record Refused(
      long ref,
      RefusalCode code,
      String message,
      @Nullable StreamId stream,
      @Nullable UUID device,
      List<Range> seqs,
      long retryAfterMs)
      implements ServerFrame {
    /** Copies the list; refuses what no frame may carry. */
    public Refused {
      seqs = List.copyOf(seqs);
      Checks.natural("ref", ref);
      Checks.text("message", message, 0, Limits.TEXT_CHARS);
      Checks.ranges("seqs", seqs, 0);
      Checks.natural("retryAfterMs", retryAfterMs);
    }
  }

  /** The backlog is drained; from here entries come live. */
  record Live() implements ServerFrame {}

  /**
   * Negotiation between two devices that share an accepted conversation; opaque to the server.
   *
   * @param conversation the shared conversation
   * @param device the target from a client, the origin from the server
   * @param payload at most {@link Limits#SIGNAL_CHARS} characters
   */
  record Signal(UUID conversation, UUID device, String payload)
      implements ClientFrame, ServerFrame {
    /** Refuses what no frame may carry. */
    public Signal {
      Checks.text("payload", payload, 1, Limits.SIGNAL_CHARS);
    }

    /** Leaves the payload out: it holds addresses. */
    @Override
    public String toString() {
      return "Signal[" + conversation + ", " + device + ", " + payload.length() + " chars]";
    }
  }

  /**
   * Presence of an account; from a client about itself (account null, last seen ignored).
   *
   * @param account whose, null from a client
   * @param state the state
   * @param lastSeenMs when it was last online, 0 for unknown
   */
  record Presence(@Nullable UUID account, PresenceState state, long lastSeenMs)
      implements ClientFrame, ServerFrame {
    /** Refuses what no frame may carry. */
    public Presence {
      Checks.natural("lastSeenMs", lastSeenMs);
    }
  }

  /** Typing in a conversation; device null from a client. */
  record Typing(UUID conversation, @Nullable UUID device, boolean active)
      implements ClientFrame, ServerFrame {}

  /** A fresh access token for the live session; never logged. */
  record Token(String token) implements ClientFrame {
    /** Refuses what no frame may carry. */
    public Token {
      Checks.text("token", token, 1, Limits.TOKEN_CHARS);
    }

    /** Leaves the token out. */
    @Override
    public String toString() {
      return "Token[]";
    }
  }

  /** The fresh token was taken. */
  record TokenAccepted(long expiresAtMs) implements ServerFrame {
    /** Refuses what no frame may carry. */
    public TokenAccepted {
      Checks.natural("expiresAtMs", expiresAtMs);
    }
  }

  /**
   * Who is in a conversation; sent after {@link Welcome} when it changed, and on every change.
   *
   * @param conversation the conversation
   * @param version grows with each change; the same number is of no other change (SES-14)
   * @param kind direct or group
   * @param title may be empty
   * @param members all, the reader's own account included
   */
  record Roster(
      UUID conversation, long version, ConversationKind kind, String title, List<Member> members)
      implements ServerFrame {
    /** Copies the list; refuses what no frame may carry. */
    public Roster {
      members = List.copyOf(members);
      Checks.natural("version", version);
      Checks.text("title", title, 0, Limits.TEXT_CHARS);
      Checks.size("members", members, 0, Limits.TARGETS);
      Checks.distinct("members", members.stream().map(Member::account).toList());
      Checks.distinct("members", members.stream().flatMap(m -> m.devices().stream()).toList());
    }
  }

  /**
   * The server has told what had changed in the account's conversations; the queue follows.
   *
   * @param throughChange for the next {@link Hello}: up to here all is told; 0 for nothing
   * @param all whether every conversation was told since {@link Welcome}: any other is gone
   */
  record Changes(long throughChange, boolean all) implements ServerFrame {
    /** Refuses what no frame may carry. */
    public Changes {
      Checks.natural("through", throughChange);
    }
  }

  /**
   * This account is no longer in the conversation.
   *
   * @param version what the conversation got with that
   */
  record Gone(UUID conversation, long version) implements ServerFrame {
    /** Refuses what no frame may carry. */
    public Gone {
      Checks.natural("version", version);
    }
  }

  /**
   * Last frame before the server closes.
   *
   * @param code also the WebSocket close code
   * @param message what to do, for a person
   * @param retryAfterMs earliest reconnect; add jitter. Meaningless when the code forbids it
   */
  record Bye(CloseCode code, String message, long retryAfterMs) implements ServerFrame {
    /** Refuses what no frame may carry. */
    public Bye {
      Checks.text("message", message, 0, Limits.TEXT_CHARS);
      Checks.natural("retryAfterMs", retryAfterMs);
    }
  }

  /** Asks for a {@link Pong} with the same number. */
  record Ping(long n) implements ClientFrame, ServerFrame, PeerFrame {
    /** Refuses what no frame may carry. */
    public Ping {
      Checks.natural("n", n);
    }
  }

  /** Answers a {@link Ping}; {@code timeMs} is the answerer's clock, milliseconds since 1970. */
  record Pong(long n, long timeMs) implements ClientFrame, ServerFrame, PeerFrame {
    /** Refuses what no frame may carry. */
    public Pong {
      Checks.natural("n", n);
      Checks.natural("timeMs", timeMs);
    }
  }

  /** A planned close of the data channel: nothing more comes from this side. */
  record Fin() implements PeerFrame {}

  /** Everything before the other side's {@link Fin} was taken; the channel may close. */
  record FinAck() implements PeerFrame {}
}
