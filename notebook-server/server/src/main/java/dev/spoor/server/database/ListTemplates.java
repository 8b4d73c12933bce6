package dev.spoor.server.database;

import org.jdbi.v3.core.statement.DefinedAttributeTemplateEngine;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.TemplateEngine;

/// Puts in the lists of those texts that have one, as `in (<ids>)`; the others are taken as they
/// are: the general engine takes its time when it is used first.
final class ListTemplates implements TemplateEngine {
  private static final String LIST = "(<";

  private final TemplateEngine withLists = new DefinedAttributeTemplateEngine();

  @Override
  public String render(String sql, StatementContext context) {
    return sql.contains(LIST) ? withLists.render(sql, context) : sql;
  }
}
