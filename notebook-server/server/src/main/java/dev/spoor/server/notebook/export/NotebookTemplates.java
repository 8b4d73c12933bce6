package dev.spoor.server.notebook.export;

import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.notebook.Notebooks.Draft;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The sample notebooks of a folder, offered as templates; the name is the file's without its
/// ending. One file that does not read is logged and left out. Read once, at the start;
/// thread-safe.
public final class NotebookTemplates {
  private static final Logger LOG = LoggerFactory.getLogger(NotebookTemplates.class);

  private final Map<String, Draft> drafts;

  private NotebookTemplates(Map<String, Draft> drafts) {
    this.drafts = drafts;
  }

  public record Template(String name, String title) {}

  /// Without such a folder there are no templates.
  public static NotebookTemplates read(Path folder) {
    Map<String, Draft> drafts = new LinkedHashMap<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        files.filter(f -> f.toString().endsWith(".ipynb")).sorted().forEach(f -> read(f, drafts));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new NotebookTemplates(drafts);
  }

  private static void read(Path file, Map<String, Draft> into) {
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.ipynb$", "");
    try {
      into.put(name, NotebookFile.read(Files.readAllBytes(file), name).draft());
    } catch (IOException | SpoorException e) {
      LOG.warn("template {} is left out: {}", file, e.getMessage());
    }
  }

  public List<Template> list() {
    List<Template> list = new ArrayList<>();
    drafts.forEach((name, draft) -> list.add(new Template(name, draft.title())));
    return list;
  }

  public Draft require(String name) {
    Draft draft = drafts.get(name);
    if (draft == null) {
      throw new SpoorException(
          ErrorCode.NOT_FOUND, "template \"" + name + "\" is not there; known: " + drafts.keySet());
    }
    return draft;
  }
}
