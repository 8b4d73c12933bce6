package dev.spoor.server.event.lucene;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;

/// Questions to the index of a partition.
final class BlockIndex {
  /// One block of the index.
  interface BlockVisitor {
    void block(int file, long offset, int length, int rows);
  }

  /// Rows by artifact, those with a rest, blocks, and the times of the events.
  static final class Counts {
    final Map<String, Long> rows = new TreeMap<>();
    final Map<String, Long> rest = new TreeMap<>();
    final Map<String, Long> bytes = new TreeMap<>();
    long blocks;
    long firstEvent = Long.MAX_VALUE;
    long lastEvent = Long.MIN_VALUE;

    void add(String artifact, long number, long withRest) {
      rows.merge(artifact, number, Long::sum);
      rest.merge(artifact, withRest, Long::sum);
    }

    void addAll(Counts other) {
      other.rows.forEach((artifact, number) -> rows.merge(artifact, number, Long::sum));
      other.rest.forEach((artifact, number) -> rest.merge(artifact, number, Long::sum));
      other.bytes.forEach((artifact, number) -> bytes.merge(artifact, number, Long::sum));
      blocks += other.blocks;
      firstEvent = Math.min(firstEvent, other.firstEvent);
      lastEvent = Math.max(lastEvent, other.lastEvent);
    }

    void addAll(DirectoryReader reader) throws IOException {
      for (LeafReaderContext context : reader.leaves()) {
        LeafReader leaf = context.reader();
        NumericDocValues withRest = numbers(leaf, BlockDocument.ROWS_WITH_REST);
        NumericDocValues number = numbers(leaf, BlockDocument.ROWS);
        NumericDocValues length = numbers(leaf, BlockDocument.LENGTH);
        NumericDocValues first = numbers(leaf, BlockDocument.FIRST_EVENT);
        NumericDocValues last = numbers(leaf, BlockDocument.LAST_EVENT);
        SortedDocValues artifacts = artifacts(leaf);
        for (int doc = 0; doc < leaf.maxDoc(); doc++) {
          String artifact = artifact(artifacts, doc);
          add(artifact, BlockIndex.next(number, doc), BlockIndex.next(withRest, doc));
          bytes.merge(artifact, BlockIndex.next(length, doc), Long::sum);
          firstEvent = Math.min(firstEvent, BlockIndex.next(first, doc));
          lastEvent = Math.max(lastEvent, BlockIndex.next(last, doc));
          blocks++;
        }
      }
    }
  }

  private BlockIndex() {}

  private static NumericDocValues numbers(LeafReader leaf, String field) throws IOException {
    NumericDocValues values = leaf.getNumericDocValues(field);
    if (values == null) {
      throw new IOException("the index has no field " + field);
    }
    return values;
  }

  private static long next(NumericDocValues values, int doc) throws IOException {
    if (!values.advanceExact(doc)) {
      throw new IOException("a block without a number in the index");
    }
    return values.longValue();
  }

  static void forEachBlock(DirectoryReader reader, BlockVisitor visitor) throws IOException {
    for (LeafReaderContext context : reader.leaves()) {
      LeafReader leaf = context.reader();
      NumericDocValues files = numbers(leaf, BlockDocument.FILE);
      NumericDocValues offsets = numbers(leaf, BlockDocument.OFFSET);
      NumericDocValues lengths = numbers(leaf, BlockDocument.LENGTH);
      NumericDocValues rows = numbers(leaf, BlockDocument.ROWS);
      for (int doc = 0; doc < leaf.maxDoc(); doc++) {
        visitor.block(
            (int) next(files, doc),
            next(offsets, doc),
            (int) next(lengths, doc),
            (int) next(rows, doc));
      }
    }
  }

  static void find(
      DirectoryReader reader, Partition partition, Query query, Consumer<BlockLocation> found)
      throws IOException {
    IndexSearcher searcher = new IndexSearcher(reader);
    searcher.setQueryCache(null);
    Weight weight = searcher.createWeight(searcher.rewrite(query), ScoreMode.COMPLETE_NO_SCORES, 1);
    for (LeafReaderContext context : reader.leaves()) {
      Scorer scorer = weight.scorer(context);
      if (scorer == null) {
        continue;
      }
      LeafReader leaf = context.reader();
      NumericDocValues files = numbers(leaf, BlockDocument.FILE);
      NumericDocValues offsets = numbers(leaf, BlockDocument.OFFSET);
      NumericDocValues lengths = numbers(leaf, BlockDocument.LENGTH);
      NumericDocValues rows = numbers(leaf, BlockDocument.ROWS);
      NumericDocValues first = numbers(leaf, BlockDocument.FIRST_EVENT);
      NumericDocValues last = numbers(leaf, BlockDocument.LAST_EVENT);
      DocIdSetIterator docs = scorer.iterator();
      for (int doc = docs.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = docs.nextDoc()) {
        found.accept(
            new BlockLocation(
                partition,
                (int) next(files, doc),
                next(offsets, doc),
                (int) next(lengths, doc),
                (int) next(rows, doc),
                next(first, doc),
                next(last, doc)));
      }
    }
  }

  /// The largest `end` per worker key and artifact: rows below it are in blocks.
  static Map<Integer, Map<String, Long>> marks(DirectoryReader reader) throws IOException {
    Map<Integer, Map<String, Long>> marks = new HashMap<>();
    for (LeafReaderContext context : reader.leaves()) {
      LeafReader leaf = context.reader();
      NumericDocValues workers = numbers(leaf, BlockDocument.WORKER);
      NumericDocValues ends = numbers(leaf, BlockDocument.END);
      SortedDocValues artifacts = artifacts(leaf);
      for (int doc = 0; doc < leaf.maxDoc(); doc++) {
        marks
            .computeIfAbsent((int) next(workers, doc), w -> new HashMap<>())
            .merge(artifact(artifacts, doc), next(ends, doc), Math::max);
      }
    }
    return marks;
  }

  private static SortedDocValues artifacts(LeafReader leaf) throws IOException {
    SortedDocValues artifacts = leaf.getSortedDocValues(BlockDocument.ARTIFACT);
    if (artifacts == null) {
      throw new IOException("the index has no field " + BlockDocument.ARTIFACT);
    }
    return artifacts;
  }

  private static String artifact(SortedDocValues artifacts, int doc) throws IOException {
    if (!artifacts.advanceExact(doc)) {
      throw new IOException("a block without an artifact in the index");
    }
    return artifacts.lookupOrd(artifacts.ordValue()).utf8ToString();
  }

  /// Adds the keys of paths that occur in blocks of the artifact, until there are `max`.
  static void paths(DirectoryReader reader, String artifact, Set<String> paths, int max)
      throws IOException {
    for (LeafReaderContext context : reader.leaves()) {
      LeafReader leaf = context.reader();
      FixedBitSet wanted = docs(leaf, artifact);
      Terms terms = leaf.terms(BlockDocument.PATH);
      if (terms == null || wanted.cardinality() == 0) {
        continue;
      }
      TermsEnum each = terms.iterator();
      for (BytesRef term = each.next(); term != null; term = each.next()) {
        PostingsEnum postings = each.postings(null, PostingsEnum.NONE);
        for (int doc = postings.nextDoc();
            doc != DocIdSetIterator.NO_MORE_DOCS;
            doc = postings.nextDoc()) {
          if (wanted.get(doc)) {
            if (paths.size() < max) {
              paths.add(term.utf8ToString());
            }
            break;
          }
        }
      }
    }
  }

  private static FixedBitSet docs(LeafReader leaf, String artifact) throws IOException {
    FixedBitSet docs = new FixedBitSet(Math.max(1, leaf.maxDoc()));
    Terms terms = leaf.terms(BlockDocument.ARTIFACT);
    if (terms != null) {
      TermsEnum each = terms.iterator();
      if (each.seekExact(new BytesRef(artifact))) {
        PostingsEnum postings = each.postings(null, PostingsEnum.NONE);
        for (int doc = postings.nextDoc();
            doc != DocIdSetIterator.NO_MORE_DOCS;
            doc = postings.nextDoc()) {
          docs.set(doc);
        }
      }
    }
    return docs;
  }
}
