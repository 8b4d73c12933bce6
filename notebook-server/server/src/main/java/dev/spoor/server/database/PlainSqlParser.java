package dev.spoor.server.database;

import org.jdbi.v3.core.statement.ColonPrefixSqlParser;
import org.jdbi.v3.core.statement.ParsedSql;
import org.jdbi.v3.core.statement.SqlParser;
import org.jdbi.v3.core.statement.StatementContext;

/// Takes a text without a parameter as it is, and leaves the others to JDBI's own parser: the
/// queries that fill memory at each start have none, and its grammar is slow to load.
final class PlainSqlParser implements SqlParser {
  private final SqlParser withParameters = new ColonPrefixSqlParser();

  @Override
  public ParsedSql parse(String sql, StatementContext context) {
    if (sql.indexOf(':') < 0 && sql.indexOf('?') < 0 && sql.indexOf('\\') < 0) {
      return ParsedSql.builder().append(sql).build();
    }
    return withParameters.parse(sql, context);
  }

  @Override
  public String nameParameter(String name, StatementContext context) {
    return withParameters.nameParameter(name, context);
  }
}
