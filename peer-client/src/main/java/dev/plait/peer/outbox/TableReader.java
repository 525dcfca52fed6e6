package dev.plait.peer.outbox;

import dev.plait.peer.core.ArrivedBy;
import dev.plait.peer.core.CoreEffect;
import dev.plait.peer.core.DeviceState;
import dev.plait.peer.core.KeptClock;
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
import java.util.Comparator;
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

  /** As many entries that were given up as a sender remembers of one target. */
  private static final int GIVEN_UP = 1024;

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
      List<DeviceState.Target> targets = targets(stream.getKey());
      out.add(
          new DeviceState.OutStream(
              id, stream.getValue(), targets, pending(id), givenUp(id, targets)));
    }
    String begun = meta(DeviceData.META_EPOCH_BEGUN);
    return new DeviceState(
        identity.account(),
        identity.device(),
        epoch,
        begun == null ? 0 : Long.parseLong(begun),
        incarnations(),
        clock(identity),
        rosters(),
        out,
        cursors());
  }

  private KeptClock clock(Identity identity) {
    String ahead = meta(DeviceData.META_SERVER_AHEAD);
    long aheadMs = ahead == null ? 0 : Long.parseLong(ahead);
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

  private List<DeviceState.Target> targets(UUID conversation) {
    return handle
        .createQuery(
            "select device, first_seq, addressed_seq, delivered_seq, mark, read_seq from target"
                + " where conversation = ?")
        .bind(0, conversation)
        .map(
            (rs, c) ->
                new DeviceState.Target(
                    rs.getObject(1, UUID.class),
                    rs.getLong(2),
                    rs.getLong(3),
                    rs.getLong(4),
                    rs.getLong(5),
                    rs.getLong(6)))
        .list();
  }

  /** Open entries; the body comes from the outbox, or from the transcript after custody. */
  private List<DeviceState.Pending> pending(StreamId stream) {
    record Row(Entry entry, DeviceState.PendingTarget target, boolean unsent) {}
    List<Row> rows =
        handle
            .createQuery(
                "select o.seq, t.id, t.hlc, coalesce(e.body, t.body), o.device, o.after_seq,"
                    + " o.part, o.status from outbox_target o join transcript t on t.conversation"
                    + " = o.conversation and t.device = ? and t.epoch = ? and t.seq = o.seq left"
                    + " join outbox_entry e on e.conversation = o.conversation and e.seq = o.seq"
                    + " where o.conversation = ? order by o.seq, o.device")
            .bind(0, stream.device())
            .bind(1, stream.epoch())
            .bind(2, stream.conversation())
            .map(
                (rs, c) ->
                    new Row(
                        new Entry(
                            rs.getLong(1),
                            rs.getObject(2, UUID.class),
                            rs.getLong(3),
                            Bytes.of(rs.getBytes(4))),
                        new DeviceState.PendingTarget(
                            rs.getObject(5, UUID.class),
                            rs.getLong(6),
                            bytes(rs, 7),
                            rs.getInt(8) == 1),
                        rs.getInt(8) == TableWriter.UNSENT))
            .list();
    List<DeviceState.Pending> pending = new ArrayList<>();
    int from = 0;
    for (int i = 1; i <= rows.size(); i++) {
      if (i == rows.size() || rows.get(i).entry().seq() != rows.get(from).entry().seq()) {
        pending.add(
            new DeviceState.Pending(
                rows.get(from).entry(),
                rows.subList(from, i).stream().map(Row::target).toList(),
                rows.get(from).unsent()));
        from = i;
      }
    }
    return pending;
  }

  /**
   * Entries that were refused for a target, since it became one and above what it has acked; of
   * each the latest, as many as a sender remembers.
   */
  private List<DeviceState.GivenUp> givenUp(StreamId stream, List<DeviceState.Target> targets) {
    List<DeviceState.GivenUp> all = new ArrayList<>();
    targets.forEach(target -> all.addAll(givenUp(stream, target)));
    all.sort(Comparator.comparingLong(DeviceState.GivenUp::seq));
    return all;
  }

  private List<DeviceState.GivenUp> givenUp(StreamId stream, DeviceState.Target target) {
    return handle
        .createQuery(
            "select r.seq, t.id from (select seq from outbox_refused where conversation ="
                + " :conversation and device = :target and seq >= :from order by seq desc limit"
                + " :most) r join transcript t on t.conversation = :conversation and t.device ="
                + " :device and t.epoch = :epoch and t.seq = r.seq")
        .bind("conversation", stream.conversation())
        .bind("target", target.device())
        .bind("from", Math.max(target.firstSeq(), target.deliveredSeq() + 1))
        .bind("most", GIVEN_UP)
        .bind("device", stream.device())
        .bind("epoch", stream.epoch())
        .map(
            (rs, c) ->
                new DeviceState.GivenUp(
                    target.device(), rs.getLong(1), rs.getObject(2, UUID.class)))
        .list();
  }

  private static @Nullable Bytes bytes(ResultSet rs, int column) throws SQLException {
    byte[] value = rs.getBytes(column);
    return value == null ? null : Bytes.of(value);
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
            "select account, handle, display_name, owner, accepted, devices from member"
                + " where conversation = ? order by place")
        .bind(0, conversation)
        .map(
            (rs, c) ->
                new Member(
                    rs.getObject(1, UUID.class),
                    rs.getString(2),
                    rs.getString(3),
                    rs.getBoolean(4),
                    rs.getBoolean(5),
                    devices(rs.getArray(6).getArray())))
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
