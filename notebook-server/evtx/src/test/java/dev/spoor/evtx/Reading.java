package dev.spoor.evtx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A file read to its end.
record Reading(List<EvtxRecord> records, List<EvtxProblem> problems) {

  static Reading of(byte[] file) {
    return of(EvtxInput.of(file), false);
  }

  static Reading recovering(byte[] file) {
    return of(EvtxInput.of(file), true);
  }

  static Reading of(Path file) {
    try {
      return of(EvtxInput.open(file), false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Reading of(EvtxInput input, boolean recover) {
    Reading reading = new Reading(new ArrayList<>(), new ArrayList<>());
    EvtxOptions options =
        EvtxOptions.DEFAULT.withRecovery(recover).withProblems(reading.problems::add);
    try (EvtxFile file = EvtxFile.read(input, options)) {
      for (EvtxRecord record = file.next(); record != null; record = file.next()) {
        reading.records.add(record);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return reading;
  }

  List<Long> ids() {
    return records.stream().map(EvtxRecord::id).toList();
  }

  List<String> errors() {
    return problems.stream().filter(EvtxProblem::isError).map(EvtxProblem::message).toList();
  }

  List<String> warnings() {
    return problems.stream()
        .filter(problem -> !problem.isError())
        .map(EvtxProblem::message)
        .toList();
  }

  String onlyXml() {
    if (records.size() != 1 || !errors().isEmpty()) {
      throw new AssertionError(records.size() + " records, " + problems);
    }
    return records.getFirst().xml();
  }
}
