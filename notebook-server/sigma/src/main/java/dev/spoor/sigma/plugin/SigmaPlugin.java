package dev.spoor.sigma.plugin;

import static dev.spoor.vql.catalog.ArgumentType.ANY;
import static dev.spoor.vql.catalog.ArgumentType.BOOL;
import static dev.spoor.vql.catalog.ArgumentType.DICT;
import static dev.spoor.vql.catalog.ArgumentType.LAMBDA;
import static dev.spoor.vql.catalog.ArgumentType.QUERY;
import static dev.spoor.vql.catalog.ArgumentType.STRINGS;

import dev.spoor.vql.catalog.Permissions;
import dev.spoor.vql.catalog.Signature;

/// How `sigma()` is called.
final class SigmaPlugin {
  static final String NAME = "sigma";
  static final String RULES = "rules";
  static final String LOG_SOURCES = "log_sources";
  static final String FIELD_MAPPING = "field_mapping";
  static final String DEBUG = "debug";
  static final String RULE_FILTER = "rule_filter";
  static final String DEFAULT_DETAILS = "default_details";
  static final String ROWS = "rows";

  static final Signature SIGNATURE =
      Signature.named(NAME, "Events that match Sigma rules.")
          .required(RULES, STRINGS, "rules as YAML; a text may hold several")
          .optional(LOG_SOURCES, ANY, "where events are: what sigma_log_sources() gives")
          .optional(FIELD_MAPPING, DICT, "field of a rule → lambda that gives it for an event")
          .optional(DEBUG, BOOL, "also the events that a rule was tried on in vain")
          .optional(RULE_FILTER, LAMBDA, "says whether a rule is used")
          .optional(DEFAULT_DETAILS, LAMBDA, "gives Details where a rule has none")
          .optional(ROWS, QUERY, "events that tell their log source themselves, such as Windows'")
          .needs(Permissions.none())
          .build();

  private SigmaPlugin() {}
}
