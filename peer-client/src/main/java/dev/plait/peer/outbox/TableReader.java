package dev.plait.peer.outbox;

import dev.plait.peer.core.ArrivedBy;
import dev.plait.peer.core.CoreEffect;
import dev.plait.peer.core.DeviceState;
import dev.plait.peer.core.EpochStart;
import dev.plait.peer.core.KeptClock;
import dev.plait.peer.core.KeptRosters;
import dev.plait.peer.core.KnownChanges;
import dev.plait.protocol.clock.HybridClock;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.ConversationKind;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Member;
import dev.plait.protocol.wire.StreamId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads what a device kept. The handle belongs to the calling thread. */
final class TableReader {
  private static final String TRANSCRIPT_COLUMNS =
      "select conversation, device, epoch, seq, id, hlc, body, arrived_by from transcript ";

  private final Handle handle;

  TableReader(Handle handle) {
    this.handle = handle;
  }

  @Nullable String meta(String name) {
    return handle
        .createQuery("select text from meta where name = ?")
        .bind(0, name)
        .mapTo(String.class)
        .findOne()
        .orElse(null);
  }

  boolean isUnused() {
    return handle
            .createQuery("select count(*) from (select 1 from transcript limit 1)")
            .mapTo(Long.class)
            .one()
        == 0;
  }

  DeviceState state(Identity identity) {
    List<DeviceState.OutStream> out = new ArrayList<>();
    long epoch = epoch(identity);
    for (Map.Entry<UUID, Long> stream : nextSeqs().entrySet()) {
      StreamId id = new StreamId(stream.getKey(), identity.device(), epoch);
      out.add(new OutStreamReader(handle, id).read(stream.getValue()));
    }
    return new DeviceState(
        identity.account(),
        identity.device(),
        epoch,
        epochStart(),
        incarnations(),
        clock(identity),
        new KeptRosters(rosters(), knownChanges()),
        out,
        cursors());
  }

  private KnownChanges knownChanges() {
    return new KnownChanges(
        number(DeviceData.META_CHANGES, 0), number(DeviceData.META_LATEST_CHANGE, 0));
  }

  private KeptClock clock(Identity identity) {
    long aheadMs = number(DeviceData.META_SERVER_AHEAD, 0);
    String written = meta(DeviceData.META_LAST_STAMP);
    long lastHlc = written == null ? ownLast(identity) : Long.parseUnsignedLong(written);
    long mostHlc = KeptClock.mostHlc(lastHlc, System.currentTimeMillis() + aheadMs);
    List<Long> aheadHlcs = new ArrayList<>();
    for (UUID conversation : spokenIn()) {
      for (long hlc : latestHlcs(conversation, mostHlc)) {
        if (hlc > mostHlc) {
          aheadHlcs.add(hlc);
        } else {
          lastHlc = Math.max(lastHlc, hlc);
        }
      }
    }
    return new KeptClock(lastHlc, aheadHlcs, aheadMs);
  }

  /** The last own stamp of a device that has never written it down; a walk through everything. */
  private long ownLast(Identity identity) {
    return handle
        .createQuery("select coalesce(max(hlc), 0) from transcript where device = ?")
        .bind(0, identity.device())
        .mapTo(Long.class)
        .one();
  }

  private long epoch(Identity identity) {
    String kept = meta(DeviceData.META_EPOCH);
    return kept == null ? identity.epoch() : Long.parseUnsignedLong(kept);
  }

  private EpochStart epochStart() {
    EpochStart none = EpochStart.NEVER;
    return new EpochStart(
        number(DeviceData.META_EPOCH_BEGUN, none.atMs()),
        number(DeviceData.META_EPOCH_PAUSE, none.pauseMs()));
  }

  private long number(String name, long otherwise) {
    String text = meta(name);
    return text == null ? otherwise : Long.parseLong(text);
  }

  private List<Long> incarnations() {
    return handle
        .createQuery("select incarnation from incarnation order by place desc")
        .mapTo(Long.class)
        .list();
  }

  private Map<UUID, Long> nextSeqs() {
    Map<UUID, Long> next = new LinkedHashMap<>();
    handle
        .createQuery("select conversation, next_seq from outbox_stream")
        .map((rs, c) -> Map.entry(rs.getObject(1, UUID.class), rs.getLong(2)))
        .forEach(row -> next.put(row.getKey(), row.getValue()));
    return next;
  }

  /** Conversations with a transcript, also those that this account is no longer in. */
  private List<UUID> spokenIn() {
    return handle
        .createQuery(
            "select conversation from outbox_stream union select conversation from cursor_in")
        .mapTo(UUID.class)
        .list();
  }

  /** The highest stamp through {@code mostHlc}, and the lowest few above it. */
  private List<Long> latestHlcs(UUID conversation, long mostHlc) {
    return handle
        .createQuery(
            "select max(hlc) as stamp from transcript"
                + " where conversation = :conversation and hlc between 0 and :most having"
                + " max(hlc) is not null union all (select hlc as stamp from transcript where"
                + " conversation = :conversation and hlc > :most order by hlc limit :few)")
        .bind("conversation", conversation)
        .bind("most", mostHlc)
        .bind("few", HybridClock.MAX_AHEAD_STAMPS)
        .mapTo(Long.class)
        .list();
  }

  private List<DeviceState.Cursor> cursors() {
    return handle
        .createQuery("select conversation, device, epoch, seq, mark, read_seq from cursor_in")
        .map(
            (rs, c) ->
                new DeviceState.Cursor(stream(rs), rs.getLong(4), rs.getLong(5), rs.getLong(6)))
        .list();
  }

  private List<Frame.Roster> rosters() {
    record Head(UUID conversation, long version, String kind, String title) {}
    List<Head> heads =
        handle
            .createQuery("select conversation, version, kind, title from roster where not gone")
            .map(
                (rs, c) ->
                    new Head(
                        rs.getObject(1, UUID.class),
                        rs.getLong(2),
                        rs.getString(3),
                        rs.getString(4)))
            .list();
    List<Frame.Roster> rosters = new ArrayList<>();
    for (Head head : heads) {
      rosters.add(
          new Frame.Roster(
              head.conversation(),
              head.version(),
              ConversationKind.valueOf(head.kind().toUpperCase(Locale.ROOT)),
              head.title(),
              members(head.conversation())));
    }
    return rosters;
  }

  private List<Member> members(UUID conversation) {
    return handle
        .createQuery(
            "select account, handle, display_name, name_version, owner, accepted, devices"
                + " from member where conversation = ? order by place")
        .bind(0, conversation)
        .map(
            (rs, c) ->
                new Member(
                    rs.getObject(1, UUID.class),
                    rs.getString(2),
                    rs.getString(3),
                    rs.getLong(4),
                    rs.getBoolean(5),
                    rs.getBoolean(6),
                    devices(rs.getArray(7).getArray()),
                    List.of()))
        .list();
  }

  private static List<UUID> devices(Object array) {
    return Arrays.stream((Object[]) array).map(UUID.class::cast).toList();
  }

  Map<StreamId, Long> readThrough(UUID conversation) {
    Map<StreamId, Long> through = new LinkedHashMap<>();
    handle
        .createQuery(
            "select conversation, device, epoch, read_seq from cursor_in"
                + " where conversation = ? and read_seq > 0")
        .bind(0, conversation)
        .map((rs, c) -> Map.entry(stream(rs), rs.getLong(4)))
        .forEach(row -> through.put(row.getKey(), row.getValue()));
    return through;
  }

  /** The last {@code limit} entries of a conversation, oldest first, in the order of I6. */
  List<TranscriptEntry> transcript(UUID conversation, int limit) {
    return handle
        .createQuery(
            TRANSCRIPT_COLUMNS
                + "where conversation = ?"
                + " order by (hlc < 0) desc, hlc desc, device desc, seq desc limit ?")
        .bind(0, conversation)
        .bind(1, limit)
        .map((rs, c) -> entry(rs))
        .list()
        .reversed();
  }

  /** Own entries from {@code fromSeq} to {@code throughSeq}, as sent. */
  List<TranscriptEntry> stream(StreamId stream, long fromSeq, long throughSeq) {
    return handle
        .createQuery(
            TRANSCRIPT_COLUMNS
                + "where conversation = ? and device = ? and epoch = ? and seq between ? and ?"
                + " order by seq")
        .bind(0, stream.conversation())
        .bind(1, stream.device())
        .bind(2, stream.epoch())
        .bind(3, fromSeq)
        .bind(4, throughSeq)
        .map((rs, c) -> entry(rs))
        .list();
  }

  /** Own entries that a target lacks again, without those that were refused for it. */
  List<TranscriptEntry> again(CoreEffect.ReadAgain asked) {
    return handle
        .createQuery(
            TRANSCRIPT_COLUMNS
                + "t where conversation = ? and device = ? and epoch = ? and seq between ? and ?"
                + " and not exists (select 1 from outbox_refused r where r.conversation ="
                + " t.conversation and r.device = ? and r.seq = t.seq) order by seq limit ?")
        .bind(0, asked.stream().conversation())
        .bind(1, asked.stream().device())
        .bind(2, asked.stream().epoch())
        .bind(3, asked.fromSeq())
        .bind(4, asked.throughSeq())
        .bind(5, asked.target())
        .bind(6, asked.most())
        .map((rs, c) -> entry(rs))
        .list();
  }

  private static StreamId stream(ResultSet rs) throws SQLException {
    return new StreamId(rs.getObject(1, UUID.class), rs.getObject(2, UUID.class), rs.getLong(3));
  }

  private static TranscriptEntry entry(ResultSet rs) throws SQLException {
    return new TranscriptEntry(
        stream(rs),
        new Entry(
            rs.getLong(4), rs.getObject(5, UUID.class), rs.getLong(6), Bytes.of(rs.getBytes(7))),
        ArrivedBy.ofCode(rs.getInt(8)));
  }
}
