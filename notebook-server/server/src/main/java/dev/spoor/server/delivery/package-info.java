/// Outbox for webhooks: attempts, retry, dead letters, redaction.
@NullMarked
package dev.spoor.server.delivery;

import org.jspecify.annotations.NullMarked;
