package dev.spoor.server.event.lucene;

import java.util.Iterator;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.BytesTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.util.BytesRef;

/// The Lucene document of a block. Postings are DOCS only, no norms, nothing is stored; field names
/// never come from a row.
final class BlockDocument {
  /// artifact; also a doc value
  static final String ARTIFACT = "a";

  /// subjects
  static final String CLIENT = "c";

  /// keys of all paths
  static final String PATH = "p";

  /// five bytes of the hash of (path, value)
  static final String VALUE = "v";

  /// there where a row holds what is not in `v`
  static final String ALL = "all";

  static final String YES = "1";
  static final String FIRST_EVENT = "e0";
  static final String LAST_EVENT = "e1";
  static final String FIRST_INGEST = "i0";
  static final String LAST_INGEST = "i1";
  static final String FILE = "f";
  static final String OFFSET = "at";
  static final String LENGTH = "len";
  static final String ROWS = "n";

  /// rows of which a part was not shredded
  static final String ROWS_WITH_REST = "nr";

  /// worker · 2 + (late ? 1 : 0)
  static final String WORKER = "w";

  static final String END = "end";

  private static final FieldType TERMS = new FieldType();

  static {
    TERMS.setIndexOptions(IndexOptions.DOCS);
    TERMS.setOmitNorms(true);
    TERMS.setTokenized(true);
    TERMS.freeze();
  }

  private BlockDocument() {}

  static Document of(SealedBlock block, int file, long offset) {
    Document document = new Document();
    document.add(new Field(ARTIFACT, one(block.artifact()), TERMS));
    document.add(new SortedDocValuesField(ARTIFACT, new BytesRef(block.artifact())));
    document.add(new Field(CLIENT, texts(block.clients()), TERMS));
    document.add(new Field(PATH, texts(block.paths()), TERMS));
    document.add(new Field(VALUE, new HashTerms(block.hashes()), TERMS));
    if (block.rowsWithRest() > 0) {
      document.add(new Field(ALL, one(YES), TERMS));
    }
    document.add(NumericDocValuesField.indexedField(FIRST_EVENT, block.firstEvent()));
    document.add(NumericDocValuesField.indexedField(LAST_EVENT, block.lastEvent()));
    document.add(NumericDocValuesField.indexedField(FIRST_INGEST, block.firstIngest()));
    document.add(NumericDocValuesField.indexedField(LAST_INGEST, block.lastIngest()));
    document.add(new NumericDocValuesField(FILE, file));
    document.add(new NumericDocValuesField(OFFSET, offset));
    document.add(new NumericDocValuesField(LENGTH, block.bytes().length));
    document.add(new NumericDocValuesField(ROWS, block.rows()));
    document.add(new NumericDocValuesField(ROWS_WITH_REST, block.rowsWithRest()));
    document.add(new NumericDocValuesField(WORKER, block.worker()));
    document.add(new NumericDocValuesField(END, block.end()));
    return document;
  }

  private static TokenStream one(String text) {
    return texts(java.util.List.of(text));
  }

  private static TokenStream texts(Iterable<String> texts) {
    return new TextTerms(texts);
  }

  private abstract static class Terms extends TokenStream {
    final BytesTermAttribute term = addAttribute(BytesTermAttribute.class);
  }

  private static final class TextTerms extends Terms {
    private final Iterator<String> texts;

    TextTerms(Iterable<String> texts) {
      this.texts = texts.iterator();
    }

    @Override
    public boolean incrementToken() {
      if (!texts.hasNext()) {
        return false;
      }
      clearAttributes();
      term.setBytesRef(new BytesRef(texts.next()));
      return true;
    }
  }

  private static final class HashTerms extends Terms {
    private final long[] hashes;
    private final BytesRef bytes = new BytesRef();
    private int at;

    HashTerms(long[] hashes) {
      this.hashes = hashes;
    }

    @Override
    public boolean incrementToken() {
      if (at == hashes.length) {
        return false;
      }
      clearAttributes();
      bytes.bytes = Scalar.term(hashes[at++]);
      bytes.offset = 0;
      bytes.length = bytes.bytes.length;
      term.setBytesRef(bytes);
      return true;
    }
  }
}
