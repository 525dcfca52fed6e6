package dev.plait.store;

import dev.plait.protocol.wire.Limits;
import dev.plait.protocol.wire.Marks;
import dev.plait.protocol.wire.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Which entries are stored, with what binds their numbers to them (DLV-20). Used by one thread. */
public final class StoredSeqs {
  /**
   * As much as one frame may name.
   *
   * @param seqs ascending, not touching, at most {@link Limits#RANGES}
   * @param mark the fold over all of them, from 0
   */
  public record Piece(List<Range> seqs, long mark) {
    /** Copies the list. */
    public Piece {
      seqs = List.copyOf(seqs);
    }
  }

  private final TreeMap<Long, UUID> ids = new TreeMap<>();

  /** One more entry. */
  public void add(long seq, UUID id) {
    ids.put(seq, id);
  }

  /** All, in as few pieces as there must be; none when there is none. */
  public List<Piece> pieces() {
    List<Piece> pieces = new ArrayList<>();
    List<Range> ranges = new ArrayList<>();
    long mark = Marks.NONE;
    for (Map.Entry<Long, UUID> entry : ids.entrySet()) {
      long seq = entry.getKey();
      boolean touches = !ranges.isEmpty() && ranges.getLast().throughSeq() + 1 == seq;
      if (!touches && ranges.size() == Limits.RANGES) {
        pieces.add(new Piece(ranges, mark));
        ranges.clear();
        mark = Marks.NONE;
      }
      long fromSeq = touches ? ranges.removeLast().fromSeq() : seq;
      ranges.add(new Range(fromSeq, seq));
      mark = Marks.next(mark, seq, entry.getValue());
    }
    if (!ranges.isEmpty()) {
      pieces.add(new Piece(ranges, mark));
    }
    return pieces;
  }
}
