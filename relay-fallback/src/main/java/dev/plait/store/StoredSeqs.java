package dev.plait.store;

import dev.plait.protocol.wire.Limits;
import dev.plait.protocol.wire.Marks;
import dev.plait.protocol.wire.Range;
import java.util.ArrayList;
import java.util.List;
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

  private final List<Piece> full = new ArrayList<>();
  private final List<Range> ranges = new ArrayList<>();
  private long lastSeq;
  private long mark = Marks.NONE;

  /** One more entry, its seq above that of the one before. */
  public void add(long seq, UUID id) {
    if (seq <= lastSeq) {
      throw new IllegalArgumentException(seq + " comes after " + lastSeq);
    }
    boolean touches = !ranges.isEmpty() && lastSeq + 1 == seq;
    if (!touches && ranges.size() == Limits.RANGES) {
      full.add(new Piece(ranges, mark));
      ranges.clear();
      mark = Marks.NONE;
    }
    long fromSeq = touches ? ranges.removeLast().fromSeq() : seq;
    ranges.add(new Range(fromSeq, seq));
    mark = Marks.next(mark, seq, id);
    lastSeq = seq;
  }

  /** All, in as few pieces as there must be; none when there is none. */
  public List<Piece> pieces() {
    List<Piece> pieces = new ArrayList<>(full);
    if (!ranges.isEmpty()) {
      pieces.add(new Piece(ranges, mark));
    }
    return pieces;
  }
}
