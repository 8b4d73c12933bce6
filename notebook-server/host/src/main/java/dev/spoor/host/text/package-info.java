/// Parsers of texts that a query holds: CSV, JSON lines, YAML, hashes. They open no file.
@NullMarked
package dev.spoor.host.text;

import org.jspecify.annotations.NullMarked;
